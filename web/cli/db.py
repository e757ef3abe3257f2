"""`tablee db`: the schema of the record's database."""

from __future__ import annotations

from pathlib import Path

import click

from governance.database import Database
from governance.migrations import differences, upgrade
from web.cli.options import database_option, json_option
from web.cli.output import finish, show, sqlite_file


@click.group()
def db() -> None:
    """Prepare the record's database, or check that it is as it should be."""


@db.command("upgrade")
@database_option
@json_option
def upgrade_command(database_url: str, as_json: bool) -> None:
    """Bring the database to the newest schema; make it where there is none."""
    database = Database(database_url)
    try:
        upgrade(database)
    finally:
        database.close()
    show({"ok": True}, ["the schema is up to date"], as_json=as_json)


@db.command("check")
@database_option
@json_option
def check_command(database_url: str, as_json: bool) -> None:
    """Say whether the database has the schema that this program expects."""
    found = _differences(database_url)
    data = {"ok": not found, "findings": found}
    show(data, found or ["the schema is as expected"], as_json=as_json)
    finish(not found)


def _differences(url: str) -> list[str]:
    path = sqlite_file(url)
    if path is not None and not Path(path).exists():
        return [f"there is no record at {path}: run 'tablee db upgrade' to make one"]
    database = Database(url)
    try:
        return differences(database)
    finally:
        database.close()
