"""Replay: rebuild the governed tables from the log alone, and name each live row that differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from governance.acts.base import APPLY, Change, Envelope
from governance.audit.findings import Finding, Report, differs, finding
from governance.audit.tape import Progress, Tape, silent
from governance.tables import METADATA
from governance.tables.base import Table, core
from governance.transaction import Reading

Key = tuple[Any, ...]
Row = dict[str, Any]


def replay(tx: Reading, progress: Progress = silent) -> Report:
    """Fold the log into rows and compare them, column by column, with every governed table."""
    tape = Tape(tx, progress)
    rebuilt = Rebuilt()
    for leaf, act in tape:
        if act is not None:
            tape.findings += rebuilt.apply(act, f"leaf {leaf.position}")
    for table in governed():
        tape.findings += _compared(tx, table, rebuilt.tables[table])
    return tape.report()


def governed() -> list[type[Table]]:
    """Every table that acts alone write, by name."""
    found = [table for table in _subclasses(Table) if table.governed and hasattr(table, "__table__")]
    assert {core(table).name for table in found} <= set(METADATA.tables)
    return sorted(found, key=lambda table: core(table).name)


def _subclasses(table: type[Table]) -> Iterator[type[Table]]:
    for found in table.__subclasses__():
        yield found
        yield from _subclasses(found)


class Rebuilt:
    """The governed tables as the log writes them: in dictionaries, by primary key."""

    def __init__(self) -> None:
        self.tables: dict[type[Table], dict[Key, Row]] = {table: {} for table in governed()}
        self._keys = {table: key_columns(table) for table in self.tables}

    def apply(self, act: Envelope, where: str) -> Iterator[Finding]:
        """Perform an act's row operations; a finding for a change of a row that no act had put."""
        changes: Iterable[Change] = APPLY[type(act.body)](act.body, act)
        for change in changes:
            rows = self.tables[change.table]
            if change.op == "put":  # with every column, as the catalogue's test holds
                rows[self._key(change.table, change.values)] = dict(change.values)
                continue
            row = rows.get(self._key(change.table, change.key))
            if row is None:
                yield finding(
                    "no_row_to_change", where, row=row_name(change.table, tuple(change.key.values()))
                )
            else:
                row.update(change.values)

    def _key(self, table: type[Table], values: Mapping[str, Any]) -> Key:
        return tuple([values[column] for column in self._keys[table]])


def key_columns(table: type[Table]) -> tuple[str, ...]:
    return tuple(column.name for column in core(table).primary_key.columns)


def row_name(table: type[Table], key: Key) -> str:
    return f"{core(table).name} {'/'.join(map(str, key))}"


def _compared(tx: Reading, table: type[Table], rebuilt: dict[Key, Row]) -> Iterator[Finding]:
    """A finding for each column that differs, each row that is missing, and each that no act explains."""
    keys, columns = key_columns(table), [column.name for column in core(table).columns]
    for live in tx.walk(table, order=keys[0]):
        key = tuple(getattr(live, column) for column in keys)
        row = rebuilt.pop(key, None)
        if row is None:
            yield _about("extra_row", table, key)
        elif row != (found := dict(zip(columns, cast(Key, live), strict=True))):
            yield from _columns(table, key, row, found)
    for key in rebuilt:
        yield _about("missing_row", table, key)


def _columns(table: type[Table], key: Key, row: Row, live: Row) -> Iterator[Finding]:
    for column, expected in row.items():
        if live[column] != expected:
            said = differs("row_differs", row_name(table, key), column, expected, live[column])
            yield Finding(said.code, said.where, said.text, {**_names(table, key), **said.more})


def _about(code: str, table: type[Table], key: Key) -> Finding:
    name = row_name(table, key)
    return finding(code, name, _names(table, key), row=name)


def _names(table: type[Table], key: Key) -> dict[str, Any]:
    return {"table": core(table).name, "key": [str(part) for part in key]}
