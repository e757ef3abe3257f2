"""What commands print, and how they end: JSON or lines on stdout, one sentence on stderr."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

from governance.audit.tape import Progress as Tell
from governance.database import BadDatabase, Database
from governance.migrations import NEWER, CommandError, standing, upgrade
from governance.packs import UnknownPack
from policies.documents import BadDocument
from policies.refusal import Invalid, Refused
from policies.text import Text
from web.cli.options import fail

NO, WRONG = 1, 2  # the answer is no; wrong use or bad input


def show(data: Mapping[str, Any], lines: Iterable[str], *, as_json: bool) -> None:
    """The result: the whole of it as JSON, or the lines that a person reads."""
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        for line in lines:
            click.echo(line)


def finish(ok: bool) -> None:
    """End with 1 where the answer is no."""
    if not ok:
        sys.exit(NO)


def said(text: Text) -> str:
    """A text in the language of the terminal."""
    return text.in_("fr" if _locale().startswith("fr") else "en")


def _locale() -> str:
    return next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")


def explained(error: Exception) -> tuple[str, int]:
    """What stopped a command, as a sentence and an exit code. What is not foreseen is named by its type."""
    match error:
        case Invalid(fields=fields):
            return "; ".join(f"{field.name}: {said(field.text)}" for field in fields), WRONG
        case Refused():
            return said(error.text), NO
        case BadDocument(findings=findings):
            return "\n".join(str(finding) for finding in findings), WRONG
        case BadDatabase():
            return f"the record cannot be opened: {error}", WRONG
        case UnknownPack():
            return f"the record names rules that it does not hold: {error}", WRONG
        case SQLAlchemyError() | sqlite3.Error() | CommandError():
            return (
                f"the record cannot be read or written: {_first_line(getattr(error, 'orig', error))}",
                WRONG,
            )
        case UnicodeError():
            return "what was given is not text in UTF-8", WRONG
        case OSError():
            return f"{error.filename or ''}: {error.strerror or error}".removeprefix(": "), WRONG
        case _:
            return f"unexpected {type(error).__name__}: {_first_line(error)}", WRONG


def _first_line(error: object) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


@contextmanager
def record_at(url: str, *, begin: bool = False) -> Iterator[Database]:
    """The record at `url` as it is; where `begin`, one that holds nothing at all is given its schema first.

    An older schema is never changed by the way: the command ends, and says what to run.
    """
    path = sqlite_file(url)
    if path is not None and not begin and not os.path.exists(path):  # noqa: PTH110  may not be a valid path
        fail(f"there is no record at {path}: run 'tablee db upgrade' to make one")
    database = Database(url)
    try:
        found = standing(database)
        if found == "new" and begin:
            upgrade(database)
        elif found == "new":
            fail("the record is empty: run 'tablee db upgrade' to prepare it")
        elif found == "outdated":
            fail("the record's schema is not this program's: run 'tablee db upgrade', after a back-up")
        elif found == "newer":
            fail(f"the record cannot be opened: {NEWER}")
        elif found == "foreign":
            fail("this database holds something else than a record")
        yield database
    finally:
        database.close()


def sqlite_file(url: str) -> str | None:
    """The file that an address of SQLite names; None for other addresses, and for a record in memory."""
    path = url.removeprefix("sqlite:///")
    return path if path not in (url, "", ":memory:") else None


@contextmanager
def progress(what: str) -> Iterator[Tell]:
    """A bar on stderr where that is a terminal; silence elsewhere."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
