"""The ethical review in a browser: each step by a form, and nothing offered that would be refused."""

from __future__ import annotations

from typing import Any

import pytest

from governance.database import Database
from tests.web.browser import Browser
from tests.web.entering import enter
from tests.workflows.arriving import arrive
from tests.workflows.house import House

WHY = "Le dossier le montre, et les personnes le disent."


@pytest.fixture
def house(database: Database) -> House:
    house = House(database).draft().seated()
    arrive(house, "ethical_review")
    return house


def sign_in(browser: Browser, house: House, person: str) -> str:
    """Sign in; gives the address of the review."""
    enter(browser, house.database, house.who[person].person or "")
    return f"/partnerships/{house.id}/review"


def test_a_review_goes_from_question_to_opinion_through_pages(browser: Browser, house: House) -> None:
    base = sign_in(browser, house, "facilitatrice")
    assert "Aucun examen n’est en cours" in browser.get(base).words
    browser.get(f"{base}/question/new")
    assert (
        "Qui pourrait y perdre ?"
        in browser.send(f"{base}/question/new", question="Qui pourrait y perdre ?").words
    )
    browser.client.cookies.clear()

    sign_in(browser, house, "ethique")
    assert "Avant toute chose : vos intérêts" in browser.get(base).words
    browser.get(f"{base}/interests/mine")
    assert browser.send(f"{base}/interests/mine").status == 422
    browser.send(f"{base}/interests/mine", interest="none")
    for key in house.pack.review.criteria:
        browser.get(f"{base}/criterion/{key}")
        page = browser.send(f"{base}/criterion/{key}", finding="satisfied", reason=WHY)
        assert page.status == 200, page.words
    browser.get(f"{base}/condition/new")
    browser.send(f"{base}/condition/new", text="Une notice en mots simples.", criterion="data")
    assert "N’a encore ni responsable ni date" in browser.page.words
    browser.get(f"{base}/opinion/new")
    page = browser.send(f"{base}/opinion/new", opinion="favourable_with_conditions", reason=WHY)
    assert "Un avis ne décide de rien par lui-même" in page.words
    assert house.state == "ethical_review"
    browser.client.cookies.clear()

    sign_in(browser, house, "facilitatrice")
    page = browser.get(base)
    steps: tuple[tuple[str, dict[str, Any]], ...] = (
        ("schedule", {"owner": house.parties["public"], "due": "2026-03-02"}),
        ("met", {"proof": "Notice relue par le collectif."}),
    )
    for step, fields in steps:
        address = next(a for a, _words in page.links if a.startswith(f"{base}/{step}/"))
        browser.get(address)
        page = browser.send(address, **fields)
    assert "Notice relue par le collectif." in page.words
    browser.get(f"{base}/reply/new")
    assert "Merci." in browser.send(f"{base}/reply/new", text="Merci.").words


def test_what_was_typed_is_kept_where_something_is_wrong(browser: Browser, house: House) -> None:
    base = sign_in(browser, house, "facilitatrice")
    browser.get(f"{base}/question/new")
    browser.send(f"{base}/question/new", question="Qui pourrait y perdre ?")
    browser.client.cookies.clear()
    sign_in(browser, house, "ethique")
    browser.get(f"{base}/interests/mine")
    browser.send(f"{base}/interests/mine", interest="none")
    browser.get(f"{base}/criterion/data")
    page = browser.send(f"{base}/criterion/data", finding="with_reservation", reason=WHY)
    assert page.status == 422
    assert "Ce constat ne tient qu’avec une condition" in page.words
    assert page.form(f"{base}/criterion/data").values["reason"] == [WHY]


def test_who_may_not_write_is_told_who_may(browser: Browser, house: House) -> None:
    base = sign_in(browser, house, "maire")
    page = browser.get(base)
    assert not any(f"{base}/question" in address for address, _words in page.links)
    assert browser.get(f"{base}/question/new").status == 403
    assert browser.get(f"{base}/nothing/new").status == 404
    assert browser.get(f"{base}/withdraw/new").status == 404


def test_a_stranger_finds_no_review(browser: Browser, house: House) -> None:
    base = sign_in(browser, house, "etranger")
    for address in (base, f"{base}/question/new"):
        assert browser.get(address).status == 404
