"""Many at once: voting against closing is never a race, and the log has one order."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from governance.audit.replay import replay
from governance.audit.verify import verify
from governance.clock import moment
from governance.database import Database
from governance.tables.deliberation import Ballot
from governance.tables.log import Leaf
from policies.refusal import Refused
from tests.workflows.house import House
from workflows.deliberation import cast_ballot, close_due


def together(works: list[Callable[[], str]]) -> list[str]:
    """Run all at the same moment, each in a thread of its own; gives what each came to."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], str]) -> str:
        barrier.wait(20)
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def ballot(house: House, decision: str, person: str) -> Callable[[], str]:
    def work() -> str:
        try:
            house.do(cast_ballot, decision, house.seats[person], "for", no_interest=True, by=person)
        except Refused as refusal:
            return refusal.code
        return "cast"

    return work


def closing(house: House, decision: str) -> Callable[[], str]:
    def work() -> str:
        house.do(close_due, decision, by="tick")
        return "closed"

    return work


@pytest.fixture
def house(database: Database) -> House:
    return House(database).draft().seated().written()


def test_every_ballot_is_counted_or_refused_when_voting_meets_closing(house: House) -> None:
    """The clock stands at the deadline for the closing and just before it for whoever read it earlier."""
    decision = house.open("propose")
    house.database.clock.now = moment(house.row(decision).closes)  # type: ignore[attr-defined]
    came_to = together(
        [*(ballot(house, decision, person) for person in house.seats), closing(house, decision)]
    )
    assert came_to == ["decision.not_open"] * len(house.seats) + ["closed"]
    assert house.row(decision).outcome == "no_quorum"


def test_the_last_ballots_cast_together_close_the_vote_once_on_all_of_them(house: House) -> None:
    decision = house.open("propose")
    assert together([ballot(house, decision, person) for person in house.seats]) == ["cast"] * 5
    with house.database.reading() as tx:
        assert len(tx.all(Ballot, decision=decision)) == 5
        closings = tx.all(Leaf, kind="deliberation.decision-closed")
        assert len(closings) == 1
    assert (house.row(decision).outcome, house.state) == ("adopted", "proposed")


def test_two_nodes_that_close_together_close_once(house: House) -> None:
    decision = house.open("propose")
    house.database.clock.now = moment(house.row(decision).closes)  # type: ignore[attr-defined]
    together([closing(house, decision)] * 4)
    with house.database.reading() as tx:
        assert len(tx.all(Leaf, kind="deliberation.decision-closed")) == 1


def test_partnerships_that_write_together_share_one_log_without_gap(database: Database) -> None:
    houses = [House(database).draft().seated().written()]
    for number in range(3):
        other = House(database, who=houses[0].who)
        houses.append(other.draft(f"Partenariat {number}").seated().written())
    decisions = [house.open("propose") for house in houses]
    works = [
        ballot(house, decision, person)
        for house, decision in zip(houses, decisions, strict=True)
        for person in ("maire", "asso")
    ]
    assert together(works) == ["cast"] * len(works)
    with database.reading() as tx:
        positions = [leaf.position for leaf in tx.all(Leaf, order="position")]
        assert positions == list(range(len(positions)))
        assert list(verify(tx).findings) == []
        assert list(replay(tx).findings) == []
