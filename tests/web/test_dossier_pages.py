"""The dossier in a browser: read, written, not lost, compared."""

from __future__ import annotations

import pytest

from governance.database import Database
from tests.web.browser import Browser
from tests.web.entering import enter
from tests.workflows.house import House
from workflows import dossier


@pytest.fixture
def house(database: Database) -> House:
    return House(database).draft(template="housing").seated()


def open_dossier(browser: Browser, house: House, person: str) -> str:
    """Sign in; gives the dossier's address."""
    enter(browser, house.database, house.who[person].person or "")
    return f"/partnerships/{house.id}/dossier"


def write(house: House, by: str = "facilitatrice", **texts: str) -> None:
    house.do(dossier.write_sections, texts, by=by)


def test_an_empty_dossier_says_what_is_missing_and_whose_words_are_awaited(
    browser: Browser, house: House
) -> None:
    base = open_dossier(browser, house, "facilitatrice")
    page = browser.get(base)
    required = [s for s in house.pack.dossier.sections.values() if s.required]
    assert f"{len(required)} rubriques obligatoires" in page.words
    assert "Mots attendus de : Personnes concernées" in page.words
    write(house, by="resident", need="Un toit à nous.")
    page = browser.get(base)
    assert "Mots attendus de" not in page.words
    assert "Écrit avec : Personnes concernées" in page.words
    assert "Mariam Traoré" in page.words


def test_a_section_is_written_and_shown_with_its_lines(browser: Browser, house: House) -> None:
    base = open_dossier(browser, house, "resident")
    browser.get(f"{base}/risks")
    page = browser.send(f"{base}/risks", text="Le froid.\r\nLe bruit & <la peur>.")
    assert page.status == 200
    assert "Le bruit & <la peur>." in page.words
    assert "&lt;la peur&gt;" in page.response.text
    assert 'class="quote">Le froid.\nLe bruit' in page.response.text


def test_the_starter_text_is_a_suggestion_until_it_is_kept(browser: Browser, house: House) -> None:
    base = open_dossier(browser, house, "facilitatrice")
    starter = house.pack.templates["housing"].dossier["people"].fr
    page = browser.get(f"{base}/people")
    assert starter in page.words
    assert page.form(f"{base}/people").values["text"] == [""]
    page = browser.get(f"{base}/people?suggest=1")
    assert page.form(f"{base}/people").values["text"] == [starter]
    assert starter not in browser.get(base).words
    browser.get(f"{base}/people?suggest=1")
    assert starter in browser.send(f"{base}/people").words


def test_an_empty_text_is_not_taken(browser: Browser, house: House) -> None:
    base = open_dossier(browser, house, "facilitatrice")
    browser.get(f"{base}/risks")
    assert browser.send(f"{base}/risks", text=" ").status == 422


def test_two_who_write_at_once_lose_nothing(browser: Browser, house: House) -> None:
    base = open_dossier(browser, house, "resident")
    browser.get(f"{base}/risks")
    write(house, risks="Le froid, dit la facilitatrice.")
    page = browser.send(f"{base}/risks", text="Le froid, dit l’habitante.")
    assert page.status == 409
    assert "Le froid, dit la facilitatrice." in page.words
    assert page.form(f"{base}/risks").values["text"] == ["Le froid, dit l’habitante."]
    page = browser.send(f"{base}/risks", text="Le froid, disent-elles.")
    assert page.status == 200
    assert "Le froid, disent-elles." in page.words


def test_a_third_writing_meanwhile_is_noticed_too(browser: Browser, house: House) -> None:
    base = open_dossier(browser, house, "resident")
    browser.get(f"{base}/risks")
    write(house, risks="Un.")
    browser.send(f"{base}/risks", text="Deux.")
    write(house, risks="Trois.")
    page = browser.send(f"{base}/risks", text="Deux et un.")
    assert page.status == 409
    assert "Trois." in page.words


def test_while_a_vote_is_open_the_text_is_locked_and_says_by_what(browser: Browser, house: House) -> None:
    house.written()
    base = open_dossier(browser, house, "resident")
    browser.get(f"{base}/risks")
    decision = house.open("propose")
    page = browser.send(f"{base}/risks", text="Trop tard, mais gardé.")
    assert page.status == 409
    assert page.form(f"{base}/risks").values["text"] == ["Trop tard, mais gardé."]
    for address in (base, f"{base}/risks"):
        page = browser.get(address)
        assert f"/decisions/{decision}" in [link for link, _ in page.links]
        assert f"{base}/need" not in [link for link, _ in page.links]


def test_a_reviewer_reads_but_does_not_write(browser: Browser, house: House) -> None:
    base = open_dossier(browser, house, "ethique")
    page = browser.get(base)
    assert page.status == 200
    assert "Vous ne pouvez pas écrire dans le dossier" in page.words
    assert browser.get(f"{base}/risks").status == 403


def test_what_does_not_exist_is_not_found(browser: Browser, house: House) -> None:
    base = open_dossier(browser, house, "facilitatrice")
    for path in (
        "/poetry",
        "?version=9",
        "?version=x",
        "/compare",
        "/compare?from=1&to=2",
        "/compare?from=é&to=1",
    ):
        assert browser.get(base + path).status == 404


def test_a_stranger_is_told_there_is_no_such_page(browser: Browser, house: House) -> None:
    base = open_dossier(browser, house, "etranger")
    for path in ("", "/risks", "/versions", "/compare?from=1&to=1"):
        assert browser.get(base + path).status == 404


def test_versions_are_listed_read_and_compared(browser: Browser, house: House) -> None:
    base = open_dossier(browser, house, "facilitatrice")
    assert "Rien n’est encore écrit" in browser.get(f"{base}/versions").words
    write(house, risks="Le froid et le bruit.", people="Vingt voisins.")
    write(house, by="resident", risks="Le froid et la nuit.")
    page = browser.get(f"{base}/versions")
    assert "Version 2" in page.words
    assert "Mariam Traoré" in page.words
    page = browser.get(f"{base}?version=1")
    assert "Le froid et le bruit." in page.words
    assert "version antérieure" in page.words
    page = browser.get(f"{base}/compare?from=1&to=2")
    assert "<del>" in page.response.text
    assert "retiré : le bruit." in page.words.replace("[", "")
    assert "ajouté : la nuit." in page.words.replace("[", "")
    assert "Inchangé : Les personnes concernées" in page.words
    assert "Rien n’a changé" in browser.get(f"{base}/compare?from=2&to=2").words


def test_objectives_are_acknowledged_where_they_are_read(browser: Browser, house: House) -> None:
    write(house, objectives="Vivre chez soi.")
    base = open_dossier(browser, house, "resident")
    action = f"/partnerships/{house.id}/parties/{house.parties['beneficiaries']}/acknowledge"
    browser.get(base)
    assert browser.send(action).status == 200
    assert "Il en est pris acte par : Collectif des habitants" in browser.get(base).words


def test_the_dossier_speaks_english_too(browser: Browser, house: House) -> None:
    base = open_dossier(browser, house, "facilitatrice")
    assert "Words awaited from: People concerned" in browser.get(f"{base}?lang=en").words
