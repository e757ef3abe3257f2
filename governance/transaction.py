"""What a transaction offers: reads, writes to tables that are not governed, locks, and the time."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date, datetime
from typing import Any, TypeVar, cast, overload

from sqlalchemy import Select
from sqlalchemy.engine import Connection, Row

from governance.clock import Clock, civil_day, instant
from governance.statements import Statement, Statements
from governance.tables.base import Table
from governance.tables.log import Disclosure, Stream

T = TypeVar("T", bound=Table)

BATCH = 1000  # rows that a walk over a whole table holds at once


class GovernedTable(Exception):
    """Somebody other than an act tried to write a governed table."""


class Missed(Exception):
    """A row that was to be changed is not there."""


class Reading:
    """Reads within one transaction.

    Rows are named tuples with the table's columns (typed as the table's class for the checker's sake):
    plain values, never ORM objects, so that nothing is loaded or saved behind the reader's back.
    """

    def __init__(self, connection: Connection, statements: Statements, clock: Clock) -> None:
        self._connection = connection
        self._cursor = connection.connection.cursor()
        self._statements = statements
        self._clock = clock
        self._moment: datetime | None = None
        self._now: str | None = None
        self.memo: dict[Any, Any] = {}  # for values derived from rows that cannot change meanwhile

    @property
    def now(self) -> str:
        """The instant of this transaction: UTC text, read once, after the lock where there is one."""
        if self._now is None:
            self._now = instant(self.moment)
        return self._now

    @property
    def moment(self) -> datetime:
        """The same instant as a datetime."""
        if self._moment is None:
            self._moment = self._clock()
        return self._moment

    @property
    def today(self) -> date:
        return civil_day(self.now)

    def one(self, table: type[T], /, **key: Any) -> T | None:
        """The row with these values, or None."""
        cursor = self._run(self._statements.one(table, tuple(key)), key)
        row = cursor.fetchone()
        return None if row is None else self._statements.shape(table).make(row)

    def all(self, table: type[T], /, *, order: str = "", **where: Any) -> list[T]:
        """The rows with these values (None: is null), ordered by one column (`-column`: descending)."""
        given = {column: value for column, value in where.items() if value is not None}
        empty = tuple(column for column, value in where.items() if value is None)
        cursor = self._run(self._statements.all(table, tuple(given), empty, order), given)
        make = self._statements.shape(table).make
        return [make(row) for row in cursor.fetchall()]

    def walk(self, table: type[T], /, *, order: str) -> Iterator[T]:
        """Every row of a table in order, a batch at a time: for audits, however long the table is."""
        on_postgresql = self._statements.dialect.name == "postgresql"
        named = {"name": f"walk_{table.__name__}"} if on_postgresql else {}  # a cursor of the server's
        statement = self._statements.all(table, (), (), order)
        make = self._statements.shape(table).make
        with closing(self._connection.connection.cursor(**named)) as cursor:
            cursor.execute(statement.sql, statement.parameters({}))
            while rows := cursor.fetchmany(BATCH):
                yield from map(make, rows)

    def joined(
        self, table: type[T], name: str, build: Callable[[], Select[Any]], /, **values: Any
    ) -> list[T]:
        """The rows of `table` that a select finds by way of others; it is compiled once, under its name."""
        cursor = self._run(self._statements.named(name, build), values)
        make = self._statements.shape(table).make
        return [make(row) for row in cursor.fetchall()]

    def select(self, statement: Select[Any]) -> Sequence[Row[Any]]:
        """The rows of a Core or SQLModel select statement: joins, ranges and pages of a listing."""
        return self._connection.execute(statement).all()

    def text(self, commitment: str | None) -> str | None:
        """The text behind a commitment; None where there is none or it was erased."""
        if commitment is None:
            return None
        disclosure = self.one(Disclosure, commitment=commitment)
        return disclosure.text if disclosure else None

    def _run(self, statement: Statement, values: Mapping[str, Any]) -> Any:
        self._cursor.execute(statement.sql, statement.parameters(values))
        return self._cursor


class Transaction(Reading):
    """Reads and writes. Governed tables are written through `governance.record` alone."""

    def __init__(self, connection: Connection, statements: Statements, clock: Clock) -> None:
        super().__init__(connection, statements, clock)
        self.streams: dict[str, int] = {}  # streams locked here, with the `seq` of their latest act
        self.leaves: list[Any] = []  # acts and their bytes, until the log's head gives them positions
        self.before_commit: list[Callable[[], None]] = []
        self.committed = False

    def lock(self, stream: str) -> int:
        """Take the stream's row for this transaction; gives its latest `seq` (0: no act yet)."""
        if stream not in self.streams:
            row = self.locked(Stream, name=stream)
            if row is None:
                self._run(self._statements.put(Stream, ("name",)), {"name": stream})
                row = self.locked(Stream, name=stream)
            assert row is not None
            self.streams[stream] = row.seq
            self._now = self._moment = None
        return self.streams[stream]

    def locked(self, table: type[T], /, **key: Any) -> T | None:
        """The row with these values, held until the commit (on SQLite the whole transaction holds)."""
        on_postgresql = self._statements.dialect.name == "postgresql"
        cursor = self._run(self._statements.one(table, tuple(key), lock=on_postgresql), key)
        row = cursor.fetchone()
        return None if row is None else self._statements.shape(table).make(row)

    def put(self, table: type[Table], /, **values: Any) -> None:
        """Insert or replace a row of a table that is not governed."""
        self._must_be_free(table)
        self.write_put(table, values)

    def set(self, table: type[Table], key: Mapping[str, Any], /, **changes: Any) -> None:
        """Change columns of one row, by its full primary key, of a table that is not governed."""
        self._must_be_free(table)
        self.write_set(table, key, changes)

    def insert(self, table: type[Table], /, **values: Any) -> None:
        """Insert a row that must be new; raises the driver's integrity error otherwise."""
        self._must_be_free(table)
        self._run(self._statements.insert(table, tuple(values)), values)

    def delete(self, table: type[Table], /, **where: Any) -> int:
        """Delete the rows with these values from a table that is not governed; gives their number."""
        self._must_be_free(table)
        return int(self._run(self._statements.delete(table, tuple(where)), where).rowcount)

    @overload
    def conceal(self, text: str, stream: str) -> str: ...
    @overload
    def conceal(self, text: None, stream: str) -> None: ...
    def conceal(self, text: str | None, stream: str) -> str | None:
        """Keep a text beside the log and give its commitment, SHA-256(salt ‖ UTF-8 text) in hex."""
        if text is None:
            return None
        salt = secrets.token_bytes(32)
        commitment = hashlib.sha256(salt + text.encode()).hexdigest()
        self.insert(Disclosure, commitment=commitment, salt=salt, text=text, stream=stream)
        return commitment

    def write_put(self, table: type[Table], values: Mapping[str, Any]) -> None:
        """For `governance.record` alone."""
        self._run(self._statements.put(table, tuple(values)), values)

    def write_set(self, table: type[Table], key: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
        """For `governance.record` alone. Raises Missed where the row is not there."""
        values = {f"k_{c}": v for c, v in key.items()} | {f"v_{c}": v for c, v in changes.items()}
        if self._run(self._statements.set(table, tuple(changes)), values).rowcount != 1:
            raise Missed(f"{table.__name__} has no row {dict(key)}")

    def finish(self) -> None:
        """What belongs to the commit itself: the log's part comes last, so that its head is held briefly."""
        with self._together():
            for step in self.before_commit:
                step()

    @contextmanager
    def _together(self) -> Iterator[None]:
        """On PostgreSQL the writes that follow are sent without waiting for each one's answer."""
        if self._statements.dialect.name != "postgresql":
            yield
            return
        with cast(Any, self._connection.connection.dbapi_connection).pipeline():
            yield

    @staticmethod
    def _must_be_free(table: type[Table]) -> None:
        if table.governed:
            raise GovernedTable(f"{table.__name__} is written by acts alone: yield one instead")
