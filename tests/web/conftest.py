"""A server on an empty record, a browser that visits it, and someone who may sign in."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from governance.database import Database
from governance.record import Hand
from tests.web.browser import Browser
from tests.web.serving import serving, visiting
from workflows.people import person_for

ADDRESS = "amina@exemple.fr"


@pytest.fixture
def server(database: Database) -> Iterator[str]:
    """The server's address."""
    with serving(database) as address:
        yield address


@pytest.fixture
def client(server: str) -> Iterator[httpx.Client]:
    with visiting(server) as opened:
        yield opened


@pytest.fixture
def browser(client: httpx.Client) -> Browser:
    return Browser(client)


@pytest.fixture
def amina(database: Database) -> str:
    with database.transaction() as tx:
        return person_for(tx, Hand("system:test"), name="Amina Diallo", email=ADDRESS)
