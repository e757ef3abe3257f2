"""The electorate of a decision: taken at opening, frozen by acts, read back for the count."""

from __future__ import annotations

import hashlib
from typing import cast

import msgspec

from governance.acts.deliberation import ElectorateListed, SeatListed
from governance.facts.partnership import held_seats
from governance.log.canonical import encode
from governance.record import Caused
from governance.tables.deliberation import Ballot, Elector
from governance.transaction import Reading
from policies.deliberation import Ballot as CountedBallot
from policies.deliberation import CastBy
from policies.deliberation import Seat as CountedSeat
from workflows.case import Acts, View

BATCH = 100  # seats per act, so that a leaf stays within its bytes


def snapshot(case: View) -> list[SeatListed]:
    """The seats that may vote today, with the mandates that may cast their ballots."""
    votes = {name for name, role in case.pack.roles.items() if role.votes}
    listed = []
    for seat, mandates in held_seats(case.tx, case.id, case.pack, case.tx.today):
        holder = next((m.id for m in mandates if m.role in votes), None)
        substitute = next((m.id for m in mandates if m.role not in votes), None)
        listed.append(
            SeatListed(
                seat=seat.id,
                college=seat.college,
                mandate=holder,
                substitute=substitute,
                weights={},
                recused=False,
            )
        )
    return listed


def digest(seats: list[SeatListed]) -> str:
    """SHA-256 over the canonical list of seats: what DecisionOpened binds."""
    return hashlib.sha256(encode(seats)).hexdigest()


def counted(seats: list[SeatListed]) -> list[CountedSeat]:
    """The snapshot as the count takes it."""
    return [CountedSeat(s.seat, s.college, s.weights, s.recused) for s in seats]


def list_seats(decision: str, seats: list[SeatListed], by_system: bool) -> Acts:
    for first in range(0, len(seats), BATCH):
        act = ElectorateListed(decision=decision, seats=seats[first : first + BATCH])
        yield Caused(act, by="system:rules") if by_system else act


def electors(tx: Reading, decision: str) -> list[CountedSeat]:
    """The frozen electorate as the count takes it."""
    return [
        CountedSeat(
            seat=row.seat,
            college=row.college,
            weights=msgspec.json.decode(row.weights) if row.weights != "{}" else {},
            recused=row.recused,
        )
        for row in tx.all(Elector, decision=decision, order="seat")
    ]


def ballots(tx: Reading, decision: str) -> list[CountedBallot]:
    """The ballots in order of arrival, as the count takes them."""
    rows = tx.all(Ballot, decision=decision, order="seq")
    return [CountedBallot(seat=row.seat, choice=row.choice, by=cast(CastBy, row.cast_as)) for row in rows]
