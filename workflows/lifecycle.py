"""A pack's lifecycle as a `transitions` machine: asked what is missing, and fired when nothing is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

from transitions import EventData, Machine

from governance.acts.deliberation import DecisionCancelled, EffectDone, TransitionLapsed
from governance.acts.partnership import StateChanged
from governance.facts import facts
from governance.record import Caused
from governance.tables.deliberation import Decision
from policies.lifecycle import Transition
from policies.pack import Pack
from policies.phrases import phrase
from policies.refusal import Missing, Refused
from policies.requirements import Verdict
from policies.text import Text
from workflows.case import Acts, Case, View


@dataclass(slots=True)
class Token:
    """The plain object that the machine moves: a state, and what the guard found on the way."""

    state: str
    pack: Pack
    facts: dict[str, Any]
    verdicts: list[Verdict] = field(default_factory=list)


_machines: dict[str, Machine] = {}  # one per pack digest, which names the same rules for ever


def machine_of(pack: Pack) -> Machine:
    """The pack's lifecycle, compiled. Each transition has one guard that evaluates every requirement,
    since the machine's conditions stop at the first that fails."""
    if pack.digest not in _machines:
        machine = Machine(
            model=None,
            states=list(pack.lifecycle.states),
            initial=pack.lifecycle.entries[0],
            auto_transitions=False,
            send_event=True,
        )
        for transition in pack.lifecycle.transitions:
            guard = _guard(transition)
            machine.add_transition(transition.name, list(transition.from_), transition.to, conditions=[guard])
        _machines[pack.digest] = machine
    return _machines[pack.digest]


def _guard(transition: Transition) -> Any:
    def every_requirement_met(event: EventData) -> bool:
        token = cast(Token, event.model)
        token.verdicts = token.pack.requirements.evaluate(transition, token.facts)
        return not any(verdict.blocks for verdict in token.verdicts)

    return every_requirement_met


@dataclass(frozen=True, slots=True)
class Passage:
    """What the guard says of one transition now: may it pass, and on which facts."""

    transition: Transition
    verdicts: list[Verdict]
    target: str | None

    @property
    def open(self) -> bool:
        return self.target is not None

    @property
    def missing(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.blocks)

    @property
    def facts(self) -> dict[str, bool | int | str]:
        """The values that the requirements read, by dotted name."""
        return {name: value for verdict in self.verdicts for name, value in verdict.facts_read.items()}


def transition_of(view: View, name: str) -> Transition:
    """The transition of that name out of the present state. Raises Refused where there is none."""
    found = view.pack.lifecycle.transition(name, view.row.state)
    if found is None:
        raise Refused("passage.no_such_transition", transition=name, state=state_text(view))
    return found


def passage(view: View, transition: Transition, known: dict[str, Any] | None = None) -> Passage:
    """Ask the machine whether `transition` may pass now, without doing it."""
    seen = facts(view.tx, view.row, view.pack) if known is None else known
    token = Token(view.row.state, view.pack, seen)
    passed = machine_of(view.pack).events[transition.name].trigger(token)
    return Passage(transition, token.verdicts, token.state if passed else None)


def require(view: View, transition: Transition) -> Passage:
    """The passage, where it is open. Raises Refused with all that is missing and who can supply it."""
    found = passage(view, transition)
    if not found.open:
        raise Refused("passage.missing", missing=explained(view.pack, found), transition=transition.label)
    return found


def explained(pack: Pack, found: Passage) -> tuple[Missing, ...]:
    """What is missing, in words: requirement, source, remedy, and the role that can supply it."""
    return tuple(pack.missing(verdict) for verdict in found.missing)


def state_text(view: View) -> Text:
    return view.pack.lifecycle.states[view.row.state].text


def fire(case: Case, found: Passage, *, decision: str | None = None, reason: str | None = None) -> Acts:
    """Yield the change of state, then what it brings: decisions left behind are cancelled or lapse."""
    assert found.target is not None, "a passage that is closed cannot be fired"
    transition = found.transition
    change = StateChanged(
        transition=transition.name,
        source=case.row.state,
        target=found.target,
        decision=decision,
        reason=reason,
        term=case.row.term + (transition.term is not None),
        facts=found.facts,
    )
    by_rule = decision is not None
    source = case.row.state
    if by_rule:
        yield Caused(EffectDone(decision=decision or ""), by="system:rules")
    yield Caused(change, by="system:rules") if by_rule else change
    case.reload()
    if case.row.state != source or transition.term is not None:
        yield from _left_behind(case)


def _left_behind(case: Case) -> Acts:
    """Leaving a state cancels the open decisions taken from it, and lets held outcomes lapse."""
    for decision in case.tx.all(Decision, partnership=case.id, status="open"):
        words = phrase("passage.left_behind", state=state_text(case))
        reason = case.concealed(words.fr)
        yield Caused(DecisionCancelled(decision=decision.id, reason=reason), by="system:rules")
    for decision in case.tx.all(Decision, partnership=case.id, effect="held"):
        yield Caused(TransitionLapsed(decision=decision.id), by="system:rules")
