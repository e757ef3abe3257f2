"""Acts about who is at the table: parties, seats, mandates."""

from __future__ import annotations

from collections.abc import Iterator

from governance.acts.base import Act, Change, Commitment, Day, Envelope, Id, Key, applies, kind, put, set_
from governance.tables.parties import Mandate, Party, Seat


@kind("parties.party-joined")
class PartyJoined(Act):
    """An organisation joined the partnership."""

    party: Id
    organisation: Id
    capacity: Commitment | None


@applies(PartyJoined)
def _(act: PartyJoined, on: Envelope) -> Iterator[Change]:
    yield put(
        Party,
        id=act.party,
        partnership=on.subject,
        organisation=act.organisation,
        capacity=act.capacity,
        expectations=None,
        constraints=None,
        joined=on.at,
        left=None,
    )


@kind("parties.position-stated")
class PositionStated(Act):
    """What a party expects and what binds it, in its own words."""

    party: Id
    expectations: Commitment | None
    constraints: Commitment | None


@applies(PositionStated)
def _(act: PositionStated, on: Envelope) -> Iterator[Change]:
    yield set_(Party, {"id": act.party}, expectations=act.expectations, constraints=act.constraints)


@kind("parties.party-left")
class PartyLeft(Act):
    """An organisation left the partnership; its seats and mandates end by acts of their own."""

    party: Id
    reason: Commitment


@applies(PartyLeft)
def _(act: PartyLeft, on: Envelope) -> Iterator[Change]:
    yield set_(Party, {"id": act.party}, left=on.at)


@kind("parties.seat-created")
class SeatCreated(Act):
    """A seat was made in a college: one vote."""

    seat: Id
    college: Key
    party: Id | None


@applies(SeatCreated)
def _(act: SeatCreated, on: Envelope) -> Iterator[Change]:
    yield put(
        Seat,
        id=act.seat,
        partnership=on.subject,
        college=act.college,
        party=act.party,
        created=on.at,
        removed=None,
    )


@kind("parties.seat-removed")
class SeatRemoved(Act):
    """A seat no longer counts; the decisions that froze it keep it."""

    seat: Id
    reason: Commitment


@applies(SeatRemoved)
def _(act: SeatRemoved, on: Envelope) -> Iterator[Change]:
    yield set_(Seat, {"id": act.seat}, removed=on.at)


@kind("parties.mandate-given")
class MandateGiven(Act):
    """A person holds a role here from a day on, until another if one is set."""

    mandate: Id
    role: Key
    holder: Id
    seat: Id | None
    party: Id | None
    starts: Day
    ends: Day | None


@applies(MandateGiven)
def _(act: MandateGiven, on: Envelope) -> Iterator[Change]:
    yield put(
        Mandate,
        id=act.mandate,
        partnership=on.subject,
        role=act.role,
        holder=act.holder,
        seat=act.seat,
        party=act.party,
        starts=act.starts,
        ends=act.ends,
        given=on.at,
        ended=None,
    )


@kind("parties.mandate-ended")
class MandateEnded(Act):
    """A mandate ended before its day, or on it; ballots already cast stand."""

    mandate: Id
    reason: Commitment | None


@applies(MandateEnded)
def _(act: MandateEnded, on: Envelope) -> Iterator[Change]:
    yield set_(Mandate, {"id": act.mandate}, ended=on.at)
