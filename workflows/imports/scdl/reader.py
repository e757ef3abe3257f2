"""Reading one file: its good rows, every cell that breaks the schema, every warning. It stores nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from policies.phrases import phrase
from workflows.imports.scdl import csvfile, header
from workflows.imports.scdl.cells import CellProblem, Check, check_of
from workflows.imports.scdl.csvfile import Record
from workflows.imports.scdl.doubts import doubts
from workflows.imports.scdl.rows import Row, row
from workflows.imports.scdl.schema import Schema, schema


@dataclass(frozen=True)
class Reading:
    """What a file says. `rows` are those that keep the schema; the problems follow the file's order.

    `file_digest` is the SHA-256, in hex, of the file's bytes. The same row may stand twice: then two rows
    have the same digest.
    """

    file_name: str
    file_digest: str
    rows: tuple[Row, ...]
    rejected: tuple[CellProblem, ...]
    warnings: tuple[CellProblem, ...]


@dataclass
class _Found:
    rows: list[Row] = field(default_factory=list)
    rejected: list[CellProblem] = field(default_factory=list)
    warnings: list[CellProblem] = field(default_factory=list)


def read(path: Path) -> Reading:
    """Read a file of the national subsidy format. Raises BadFile where it cannot be taken as one."""
    data = csvfile.content(path)
    top, *body = csvfile.records(data)
    rules = schema()
    header.check(top, rules)
    found = _Found(warnings=header.doubts(top, rules))
    checks = {each.name: check_of(each) for each in rules.fields}
    for record in body:
        _take(record, top.cells, rules, checks, found)
    return Reading(
        file_name=path.name,
        file_digest=hashlib.sha256(data).hexdigest(),
        rows=tuple(found.rows),
        rejected=tuple(found.rejected),
        warnings=tuple(found.warnings),
    )


def _take(
    record: Record, columns: tuple[str, ...], rules: Schema, checks: dict[str, Check], found: _Found
) -> None:
    if len(record.cells) != len(columns):
        found.rejected.append(_misshapen(record, columns))
        return
    cells = dict(zip(columns, record.cells, strict=True))
    texts = {name: cells.get(name, "") for name in rules.names}
    rejected = list(_breaches(record.line, cells, checks))
    found.rejected.extend(rejected)
    found.warnings.extend(
        CellProblem(record.line, column, texts[column], reason)
        for column, reason in doubts(rules, texts, [problem.column for problem in rejected])
    )
    if not rejected:
        found.rows.append(row(record.line, texts))


def _breaches(line: int, cells: dict[str, str], checks: dict[str, Check]) -> Iterator[CellProblem]:
    for column, text in cells.items():
        check = checks.get(column)
        if check and (reason := check(text)):
            yield CellProblem(line, column, text, reason)


def _misshapen(record: Record, columns: tuple[str, ...]) -> CellProblem:
    """One problem for the row: its cells may all be shifted, so that judging each would mislead."""
    found, expected = len(record.cells), len(columns)
    if found < expected:
        reason = phrase("scdl.too_few", found=found, expected=expected)
        return CellProblem(record.line, columns[found], "", reason)
    reason = phrase("scdl.too_many", found=found, expected=expected)
    return CellProblem(record.line, columns[-1], ",".join(record.cells[expected:]), reason)
