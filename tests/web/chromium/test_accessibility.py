"""The pages that matter most, before axe (WCAG 2.2, A and AA): wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.web.chromium.conftest import Seat
from tests.workflows.hearing import Hearing
from tests.workflows.house import House
from tests.workflows.living import Life

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDE, NARROW = 1200, 320

Visit = Callable[[Seat, House, Page], None]


def my_table(seat: Seat, house: House, page: Page) -> None:
    seat.sign_in(page, "maire@example.org")
    page.goto("/")


def partnership(seat: Seat, house: House, page: Page) -> None:
    seat.sign_in(page, "facilitatrice@example.org")
    page.goto(f"/partnerships/{house.id}")


def ballot(seat: Seat, house: House, page: Page) -> None:
    seat.sign_in(page, "maire@example.org")
    page.goto(f"/decisions/{house.open_decisions()[0].id}")


def consultation_by_link(seat: Seat, house: House, page: Page) -> None:
    other = House(house.database, who=house.who).draft("Un café des voisins").seated().written()
    page.goto(f"/c/{Hearing(other).opened().invited().token}")


def log(seat: Seat, house: House, page: Page) -> None:
    seat.sign_in(page, "auditrice@example.org")
    page.goto("/audit")


VISITS = (my_table, partnership, ballot, consultation_by_link, log)


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.__name__)
def test_axe_finds_nothing_and_nothing_overflows(seat: Seat, house: House, visit: Visit) -> None:
    page = seat.window(viewport={"width": WIDE, "height": 900})
    visit(seat, house, page)
    for width in (WIDE, NARROW):
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
            page.set_viewport_size({"width": width, "height": 900})
            assert violations(page) == [], (width, colours)
            assert overflow(page) == 0, (width, colours)


def test_the_other_pages_of_a_partnership_hold_on_a_phone(seat: Seat, house: House) -> None:
    """Of one that has lived, so that the pages are full; with the forms that members use most."""
    lived = House(house.database, who=house.who)
    Life(lived).begun().proposed().heard().examined().agreed().evaluated()
    page = seat.window(viewport={"width": NARROW, "height": 900}, color_scheme="dark")
    seat.sign_in(page, "facilitatrice@example.org")
    tabs = ("parties", "dossier", "consultation", "review", "agreement", "life", "evaluation")
    addresses = [f"/partnerships/{lived.id}", *(f"/partnerships/{lived.id}/{tab}" for tab in tabs)]
    addresses += [f"/partnerships/{lived.id}/parties/new", "/partnerships/new", "/account"]
    found: dict[str, Any] = {}
    for address in addresses:
        page.goto(address)
        if wrong := violations(page) or overflow(page):
            found[address] = wrong
    assert found == {}


def violations(page: Page) -> list[str]:
    """What axe finds, each with the first element that it is about. (A script tag would be refused.)"""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    options = {"runOnly": {"type": "tag", "values": STANDARD}, "resultTypes": ["violations"]}
    result = page.evaluate("options => axe.run(options)", options)
    return [f"{found['id']}: {found['nodes'][0]['html']}" for found in result["violations"]]


def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    wider: int = page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth")
    return wider
