"""The tick: exactly once, in due order, on several nodes, after outages, and never by a forged clock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from governance.acts.parties import MandateEnded
from governance.clock import SimulatedClock, instant
from governance.database import Database
from governance.record import Hand, record
from governance.tables.log import Leaf
from governance.tables.parties import Mandate
from governance.tables.people import Instance
from governance.tables.prompts import Prompt
from governance.transaction import Reading, Transaction
from policies.refusal import Refused
from tests.workflows.house import NAMES, House
from workflows import deliberation, parties, people, prompts
from workflows.due import Due
from workflows.scheduler import start
from workflows.tick import health, tick

NOW = "2026-01-05T08:00:00.000000Z"


def source(*dues: Due) -> Callable[[Reading, str], list[Due]]:
    return lambda tx, now: [due for due in dues if due.at <= now]


def count(database: Database, kind: str) -> int:
    with database.reading() as tx:
        return len(tx.all(Leaf, kind=kind))


def clock_of(database: Database) -> SimulatedClock:
    assert isinstance(database.clock, SimulatedClock)
    return database.clock


def test_what_is_due_is_done_in_due_order(database: Database) -> None:
    done: list[str] = []

    def due(at: str, partnership: str) -> Due:
        return Due(at, partnership, "x", lambda tx: done.append(partnership))

    first, second = due("2026-01-03T00:00:00.000000Z", "b"), due("2026-01-04T00:00:00.000000Z", "a")
    report = tick(database, sources=(source(second), source(first)))
    assert done == ["b", "a"]
    assert [item.result for item in report.items] == ["nothing", "nothing"]  # no act was recorded


def test_a_failing_thing_stops_no_other_and_is_tried_again(database: Database) -> None:
    house = House(database).draft()
    tries: list[str] = []

    def fail(tx: Transaction) -> None:
        tries.append(tx.now)
        raise RuntimeError("a secret that somebody wrote")

    bad = Due("2026-01-01T00:00:00.000000Z", house.id, "bad", fail)

    for expected in (1, 2):
        report = tick(database, sources=(source(bad), prompts.due))
        assert (report.failed, len(tries)) == (1, expected)
        assert report.items[0].error == "RuntimeError"
    assert count(database, "prompts.opened") == 1


def test_a_refusal_explains_itself_in_the_report(database: Database) -> None:
    def refuse(tx: Transaction) -> None:
        raise Refused("tick.not_a_demo")

    report = tick(database, sources=(source(Due(NOW, "a", "x", refuse)),))
    assert "nobody closes a vote early" in report.items[0].error


def test_a_subject_that_cannot_be_asked_does_not_silence_the_others(database: Database) -> None:
    House(database).draft()

    def broken(tx: Reading, now: str) -> list[Due]:
        raise LookupError

    report = tick(database, sources=(broken, prompts.due))
    assert (report.failed, report.done) == (1, 1)
    with database.reading() as tx:
        assert health(tx).overdue == 1


def test_what_fails_leaves_no_half_behind(database: Database) -> None:
    house = House(database).draft()
    with database.reading() as tx:
        mandate = tx.all(Mandate, partnership=house.id)[0].id

    def half(tx: Transaction) -> None:
        acts = [MandateEnded(mandate=mandate, reason=None)]
        record(tx, f"partnership:{house.id}", acts, hand=Hand("system:tick"))
        raise RuntimeError

    tick(database, sources=(source(Due(NOW, house.id, "half", half)),))
    assert count(database, "parties.mandate-ended") == 0


def test_something_that_is_due_for_ever_does_not_keep_the_tick_for_ever(database: Database) -> None:
    numbers = iter(range(10_000))

    def always(tx: Reading, now: str) -> list[Due]:
        return [Due(now, "a", f"x{next(numbers)}", lambda tx: None)]

    assert len(tick(database, sources=(always,)).items) < 100


def test_ten_nodes_at_once_do_each_thing_once(database: Database) -> None:
    house = House(database)
    ids = [house.draft(f"Projet {number}").id for number in range(3)]
    with ThreadPoolExecutor(6) as pool:
        reports = list(pool.map(lambda node: tick(database, node=f"node-{node}"), range(10)))
    assert sum(report.failed for report in reports) == 0
    assert sum(report.done for report in reports) == len(ids)
    assert count(database, "prompts.opened") == len(ids)
    with database.reading() as tx:
        assert len(health(tx).nodes) == 10
        assert all(len(tx.all(Prompt, partnership=partnership)) == 1 for partnership in ids)


def test_a_vote_closes_at_its_deadline_and_what_follows_is_done_in_the_same_tick(database: Database) -> None:
    house = House(database).draft().seated().written()
    tick(database)
    decision = house.open("propose")
    for person in list(house.seats)[:-1]:  # one seat stays silent, so that nothing is certain
        house.do(deliberation.cast_ballot, decision, house.seats[person], "for", no_interest=True, by=person)
    assert house.is_open(decision)
    clock_of(database).now = datetime.fromisoformat(house.row(decision).closes)
    report = tick(database)
    assert report.failed == 0
    assert house.row(decision).closed_because == "deadline"
    assert house.state == "proposed"
    with database.reading() as tx:
        asked = {prompt.kind: prompt.status for prompt in tx.all(Prompt, partnership=house.id)}
    assert asked == {"finish-draft": "moot", "prepare-consultation": "open"}
    assert tick(database).items == ()


def test_a_mandate_ends_when_its_last_day_is_over(database: Database) -> None:
    house = House(database).draft()
    last = clock_of(database).now.date() + timedelta(days=3)
    house.do(
        parties.give_mandate,
        role="secretary",
        name=NAMES["maire"],
        email="maire@example.org",
        ends=last.isoformat(),
    )
    clock_of(database).forward(days=3)
    tick(database)
    assert count(database, "parties.mandate-ended") == 0
    clock_of(database).forward(days=1)
    for _ in range(2):
        tick(database)
    assert count(database, "parties.mandate-ended") == 1
    with database.reading() as tx:
        assert tx.all(Leaf, kind="parties.mandate-ended")[0].by == "system:tick"


def test_the_future_is_refused_where_the_record_is_no_demo(database: Database) -> None:
    House(database).draft()
    with pytest.raises(Refused, match="demonstration"):
        tick(database, clock_of(database).now + timedelta(days=1))
    assert count(database, "prompts.opened") == 0


def test_in_a_demo_the_acts_bear_the_time_that_is_played(database: Database) -> None:
    with database.transaction() as tx:
        people.begin(tx, demo=True)
        assert tx.all(Instance)[0].demo
    House(database).draft()
    ahead = clock_of(database).now + timedelta(days=200)
    tick(database, ahead)
    with database.reading() as tx:
        assert [leaf.at for leaf in tx.all(Leaf, kind="prompts.opened")] == [instant(ahead)]
        assert tx.now == NOW  # nobody else's clock has moved


def test_a_past_moment_limits_what_is_done_and_no_act_bears_it(database: Database) -> None:
    House(database).draft()
    clock_of(database).forward(days=1)
    assert tick(database, clock_of(database).now - timedelta(days=2)).items != ()
    with database.reading() as tx:
        assert [leaf.at for leaf in tx.all(Leaf, kind="prompts.opened")] == ["2026-01-06T08:00:00.000000Z"]


def test_before_the_first_tick_health_says_that_there_was_none(database: Database) -> None:
    with database.reading() as tx:
        assert (health(tx).last, health(tx).seconds_ago) == (None, None)


def test_health_says_how_long_ago_the_latest_tick_was(database: Database) -> None:
    tick(database, node="a")
    clock_of(database).forward(seconds=90)
    with database.reading() as tx:
        assert (health(tx).last, health(tx).seconds_ago) == (NOW, 90)
    tick(database, node="b")
    with database.reading() as tx:
        assert [node.node for node in health(tx).nodes] == ["b", "a"]


def test_the_clockwork_ticks_at_once_and_calls_the_courier_when_something_was_done(
    database: Database,
) -> None:
    House(database).draft()
    called = threading.Event()
    stop = start(database, 3600, after=called.set)
    assert called.wait(20)
    stop()
    assert count(database, "prompts.opened") == 1


def test_the_clockwork_survives_a_database_that_is_away(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    tried = threading.Event()

    def away() -> datetime:
        tried.set()
        raise ConnectionError

    database.clock = away
    stop = start(database, 3600, after=None)
    assert tried.wait(20)
    stop()
    assert "round of the clockwork failed" in caplog.text
    database.clock = lambda: datetime(2026, 1, 5, 8, tzinfo=UTC)
    assert tick(database).failed == 0
