"""A record with one decided proposal, to audit and to attack: built once, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from governance.audit import Report, replay, verify
from governance.clock import SimulatedClock
from governance.database import Database
from tests.workflows.house import House

Attack = Callable[..., None]


def lived(database: Database) -> House:
    """A partnership whose proposal was rejected once and adopted once; then sent back to draft."""
    house = House(database).people().draft().seated().written()
    house.decide("propose", choice="against")
    house.decide("propose")
    return house


def checked(database: Database) -> Report:
    with database.reading() as tx:
        return verify(tx)


def rebuilt(database: Database) -> Report:
    with database.reading() as tx:
        return replay(tx)


def attack(database: Database, statement: str, **values: Any) -> None:
    """Change the database behind the program's back; it must hit something."""
    with database.engine.connect() as connection, connection.begin():
        assert connection.execute(text(statement), values).rowcount > 0


@pytest.fixture(scope="session")
def lived_template(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    path = tmp_path_factory.mktemp("lived") / "record.sqlite"
    shutil.copyfile(sqlite_template, path)
    database = Database(
        f"sqlite:///{path}", clock=SimulatedClock(datetime(2026, 1, 5, 8, tzinfo=UTC)), pool=8
    )
    lived(database)
    with database.engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture
def record_(tmp_path: Path, lived_template: Path, clock: SimulatedClock) -> Iterator[Database]:
    path = tmp_path / "attacked.sqlite"
    shutil.copyfile(lived_template, path)
    database = Database(f"sqlite:///{path}", clock=clock, pool=8)
    yield database
    database.close()
