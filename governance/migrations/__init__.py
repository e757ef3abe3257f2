"""The database's schema, step by step (Alembic), the same for SQLite and PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import inspect
from sqlalchemy.engine import Connection

from governance.database import BadDatabase, Database
from governance.tables import METADATA

Standing = Literal["new", "current", "outdated", "newer", "foreign"]

NEWER = "its schema is newer than this program: it needs the Tablée that made it, or a later one"


def upgrade(database: Database) -> None:
    """Bring the database to the newest schema; an up-to-date one is left alone.

    Raises BadDatabase for a schema that this program does not know.
    """
    if standing(database) == "newer":
        raise BadDatabase(NEWER)
    with database.engine.connect() as connection, connection.begin():
        command.upgrade(_config(connection), "head")


def differences(database: Database) -> list[str]:
    """What keeps the database from the schema this program expects; empty when it fits."""
    with database.engine.connect() as connection, connection.begin():
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        newest, known = _revisions(connection)
        current = context.get_current_revision()
        if current is not None and current not in known:
            return [f"schema {current}, expected {newest}: {NEWER}"]
        if current != newest:
            return [f"schema {current or 'missing'}, expected {newest}: run 'tablee db upgrade'"]
        return [str(difference) for difference in compare_metadata(context, METADATA)]


def standing(database: Database) -> Standing:
    """Whether the database has this program's schema.

    `new`: it holds nothing; `newer`: a schema that this program does not know; `foreign`: something else.
    """
    with database.engine.connect() as connection, connection.begin():
        current = MigrationContext.configure(connection).get_current_revision()
        if current is None:
            return "foreign" if inspect(connection).get_table_names() else "new"
        newest, known = _revisions(connection)
        if current not in known:
            return "newer"
        return "current" if current == newest else "outdated"


def _revisions(connection: Connection) -> tuple[str | None, set[str]]:
    """The newest revision of the schema, and all that this program knows."""
    scripts = ScriptDirectory.from_config(_config(connection))
    return scripts.get_current_head(), {script.revision for script in scripts.walk_revisions()}


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config


__all__ = ["NEWER", "CommandError", "Standing", "differences", "standing", "upgrade"]
