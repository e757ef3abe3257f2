"""Acts of a decision's life: opened, voted, closed, held, cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from governance.acts.base import (
    Act,
    Change,
    Commitment,
    Day,
    Digest,
    Envelope,
    Id,
    Instant,
    Key,
    Part,
    Whole,
    applies,
    kind,
    put,
    set_,
)
from governance.tables.deliberation import Ballot, Decision, Elector

Round = Literal["first", "second_call", "second_round", "new_vote"]
CastAs = Literal["self", "substitute", "proxy"]


@kind("deliberation.decision-opened")
class DecisionOpened(Act):
    """A vote on one transition began. Rule, electorate and text stand still from here on.

    `electorate` is the digest over the seats that the ElectorateListed acts after it name; `closed_days`
    are the public holidays that its deadline was counted with.
    """

    decision: Id
    transition: Key
    source: Key
    rule_name: Key
    rule: dict[str, Any]
    round: Round
    previous: Id | None
    term: Whole
    dossier_version: Whole
    dossier_digest: Digest
    electorate: Digest
    seats: Whole
    chair: Id | None
    closes: Instant
    closed_days: list[Day]
    facts: dict[str, bool | int | str]


@applies(DecisionOpened)
def _(act: DecisionOpened, on: Envelope) -> Iterator[Change]:
    yield put(
        Decision,
        id=act.decision,
        partnership=on.subject,
        transition=act.transition,
        source=act.source,
        rule_name=act.rule_name,
        rule=msgspec.json.encode(act.rule, order="sorted").decode(),
        round=act.round,
        previous=act.previous,
        term=act.term,
        dossier_version=act.dossier_version,
        dossier_digest=act.dossier_digest,
        electorate=act.electorate,
        seats=act.seats,
        chair=act.chair,
        opened=on.at,
        opened_by=on.by,
        closes=act.closes,
        status="open",
        closed=None,
        closed_because=None,
        outcome=None,
        answer=None,
        reason=None,
        effect=None,
        held_until=None,
        missing=None,
    )


class SeatListed(Part):
    """A seat as it was when the decision opened."""

    seat: Id
    college: Key
    mandate: Id | None
    substitute: Id | None
    weights: dict[str, Whole]
    recused: bool


@kind("deliberation.electorate-listed")
class ElectorateListed(Act):
    """Up to 100 seats of a decision's electorate."""

    decision: Id
    seats: list[SeatListed]


@applies(ElectorateListed)
def _(act: ElectorateListed, on: Envelope) -> Iterator[Change]:
    for seat in act.seats:
        yield put(
            Elector,
            decision=act.decision,
            seat=seat.seat,
            college=seat.college,
            mandate=seat.mandate,
            substitute=seat.substitute,
            weights=msgspec.json.encode(seat.weights, order="sorted").decode(),
            recused=seat.recused,
        )


@kind("deliberation.ballot-cast")
class BallotCast(Act):
    """A seat took part. `interests`: what the voter declared; no declaration, no ballot."""

    decision: Id
    seat: Id
    choice: Key
    cast_as: CastAs
    mandate: Id
    reason: Commitment | None
    interests: Literal["none"]


@applies(BallotCast)
def _(act: BallotCast, on: Envelope) -> Iterator[Change]:
    yield put(
        Ballot,
        decision=act.decision,
        seat=act.seat,
        cast_as=act.cast_as,
        choice=act.choice,
        mandate=act.mandate,
        reason=act.reason,
        interests=act.interests,
        seq=on.seq,
        at=on.at,
        act=on.id,
    )


@kind("deliberation.decision-closed")
class DecisionClosed(Act):
    """The vote ended, with its outcome and the arithmetic that gave it."""

    decision: Id
    because: Literal["deadline", "certain"]
    outcome: Key
    ballots: Whole
    answer: dict[str, Any]


@applies(DecisionClosed)
def _(act: DecisionClosed, on: Envelope) -> Iterator[Change]:
    yield set_(
        Decision,
        {"id": act.decision},
        status="closed",
        closed=on.at,
        closed_because=act.because,
        outcome=act.outcome,
        answer=msgspec.json.encode(act.answer, order="sorted").decode(),
        effect="none",
    )


@kind("deliberation.decision-cancelled")
class DecisionCancelled(Act):
    """An open vote was called off, for a reason that everyone can read."""

    decision: Id
    reason: Commitment


@applies(DecisionCancelled)
def _(act: DecisionCancelled, on: Envelope) -> Iterator[Change]:
    yield set_(
        Decision,
        {"id": act.decision},
        status="cancelled",
        closed=on.at,
        reason=act.reason,
        effect="none",
    )


@kind("deliberation.effect-done")
class EffectDone(Act):
    """An adopted decision took effect: the state changed by the act that follows."""

    decision: Id


@applies(EffectDone)
def _(act: EffectDone, on: Envelope) -> Iterator[Change]:
    yield set_(Decision, {"id": act.decision}, effect="done", held_until=None, missing=None)


@kind("deliberation.transition-held")
class TransitionHeld(Act):
    """The outcome stands, but a requirement is not met any more: the transition waits for it."""

    decision: Id
    missing: list[Key]
    until: Instant


@applies(TransitionHeld)
def _(act: TransitionHeld, on: Envelope) -> Iterator[Change]:
    yield set_(
        Decision,
        {"id": act.decision},
        effect="held",
        held_until=act.until,
        missing=msgspec.json.encode(act.missing).decode(),
    )


@kind("deliberation.transition-lapsed")
class TransitionLapsed(Act):
    """A held transition was not made possible in time, or its state was left: it will not happen."""

    decision: Id


@applies(TransitionLapsed)
def _(act: TransitionLapsed, on: Envelope) -> Iterator[Change]:
    yield set_(Decision, {"id": act.decision}, effect="lapsed", held_until=None)
