"""What a partnership's pages show: where it stands, what comes next, who is awaited, what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from governance.actors import is_valid
from governance.clock import civil_day
from governance.facts import facts
from governance.facts.prompts import entered_by, standing
from governance.names import holder_name, mandate_name, seat_party_name
from governance.tables.deliberation import Ballot, Decision, Elector
from governance.tables.parties import Mandate
from governance.tables.partnership import StateEntry
from governance.tables.prompts import Prompt
from policies.calendar import PublicHolidays, deadline
from policies.deliberation import Round, Rule, description
from policies.refusal import Missing
from policies.text import Text
from workflows.case import View
from workflows.due import last_day
from workflows.lifecycle import passage


@dataclass(frozen=True, slots=True)
class Summary:
    """The head of every page of a partnership."""

    id: str
    title: str
    state: Text
    ended: bool
    taken_over: bool
    since: str
    term: int
    form: Text | None
    open_votes: int


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a checklist; the names are those that the checklist macro reads."""

    says: Text
    met: bool
    remedy: Text | None
    by: Text | None
    source: Text | None
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Next:
    """A transition that may come next: what it takes, and what is still missing."""

    name: str
    label: Text
    target: Text
    ends: bool  # nothing comes after it
    decided: bool
    rule_name: str | None
    rule: Text | None
    takes: tuple[Text, ...]
    no_rule: Text | None
    by: Text | None
    items: tuple[Item, ...]
    open: bool
    vote: str | None
    may_start: bool
    starts: Text | None

    @property
    def missing(self) -> int:
        return sum(not item.met and not item.warning for item in self.items)


@dataclass(frozen=True, slots=True)
class Awaited:
    """Somebody who has not voted yet."""

    name: str | None
    party: str | None
    college: Text


@dataclass(frozen=True, slots=True)
class Vote:
    """A decision in a list: what on, how far, whose turn it is."""

    id: str
    label: Text
    status: str
    outcome: str | None
    effect: str | None
    opened: str
    closes: str
    closed: str | None
    cast: int
    seats: int
    awaited: tuple[Awaited, ...]
    mine: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One state that was entered."""

    at: str
    state: Text
    transition: Text | None
    decision: str | None
    reason: str | None
    by: str | None
    term: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whom the present state waits for, and until when."""

    role: Text
    names: tuple[str, ...]
    until: date
    late: bool


def summary(view: View) -> Summary:
    lifecycle = view.pack.lifecycle
    state = lifecycle.states[view.row.state]
    form = view.pack.forms.get(view.row.form or "")
    return Summary(
        id=view.id,
        title=view.tx.text(view.row.title) or "—",
        state=state.text,
        ended=state.end,
        taken_over=view.row.state in lifecycle.entries[1:],
        since=view.row.state_since,
        term=view.row.term,
        form=form.text if form else None,
        open_votes=len(view.tx.all(Decision, partnership=view.id, status="open")),
    )


def next_steps(view: View) -> list[Next]:
    """The transitions out of the present state, in the pack's order, each with its checklist."""
    known = facts(view.tx, view.row, view.pack)
    open_votes = {d.transition: d.id for d in view.tx.all(Decision, partnership=view.id, status="open")}
    found = []
    for transition in view.pack.lifecycle.leaving(view.row.state):
        seen = passage(view, transition, known)
        rule = view.pack.rules[transition.rule] if transition.rule else None
        items = []
        for verdict in seen.verdicts:
            explained: Missing = view.pack.missing(verdict)
            warning = verdict.requirement.level == "warn"
            items.append(
                Item(explained.says, verdict.met, explained.remedy, explained.by, explained.source, warning)
            )
        held = {mandate.role for mandate in view.mandates}
        action = "decision.open" if rule else "partnership.move"
        may = view.allows(action) and (rule is not None or transition.by in held)
        found.append(
            Next(
                name=transition.name,
                label=transition.label,
                target=view.pack.lifecycle.states[transition.to].text,
                ends=view.pack.lifecycle.states[transition.to].end,
                decided=rule is not None,
                rule_name=transition.rule,
                rule=rule.text if rule else None,
                takes=takes(view, rule) if rule else (),
                no_rule=transition.no_rule,
                by=view.pack.roles[transition.by].text if transition.by else None,
                items=tuple(items),
                open=seen.open,
                vote=open_votes.get(transition.name),
                may_start=may and transition.name not in open_votes,
                starts=_who_may(view, action),
            )
        )
    return found


