"""A real Chromium, where there is one; tests/conftest.py says loudly where there is none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from governance.database import Database
from tests.web.serving import serving
from tests.workflows.house import House
from web.identity.challenges import mail_of

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These tests share one browser: they stay on one worker."""
    for item in items:
        if "tests/web/chromium" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


# Of the package, not of the session: while it runs, no other test in this process can run an event loop.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("TABLEE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


class Seat:
    """Opens browser windows on one server, and signs people in there by the mailed code."""

    def __init__(self, chromium: Browser, database: Database, address: str) -> None:
        self.chromium = chromium
        self.database = database
        self.address = address

    def window(self, **options: Any) -> Page:
        context = self.chromium.new_context(base_url=self.address, locale="fr-FR", **options)
        context.set_default_timeout(10_000)
        return context.new_page()

    def code(self, page: Page) -> str:
        """The code in the mail that the page asks for."""
        with self.database.reading() as tx:
            mail = mail_of(tx, self.challenge(page))
        assert mail
        return mail.code

    def challenge(self, page: Page) -> str:
        return page.url.partition("?")[0].rpartition("/")[2]

    def sign_in(self, page: Page, email: str) -> None:
        page.goto("/sign-in")
        page.fill("#email", email)
        page.press("#email", "Enter")
        page.wait_for_url("**/sign-in/code/**")
        page.fill("#code", self.code(page))
        page.press("#code", "Enter")
        page.wait_for_url(lambda url: "/sign-in" not in url)


@pytest.fixture
def house(database: Database) -> House:
    """A draft on whose proposal a vote is open."""
    house = House(database).draft(template="circular").seated().written()
    house.open("propose")
    return house


@pytest.fixture
def seat(chromium: Browser, database: Database, house: House) -> Iterator[Seat]:
    with serving(database) as address:
        opened = Seat(chromium, database, address)
        yield opened
        for context in chromium.contexts:
            context.close()
