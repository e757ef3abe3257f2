"""Write a migration from what the tables say now: python tools/migration.py "what changes"."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command

import governance.migrations
from governance.database import Database
from governance.migrations import _config, upgrade


def main(message: str) -> None:
    number = 1 + len(list((Path(governance.migrations.__file__).parent / "versions").glob("*.py")))
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'schema.sqlite'}")
        upgrade(database)
        with database.engine.connect() as connection, connection.begin():
            command.revision(_config(connection), message, autogenerate=True, rev_id=f"{number:04}")
        database.close()


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or "Change the schema")
