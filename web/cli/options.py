"""What commands share: the record's address, `--json`, and failing in one clear sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import click
from sqlalchemy.exc import DBAPIError

from governance.database import BadDatabase, Database
from governance.migrations import upgrade

DEFAULT = "tablee.sqlite"

json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


def _address(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str:
    return value or os.environ.get("TABLEE_DATABASE") or f"sqlite:///{DEFAULT}"


database_option = click.option(
    "--database",
    "database_url",
    callback=_address,
    metavar="URL",
    help=f"The record: sqlite:///FILE or postgresql://…  [default: TABLEE_DATABASE, else {DEFAULT} here]",
)


def fail(sentence: str, code: int = 2) -> NoReturn:
    """End the command: one sentence on stderr."""
    click.echo(f"tablee: {sentence}", err=True)
    sys.exit(code)


@contextmanager
def opened(url: str, **options: Any) -> Iterator[Database]:
    """The record at `url`, migrated. A bad address ends the command."""
    try:
        database = Database(url, **options)
        upgrade(database)
    except BadDatabase as error:
        fail(f"the record cannot be opened: {error}")
    except DBAPIError as error:
        fail(f"the record cannot be opened: {str(error.orig).strip().splitlines()[0]}")
    try:
        yield database
    finally:
        database.close()
