"""The clockwork of a running server: it ticks by itself, its mails lead here, `/health` says how it is."""

from __future__ import annotations

import threading
from collections.abc import Callable

import httpx
import pytest

from governance.database import Database
from tests.web.mailbox import Mailbox, text_of
from tests.web.serving import serving
from tests.workflows.arriving import arrive
from tests.workflows.house import House
from web import clockwork
from web.settings import Settings, from_environment
from workflows import scheduler, tick
from workflows.notifications import deliver


@pytest.fixture
def ticked(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set when the server has ticked."""
    done = threading.Event()

    def watched(database: Database) -> tick.TickReport:
        report = tick.tick(database)
        done.set()
        return report

    monkeypatch.setattr(scheduler, "tick", watched)
    return done


def ticking(address: str) -> Settings:
    return Settings(base_url=address, threads=4, tick_seconds=3600)


def test_a_server_ticks_from_its_start_and_says_so(database: Database, ticked: threading.Event) -> None:
    with serving(database, ticking) as address:
        assert ticked.wait(20)
        found = httpx.get(f"{address}/health", trust_env=False).json()["tick"]
    assert (found["overdue"], found["seconds_ago"]) == (0, 0)
    assert [node["failed"] for node in found["nodes"]] == [0]


def test_a_server_may_leave_the_ticks_to_others(database: Database) -> None:
    with serving(database) as address:
        found = httpx.get(f"{address}/health", trust_env=False).json()
    assert (found["status"], found["tick"]["last"]) == ("ok", None)


def test_what_the_clockwork_tells_is_mailed_with_a_way_back_here(database: Database) -> None:
    house = House(database).draft()
    house.mandate("reviewer", "ethique")
    arrive(house, "ethical_review")
    tick.tick(database)
    with Mailbox() as box:
        deliver(database, box.url, "tablee@exemple.fr", base_url="https://tablee.example")
    (mail,) = box.mails
    assert mail["To"] == "ethique@example.org"
    assert f"https://tablee.example/partnerships/{house.id}/life" in text_of(mail)


def test_what_is_over_is_swept_within_the_clockwork(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, Callable[[], dict[str, int]]] = {}

    def start(database: Database, every: int, **work: Callable[[], dict[str, int]]) -> Callable[[], None]:
        given.update(work)
        return lambda: None

    monkeypatch.setattr(clockwork.scheduler, "start", start)
    with serving(database, ticking):
        assert set(given["hourly"]()) == {"sessions", "challenges", "attempts", "forms", "mails"}


def test_a_served_record_ticks_unless_the_environment_says_otherwise() -> None:
    assert from_environment({}, host="127.0.0.1", port=1).tick_seconds > 0
    assert from_environment({"TABLEE_TICK_SECONDS": "0"}, host="127.0.0.1", port=1).tick_seconds == 0
