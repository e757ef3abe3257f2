"""The role agreement in a browser: one document, small forms, an acknowledgement of the very words."""

from __future__ import annotations

from typing import Any

import pytest

from governance.database import Database
from tests.web.browser import Browser
from tests.web.entering import enter
from tests.workflows.arriving import arrive
from tests.workflows.house import House


@pytest.fixture
def house(database: Database) -> House:
    house = House(database).draft(template="insertion").seated()
    arrive(house, "role_agreement")
    house.mandate("signatory", "maire", party=house.parties["public"])
    return house


def sign_in(browser: Browser, house: House, person: str) -> str:
    """Sign in; gives the address of the agreement."""
    enter(browser, house.database, house.who[person].person or "")
    return f"/partnerships/{house.id}/agreement"


def test_an_agreement_is_written_read_and_acknowledged_through_pages(browser: Browser, house: House) -> None:
    base = sign_in(browser, house, "facilitatrice")
    assert "Pas encore de mission" in browser.get(base).words
    public = house.parties["public"]
    forms: tuple[tuple[str, dict[str, Any]], ...] = (
        ("mission/new", {"title": "Réparer ensemble", f"role-{public}": "responsible"}),
        (f"not-replaced/{public}", {"text": "Le service public des déchets."}),
        (
            "contribution/new",
            {
                "party": public,
                "kind": "money",
                "text": "Une subvention.",
                "amount": "12 500,50",
                "due": "2026-09-01",
            },
        ),
        (
            "contribution/new",
            {"party": house.parties["companies"], "kind": "in_kind", "text": "Un local.", "amount": "900"},
        ),
        ("contribution/new", {"party": public, "kind": "time", "text": "Un agent.", "quantity": "40"}),
        ("indicator/new", {"name": "Confiance", "nature": "human", "kind": "result", "unit": "0 à 10"}),
        ("clause/exit", {"text": "Trois mois de préavis."}),
        ("training/day", {"day": "2026-04-02", "text": "À la ressourcerie."}),
        ("word/new", {"word": "Réemploi", "meaning": "Servir encore."}),
        (
            f"deliberation/{public}",
            {"reference": "DEL-12", "adopted": "2026-01-02", "enforceable": "2026-01-03"},
        ),
    )
    for path, fields in forms:
        browser.get(f"{base}/{path}")
        page = browser.send(f"{base}/{path}", **fields)
        assert page.status == 200, page.words
    for words in ("Réparer ensemble", "12 500,50 €", "900,00 €", "Servir encore.", "Exécutoire depuis le"):
        assert words in page.words.replace("\u202f", " ").replace("\xa0", " ")
    browser.client.cookies.clear()

    sign_in(browser, house, "maire")
    page = browser.get(base)
    assert "signature électronique simple" in page.words
    page = browser.send(f"{base}/acknowledgement/{public}")
    assert "Vous avez pris acte de l’accord" in page.words
    assert not any("/acknowledgement/" in form.action for form in page.forms)
    browser.get(f"{base}/clause/exit")
    page = browser.send(f"{base}/clause/exit", text="Six mois de préavis.")
    assert "les mots ont changé depuis" in page.words


def test_each_part_can_be_changed_and_taken_out(browser: Browser, house: House) -> None:
    base = sign_in(browser, house, "facilitatrice")
    browser.get(base)
    page = browser.send(f"{base}/start/template")
    assert "Accompagner chaque personne" in page.words
    for step in ("mission", "indicator"):
        address = next(a for a, _words in page.links if a.startswith(f"{base}/{step}/") and "new" not in a)
        browser.get(address)
        page = browser.send(address)
        assert page.status == 200
        removal = address.replace(f"/{step}/", f"/no-{step}/")
        browser.get(address)
        page = browser.send(removal)
        assert page.status == 200
        assert browser.get(address).status == 404
    browser.get(f"{base}/word/new")
    page = browser.send(f"{base}/word/new", word="Réemploi", meaning="Servir encore.")
    address = next(a for a, _words in page.links if a.startswith(f"{base}/word/") and "new" not in a)
    assert browser.get(address).form(address).values["word"] == ["Réemploi"]
    assert "Servir encore." not in browser.send(address.replace("/word/", "/no-word/")).words


def test_a_contribution_is_shown_again_to_be_corrected(browser: Browser, house: House) -> None:
    base = sign_in(browser, house, "maire")
    browser.get(f"{base}/contribution/new")
    page = browser.send(f"{base}/contribution/new", kind="money", text="Une subvention.")
    assert page.status == 422
    assert page.form(f"{base}/contribution/new").values["text"] == ["Une subvention."]
    page = browser.send(f"{base}/contribution/new", amount="100", kind="money")
    assert page.status == 200
    address = next(a for a, _words in page.links if a.startswith(f"{base}/contribution/") and "new" not in a)
    assert browser.get(address).form(address).values["amount"] == ["100.00"]


def test_a_member_is_offered_only_what_is_their_partys(browser: Browser, house: House) -> None:
    base = sign_in(browser, house, "maire")
    links = [address for address, _words in browser.get(base).links]
    assert f"{base}/not-replaced/{house.parties['public']}" in links
    assert f"{base}/not-replaced/{house.parties['companies']}" not in links


def test_who_may_not_write_reads_the_document_and_is_told_who_may(browser: Browser, house: House) -> None:
    base = sign_in(browser, house, "ethique")
    page = browser.get(base)
    assert page.status == 200
    assert not any(address.startswith(f"{base}/") for address, _words in page.links)
    assert "les membres du comité" in page.words
    assert browser.get(f"{base}/mission/new").status == 403


@pytest.mark.parametrize(
    "path",
    [
        "mission/0190",
        "contribution/0190",
        "indicator/0190",
        "word/0190",
        "clause/none",
        "deliberation/0190",
        "x/y",
    ],
)
def test_what_is_not_there_is_not_found(browser: Browser, house: House, path: str) -> None:
    base = sign_in(browser, house, "facilitatrice")
    assert browser.get(f"{base}/{path}").status == 404
