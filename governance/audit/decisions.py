"""Decisions: no state was reached without an adopted decision, or a transition that needs none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from governance.acts.base import Envelope
from governance.acts.deliberation import (
    DecisionCancelled,
    DecisionClosed,
    DecisionOpened,
    ElectorateListed,
    SeatListed,
    TransitionLapsed,
)
from governance.acts.imports import SubsidyRecorded
from governance.acts.partnership import PartnershipDrafted, StateChanged
from governance.audit.findings import Finding, differs, finding
from governance.audit.packs import Packs
from governance.audit.tape import place
from governance.log.canonical import encode
from governance.tables.log import Leaf


@dataclass(slots=True)
class _Decision:
    """A decision as the acts tell it, from its opening on."""

    stream: str
    opened: DecisionOpened
    seats: list[SeatListed] = field(default_factory=list)
    adopted: bool = False


@dataclass(slots=True)
class _Life:
    """Where a partnership stands so far, and under which pack."""

    state: str
    pack: str


class Decisions:
    """Sees each act once. Knows each partnership’s state, and the decisions that may still change it."""

    def __init__(self, packs: Packs) -> None:
        self._packs = packs
        self._lives: dict[str, _Life] = {}
        self._decisions: dict[str, _Decision] = {}

    def see(self, row: Leaf, act: Envelope) -> Iterator[Finding]:
        match act.body:
            case PartnershipDrafted() | SubsidyRecorded() as body:
                yield from self._begun(row, act, body.pack, body.state)
            case DecisionOpened() as body:
                self._decisions[body.decision] = _Decision(act.stream, body)
            case ElectorateListed() as body:
                yield from self._listed(row, act, body)
            case DecisionClosed() as body:
                yield from self._closed(row, act, body)
            case DecisionCancelled(decision=gone) | TransitionLapsed(decision=gone):
                self._decisions.pop(gone, None)
            case StateChanged() as body:
                yield from self._changed(row, act, body)
            case _:
                pass

    def finish(self) -> Iterator[Finding]:
        """What was opened and never got all its seats."""
        for decision in self._decisions.values():
            yield from _whole(decision)

    def _begun(self, row: Leaf, act: Envelope, digest: str, state: str) -> Iterator[Finding]:
        self._lives[act.stream] = _Life(state, digest)
        pack = self._packs.get(digest)
        if pack is not None and state not in pack.lifecycle.entries:
            yield finding("not_an_entry", place(row), state=state)

    def _listed(self, row: Leaf, act: Envelope, body: ElectorateListed) -> Iterator[Finding]:
        decision = self._decisions.get(body.decision)
        if decision is None or decision.stream != act.stream:
            yield finding("no_such_decision", place(row), decision=body.decision)
        else:
            decision.seats += body.seats

    def _closed(self, row: Leaf, act: Envelope, body: DecisionClosed) -> Iterator[Finding]:
        decision = self._decisions.get(body.decision)
        if decision is None or decision.stream != act.stream or decision.adopted:
            yield finding("no_such_decision", place(row), decision=body.decision)
            return
        yield from _whole(decision)
        if body.outcome == "adopted":
            decision.adopted, decision.seats = True, []
        else:
            del self._decisions[body.decision]

    def _changed(self, row: Leaf, act: Envelope, body: StateChanged) -> Iterator[Finding]:
        life = self._lives.get(act.stream)
        if life is None:
            yield finding("no_beginning", place(row), stream=act.stream)
            life = self._lives[act.stream] = _Life(body.source, act.pack or "")
        if body.source != life.state:
            yield differs("wrong_source", place(row), "source", life.state, body.source)
        if act.pack != life.pack:
            yield differs("other_rules", place(row), "pack", life.pack, act.pack)
        yield from self._by_the_rules(row, act, body, life)
        life.state = body.target

    def _by_the_rules(self, row: Leaf, act: Envelope, body: StateChanged, life: _Life) -> Iterator[Finding]:
        pack = self._packs.get(life.pack)
        if pack is None:
            return
        transition = pack.lifecycle.transition(body.transition, body.source)
        if transition is None or transition.to != body.target:
            yield finding(
                "no_such_transition",
                place(row),
                transition=body.transition,
                source=body.source,
                target=body.target,
            )
        elif transition.rule is not None or body.decision is not None:
            yield from self._decided(row, act, body)

    def _decided(self, row: Leaf, act: Envelope, body: StateChanged) -> Iterator[Finding]:
        """An adopted decision of this partnership, on this transition from this state, used once."""
        decision = self._decisions.get(body.decision or "")
        if (
            decision is None
            or not decision.adopted
            or decision.stream != act.stream
            or (decision.opened.transition, decision.opened.source) != (body.transition, body.source)
        ):
            yield finding("undecided", place(row), transition=body.transition, target=body.target)
        else:
            del self._decisions[decision.opened.decision]


def _whole(decision: _Decision) -> Iterator[Finding]:
    """The seats that were listed are those that the opening act bound: their number and their digest."""
    if decision.adopted:
        return
    where, opened = f"decision {decision.opened.decision}", decision.opened
    if len(decision.seats) != opened.seats:
        yield differs("electorate", where, "seats", opened.seats, len(decision.seats))
    digest = hashlib.sha256(encode(decision.seats)).hexdigest()
    if digest != opened.electorate:
        yield differs("electorate", where, "electorate", opened.electorate, digest)
