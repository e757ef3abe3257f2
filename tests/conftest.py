"""What the tests stand on: both databases, really running, and a clock that stands still."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from governance.clock import SimulatedClock
from governance.database import Database
from governance.migrations import upgrade
from tests.postgresql import Server

settings.register_profile(
    "house", deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("house")

_numbers = itertools.count(1)


@pytest.fixture
def clock() -> SimulatedClock:
    """A Monday morning in Paris, standing still."""
    return SimulatedClock(datetime(2026, 1, 5, 8, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def postgresql(worker_id: str, testrun_uid: str) -> Iterator[Server]:
    """A real PostgreSQL, shared by all workers of the run, with a migrated template per worker."""
    folder = Path(tempfile.gettempdir()) / f"tablee-{os.getuid()}-{testrun_uid[:12]}"
    server = Server(folder)
    template = f"template_{worker_id}"
    server.create(template)
    database = Database(server.url(template))
    upgrade(database)
    database.close()
    server.template = template
    yield server
    server.leave()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "record.sqlite"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    with database.engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated, empty record of its own for each test, on each kind of database."""
    if request.param == "sqlite":
        path = tmp_path / "record.sqlite"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: Server = request.getfixturevalue("postgresql")
    name = f"test_{os.getpid()}_{next(_numbers)}"
    server.create(name, template=server.template)
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def database(database_url: str, clock: SimulatedClock) -> Iterator[Database]:
    opened = Database(database_url, clock=clock, pool=8)
    yield opened
    opened.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Said loudly, where browser tests found no browser: a green run without them is not a whole one."""
    skipped = [r for r in terminalreporter.stats.get("skipped", []) if "browser" in r.keywords]
    if skipped:
        terminalreporter.section("NO CHROMIUM", sep="!", red=True, bold=True)
        terminalreporter.write_line(
            f"{len(skipped)} tests in a real browser did NOT run: no Chromium was found. Install one "
            "(Debian: apt-get install chromium), or name one in TABLEE_CHROMIUM.",
            red=True,
        )
