"""Bytes to records: the encoding, the delimiter and the quotes of a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from policies.refusal import Refused


class BadFile(Refused):
    """The file as a whole cannot be taken; `text` says why in one sentence."""


@dataclass(frozen=True)
class Record:
    """One record of the file. `line` is the physical line it begins on, the first being 1."""

    line: int
    cells: tuple[str, ...]

    @property
    def blank(self) -> bool:
        return not any(self.cells)


def content(path: Path) -> bytes:
    """Raises BadFile where the file cannot be opened."""
    try:
        return path.read_bytes()
    except (OSError, ValueError):  # ValueError: a null character in the path
        raise BadFile("scdl.unreadable", file=path.name or str(path)) from None


def records(data: bytes) -> list[Record]:
    """The records, header first, with trimmed cells; empty lines, and blank records at the end, left out.

    Raises BadFile for what is not UTF-8 (a byte order mark is welcome), not CSV, or empty.
    """
    found = list(_records(_decoded(data)))
    while found and found[-1].blank:
        found.pop()
    if not found:
        raise BadFile("scdl.empty")
    return found


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The codec counts from after the byte order mark.
        start = error.start + len(data) - len(error.object)
        raise BadFile("scdl.not_utf8", byte=start + 1, line=_line_at(data, start)) from None
    if "\0" in text:
        raise BadFile("scdl.not_text", line=_line_at(data, data.index(b"\0")))
    return text


def _line_at(data: bytes, position: int) -> int:
    return len((data[:position] + b".").splitlines())


def _records(text: str) -> Iterator[Record]:
    """Strict: a quote that is never closed would otherwise swallow the rest of the file in silence."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            trimmed = tuple(cell.strip() for cell in cells)
            if len(cells) > 1 or any(trimmed):
                yield Record(line, trimmed)
            line = reader.line_num + 1
    except csv.Error:
        raise BadFile("scdl.not_csv", line=line) from None