def takes(view: View, rule: Rule, round_: Round = "first") -> tuple[Text, ...]:
    """What a rule asks for in one round, quorum first, in words."""
    labels = {name: college.text for name, college in view.pack.colleges.items()}
    trees = [tree for tree in (rule.quorum_in(round_), rule.adopted_in(round_)) if tree is not None]
    return tuple(description(leaf, labels) for tree in trees for _, leaf in tree.walk(()))


def _who_may(view: View, action: str) -> Text:
    """Those whom the pack lets do an action, as a list of words."""
    permission = view.pack.access.actions[action]
    roles = [view.pack.roles[role].who for role in permission.roles]
    return Text(fr=", ".join(t.fr for t in roles), en=", ".join(t.en for t in roles))


def waiting(view: View) -> Waiting | None:
    """Whom the present state waits for; None at an end, or where nobody must act."""
    awaited = view.pack.lifecycle.states[view.row.state].waits_for
    if awaited is None or awaited.role is None:
        return None
    entries = view.tx.all(StateEntry, partnership=view.id, order="seq")
    until = awaited_by(view, entries, standing(view.tx, view.row, view.pack))
    if until is None:
        return None
    names = [holder_name(view.tx, m.holder) or "—" for m in holders_of(view, awaited.role)]
    role = view.pack.roles[awaited.role].text
    return Waiting(role, tuple(names), until, until < view.tx.today)


def awaited_by(view: View, entries: list[StateEntry], open_prompts: list[Prompt]) -> date | None:
    """The last day for what the present state waits for: its open prompt's, else counted from the entry.

    An amendment is no new entry: it gives nobody more time.
    """
    state = view.row.state
    awaited = view.pack.lifecycle.states[state].waits_for
    entered = entered_by(entries, (state,))
    if awaited is None or awaited.within is None or entered is None:
        return None
    for prompt in open_prompts:
        if prompt.kind == awaited.prompt and prompt.entry == entered.seq:
            return last_day(prompt.due, view.pack.time_zone)
    start = civil_day(entered.at, view.pack.time_zone)
    return deadline(start, awaited.within, PublicHolidays(view.row.territory))


def holders_of(view: View, role: str) -> list[Mandate]:
    """The mandates of a role that are valid today."""
    found = view.tx.all(Mandate, partnership=view.id, role=role)
    return [mandate for mandate in found if is_valid(mandate, view.tx.today)]


def votes(view: View, status: str | None = None) -> list[Vote]:
    """The decisions of the partnership, the latest first."""
    where = {"partnership": view.id} | ({"status": status} if status else {})
    return [vote_of(view, row) for row in view.tx.all(Decision, order="-opened", **where)]


def vote_of(view: View, row: Decision) -> Vote:
    tx = view.tx
    cast = {ballot.seat for ballot in tx.all(Ballot, decision=row.id)}
    electors = [e for e in tx.all(Elector, decision=row.id) if not e.recused]
    left = [e for e in electors if e.seat not in cast] if row.status == "open" else []
    mine = {mandate.id for mandate in view.mandates}
    transition = view.pack.lifecycle.transition(row.transition, row.source)
    return Vote(
        id=row.id,
        label=transition.label if transition else Text(fr=row.transition, en=row.transition),
        status=row.status,
        outcome=row.outcome,
        effect=row.effect,
        opened=row.opened,
        closes=row.closes,
        closed=row.closed,
        cast=len(cast),
        seats=len(electors),
        awaited=tuple(_awaited(view, elector) for elector in left),
        mine=any(e.mandate in mine or e.substitute in mine for e in left),
    )


def _awaited(view: View, elector: Elector) -> Awaited:
    return Awaited(
        name=mandate_name(view.tx, elector.mandate or elector.substitute),
        party=seat_party_name(view.tx, elector.seat),
        college=college_text(view, elector.college),
    )


def college_text(view: View, college: str) -> Text:
    found = view.pack.colleges.get(college)
    return found.text if found else Text(fr=college, en=college)


def history(view: View) -> list[Step]:
    """The states entered so far, the first one first."""
    found = []
    for row in view.tx.all(StateEntry, partnership=view.id, order="seq"):
        transition = view.pack.lifecycle.transition(row.transition or "", row.left or view.row.state)
        found.append(
            Step(
                at=row.at,
                state=view.pack.lifecycle.states[row.state].text,
                transition=transition.label if transition else None,
                decision=row.decision,
                reason=view.tx.text(row.reason),
                by=mandate_name(view.tx, row.by.partition(":")[2]) if row.by.startswith("mandate:") else None,
                term=row.term,
            )
        )
    return found
