"""The line of column names: which column stands where, in any order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from policies.documents import nearest
from policies.phrases import phrase
from policies.text import LANGUAGES, Text
from workflows.imports.scdl.cells import CellProblem
from workflows.imports.scdl.csvfile import BadFile, Record
from workflows.imports.scdl.schema import Schema

_OTHER_DELIMITERS = {";": "scdl.delimiter_semicolon", "\t": "scdl.delimiter_tab", "|": "scdl.delimiter_bar"}


def check(header: Record, schema: Schema) -> None:
    """Raises BadFile for another delimiter, a known column that stands twice, a required one missing."""
    names = header.cells
    counts = Counter(names)
    known = [name for name in schema.names if name in counts]
    if not known:
        _check_delimiter(names, schema)
    doubled = [name for name in known if counts[name] > 1]
    if doubled:
        raise BadFile("scdl.doubled", columns=_list(_quoted(name) for name in doubled))
    missing = [name for name in schema.required if name not in counts]
    strangers = [name for name in names if name not in schema.names]
    if missing and not known and not any(_like(name, strangers) for name in missing):
        raise BadFile("scdl.no_header", columns=_list(_quoted(name) for name in missing))
    if missing:
        raise BadFile("scdl.missing", columns=_list(_suggested(name, strangers) for name in missing))


def doubts(header: Record, schema: Schema) -> list[CellProblem]:
    """Unknown columns that look like an absent optional one: their cells would be lost unseen."""
    absent = [name for name in schema.names if name not in header.cells]
    guesses = ((name, _like(name, absent)) for name in header.cells if name not in schema.names)
    return [
        CellProblem(header.line, name, name, phrase("scdl.unknown_column", column=guess))
        for name, guess in guesses
        if guess
    ]


def _check_delimiter(names: Sequence[str], schema: Schema) -> None:
    for delimiter, called in _OTHER_DELIMITERS.items():
        parts = {part.strip(' "') for name in names for part in name.split(delimiter)}
        if parts & set(schema.names):
            raise BadFile("scdl.delimiter", found=phrase(called))


def _like(name: str, others: Sequence[str]) -> str | None:
    """The one of `others` spelled most like `name`, whatever its capitals."""
    lowered = {other.casefold(): other for other in others}
    guess = nearest(name.casefold(), lowered)
    return lowered[guess] if guess else None


def _suggested(name: str, strangers: Sequence[str]) -> Text:
    guess = _like(name, strangers)
    return phrase("scdl.renamed", column=name, found=guess) if guess else _quoted(name)


def _quoted(name: str) -> Text:
    return phrase("scdl.column", column=name)


def _list(texts: Iterable[Text]) -> Text:
    parts = list(texts)
    fr, en = (", ".join(part.in_(language) for part in parts) for language in LANGUAGES)
    return Text(fr=fr, en=en)
