"""A vote in a real browser, by keyboard alone and without JavaScript: from sign-in to receipt."""

from __future__ import annotations

from playwright.sync_api import Page

from governance.tables.deliberation import Ballot
from tests.web.chromium.conftest import Seat
from tests.workflows.house import House

FAR = 60  # steps of the Tab key


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus; fails where the keyboard cannot reach it."""
    for _step in range(FAR):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"the keyboard does not reach {selector} on {page.url}")


def test_a_vote_is_cast_by_keyboard_alone_and_without_script(seat: Seat, house: House) -> None:
    page = seat.window(java_script_enabled=False)
    (decision,) = house.open_decisions()
    page.goto(f"/decisions/{decision.id}")  # a link of a mail: one signs in first
    tab_to(page, "#email")
    page.keyboard.type("maire@example.org")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/code/**")
    tab_to(page, "#code")
    page.keyboard.type(seat.code(page))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/decisions/{decision.id}")

    tab_to(page, ".nav a[href='/']")
    page.keyboard.press("Enter")
    page.wait_for_url(seat.address + "/")
    tab_to(page, f".card.due a[href='/decisions/{decision.id}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/decisions/{decision.id}")
    tab_to(page, "input[name=choice]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    tab_to(page, "#no_interest")
    page.keyboard.press("Space")
    tab_to(page, "button:not([class])")
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipts/**")
    assert "Votre bulletin est enregistré" in page.inner_text("main")
    assert "Place dans le registre" in page.inner_text("main")
    with seat.database.reading() as tx:
        (ballot,) = tx.all(Ballot, decision=decision.id)
    assert (ballot.seat, ballot.choice) == (house.seats["maire"], "for")


def test_what_was_typed_stays_where_something_is_missing(seat: Seat, house: House) -> None:
    page = seat.window(java_script_enabled=False)
    seat.sign_in(page, "maire@example.org")
    page.goto(f"/decisions/{house.open_decisions()[0].id}")
    page.fill("#reason", "Parce que.")
    page.press("#no_interest", "Enter")
    page.wait_for_selector("[role=alert]")
    assert page.input_value("#reason") == "Parce que."
    for field in ("choice", "no_interest"):  # each complaint leads to its field
        tab_to(page, f"[role=alert] a[href='#{field}']")
        page.keyboard.press("Enter")
        assert page.locator(f"#{field}:focus").count() == 1
