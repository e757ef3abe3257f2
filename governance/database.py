"""The database and its transactions: one narrow interface for reads and writes, on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.exc import ArgumentError, OperationalError

from governance.clock import Clock, true_clock
from governance.statements import Statements
from governance.transaction import Reading, Transaction

WAIT_MS = 10_000  # how long a writer waits for another on SQLite before it gives up


class BadDatabase(Exception):
    """The database's address does not parse, or nothing answers there."""


class Database:
    """An open database. Transactions come from here; nothing else opens a connection."""

    def __init__(self, url: str, clock: Clock = true_clock, pool: int = 40) -> None:
        """`url`: sqlite:///file or postgresql://…. Raises BadDatabase for an address of no known kind."""
        self.url = url
        self.clock = clock
        self.engine = _engine(url, pool)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._statements = Statements(self.engine.dialect)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """A writing transaction: committed (durably) when the block ends, rolled back if it raises."""
        with self._connected() as connection, _begun(connection, "IMMEDIATE"):
            tx = Transaction(connection, self._statements, self.clock)
            yield tx
            tx.finish()
        tx.committed = True

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """A consistent view for a page; it cannot write."""
        with self._connected() as connection, _begun(connection, "DEFERRED"):
            yield Reading(connection, self._statements, self.clock)

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            connection = self.engine.connect()
        except OperationalError as error:
            raise BadDatabase(str(error.orig).strip().splitlines()[0]) from error
        with connection:
            try:
                yield connection
            except self.engine.dialect.loaded_dbapi.OperationalError as error:
                # A server that went away took every connection with it: the next one is to be new. To ask
                # before each transaction whether it is still there would cost every ballot a round trip.
                if self.engine.dialect.is_disconnect(error, connection.connection, None):
                    self.engine.dispose()
                raise

    def close(self) -> None:
        self.engine.dispose()


def _begun(connection: Connection, mode: str) -> Any:
    return connection.execution_options(begin=mode).begin()


def _engine(url: str, pool: int) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.drivername not in ("sqlite", "postgresql", "postgresql+psycopg"):
            raise BadDatabase(f"'{parsed.drivername}' is not a database Tablée knows: sqlite or postgresql")
        if parsed.drivername == "sqlite" and (parsed.database in (None, "", ":memory:") or parsed.query):
            raise BadDatabase("a record on SQLite is one file: sqlite:///file, and nothing after it")
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        engine = create_engine(parsed, pool_size=pool, max_overflow=0, **_manners(parsed.drivername))
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        raise BadDatabase(
            "the database's address is not of the form sqlite:///file or postgresql://…"
        ) from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def _manners(driver: str) -> dict[str, Any]:
    if driver == "sqlite":
        return {"connect_args": {"check_same_thread": False}}
    return {}


def _prepare_sqlite(connection: Any, _: Any) -> None:
    """Durable on acknowledgement: in WAL mode only FULL survives a power cut."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={WAIT_MS}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: upgraded later, two of them would refuse each other.
    mode = connection.get_execution_options().get("begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {mode}")


def _begin_postgresql(connection: Connection) -> None:
    # A page's reads see one moment; writers rest on row locks, so READ COMMITTED serves them.
    if connection.get_execution_options().get("begin") == "DEFERRED":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
