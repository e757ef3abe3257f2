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

from governance.database import Database
from governance.tables import METADATA

Standing = Literal["new", "current", "outdated", "foreign"]


def upgrade(database: Database) -> None:
    """Bring the database to the newest schema; an up-to-date one is left alone."""
    with database.engine.connect() as connection, connection.begin():
        command.upgrade(_config(connection), "head")


def differences(database: Database) -> list[str]:
    """What keeps the database from the schema this program expects; empty when it fits."""
    with database.engine.connect() as connection, connection.begin():
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        newest = ScriptDirectory.from_config(_config(connection)).get_current_head()
        current = context.get_current_revision()
        if current != newest:
            return [f"schema {current or 'missing'}, expected {newest}: run 'tablee db upgrade'"]
        return [str(difference) for difference in compare_metadata(context, METADATA)]


def standing(database: Database) -> Standing:
    """Whether the database has this program's schema: `new`: it holds nothing; `foreign`: something else."""
    with database.engine.connect() as connection, connection.begin():
        current = MigrationContext.configure(connection).get_current_revision()
        if current is not None:
            newest = ScriptDirectory.from_config(_config(connection)).get_current_head()
            return "current" if current == newest else "outdated"
        return "foreign" if inspect(connection).get_table_names() else "new"


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config


__all__ = ["CommandError", "Standing", "differences", "standing", "upgrade"]
