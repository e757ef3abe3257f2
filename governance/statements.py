"""Core statements on our tables, compiled once per dialect and run on the driver's own cursor."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Dialect, Select, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import ClauseElement

from governance.tables.base import Table, core


class Statement(NamedTuple):
    """SQL text for the driver, and how a mapping of values becomes its parameters."""

    sql: str
    parameters: Callable[[Mapping[str, Any]], Any]


class Shape(NamedTuple):
    """How a table's rows come back: a named tuple of its columns."""

    columns: tuple[str, ...]
    key: tuple[str, ...]
    make: Callable[..., Any]


class Statements:
    """The cache: at most one compilation per statement shape and dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self._insert = postgresql.insert if dialect.name == "postgresql" else sqlite.insert
        self._cache: dict[Any, Statement] = {}
        self._shapes: dict[type[Table], Shape] = {}

    def put(self, table: type[Table], columns: tuple[str, ...]) -> Statement:
        """Insert, or replace the named columns of the row with the same primary key."""
        return self._cached(("put", table, columns), lambda: self._put(table, columns))

    def insert(self, table: type[Table], columns: tuple[str, ...]) -> Statement:
        """Insert a row that is new; an existing key is an integrity error."""
        return self._cached(
            ("insert", table, columns),
            lambda: self._insert(core(table)).values({c: bindparam(c) for c in columns}),
        )

    def set(self, table: type[Table], columns: tuple[str, ...]) -> Statement:
        """Update columns (`v_…`) of the row with the full primary key (`k_…`)."""
        return self._cached(("set", table, columns), lambda: self._set(table, columns))

    def one(self, table: type[Table], columns: tuple[str, ...], lock: bool = False) -> Statement:
        return self._cached(("one", table, columns, lock), lambda: self._select(table, columns, (), "", lock))

    def all(
        self, table: type[Table], columns: tuple[str, ...], empty: tuple[str, ...], order: str
    ) -> Statement:
        return self._cached(
            ("all", table, columns, empty, order), lambda: self._select(table, columns, empty, order, False)
        )

    def delete(self, table: type[Table], columns: tuple[str, ...]) -> Statement:
        def build() -> ClauseElement:
            found = core(table)
            return found.delete().where(*(found.c[c] == bindparam(c) for c in columns))

        return self._cached(("delete", table, columns), build)

    def named(self, name: str, build: Callable[[], Select[Any]]) -> Statement:
        """A select that is not one of these, compiled under its name at the first use."""
        return self._cached(("named", name), build)

    def shape(self, table: type[Table]) -> Shape:
        if table not in self._shapes:
            self._shapes[table] = self._shaped(table)
        return self._shapes[table]

    def _put(self, table: type[Table], columns: tuple[str, ...]) -> ClauseElement:
        key = self.shape(table).key
        statement = self._insert(core(table)).values({c: bindparam(c) for c in columns})
        rest = {c: statement.excluded[c] for c in columns if c not in key}
        if not rest:
            return statement.on_conflict_do_nothing(index_elements=list(key))
        return statement.on_conflict_do_update(index_elements=list(key), set_=rest)

    def _set(self, table: type[Table], columns: tuple[str, ...]) -> ClauseElement:
        found = core(table)
        return (
            update(found)
            .where(*(found.c[c] == bindparam(f"k_{c}") for c in self.shape(table).key))
            .values({c: bindparam(f"v_{c}") for c in columns})
        )

    def _select(
        self, table: type[Table], columns: tuple[str, ...], empty: tuple[str, ...], order: str, lock: bool
    ) -> Select[Any]:
        found = core(table)
        statement = select(found).where(
            *(found.c[c] == bindparam(c) for c in columns), *(found.c[c].is_(None) for c in empty)
        )
        if order:
            by = found.c[order.lstrip("-")]
            statement = statement.order_by(by.desc() if order.startswith("-") else by)
        return statement.with_for_update() if lock else statement

    def _cached(self, signature: Any, build: Callable[[], ClauseElement]) -> Statement:
        statement = self._cache.get(signature)
        if statement is None:
            statement = self._cache[signature] = self._compiled(build())
        return statement

    def _compiled(self, statement: ClauseElement) -> Statement:
        compiled: Any = statement.compile(dialect=self.dialect)
        order = compiled.positiontup
        if order is None:
            return Statement(str(compiled), lambda values: values)
        names = tuple(order)
        return Statement(str(compiled), lambda values: tuple(values[name] for name in names))

    def _shaped(self, table: type[Table]) -> Shape:
        found = core(table)
        columns = tuple(column.name for column in found.columns)
        make: Callable[..., Any] = namedtuple(table.__name__, columns)._make  # type: ignore[attr-defined]
        booleans = [i for i, column in enumerate(found.columns) if isinstance(column.type, Boolean)]
        if booleans and self.dialect.name == "sqlite":
            make = _with_booleans(make, booleans)
        return Shape(columns, tuple(column.name for column in found.primary_key.columns), make)


def _with_booleans(make: Callable[..., Any], booleans: list[int]) -> Callable[..., Any]:
    """SQLite's driver gives 0 and 1; rows are to be the same on both databases."""

    def made(values: Any) -> Any:
        row = list(values)
        for i in booleans:
            row[i] = None if row[i] is None else bool(row[i])
        return make(row)

    return made
