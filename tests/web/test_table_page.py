"""My table over HTTP: what, where and by when; whom one waits for; every link leads somewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from governance.database import Database
from tests.web.browser import Browser, Page
from tests.web.entering import enter
from tests.workflows import agreeing
from tests.workflows.arriving import arrive
from tests.workflows.hearing import Hearing
from tests.workflows.house import House
from workflows import review
from workflows.tick import tick


@pytest.fixture
def house(database: Database) -> House:
    return House(database).draft().seated().written()


@pytest.fixture
def table(browser: Browser, database: Database, house: House) -> Callable[[str], Page]:
    """The first page of somebody who signs in."""

    def of(key: str) -> Page:
        enter(browser, database, house.who[key].person or "")
        return browser.get("/")

    return of


def section(page: Page, heading: str, until: str) -> str:
    """The words between two headings."""
    return page.words.partition(heading)[2].partition(until)[0]


def test_an_ask_says_what_where_and_by_when(house: House, table: Callable[[str], Page]) -> None:
    decision = house.open("propose")
    page = table("maire")
    asked = section(page, "Ce qui vous attend (2)", "Vos partenariats")
    assert "Vote : Proposer au comité Ressourcerie des Dervallières D’ici le " in asked
    assert "Prendre acte des objectifs partagés Ressourcerie des Dervallières Sans date fixée" in asked
    assert (f"/decisions/{decision}", "Vote : Proposer au comité") in page.links


def test_every_ask_leads_to_a_page_where_it_can_be_done(
    house: House, browser: Browser, table: Callable[[str], Page]
) -> None:
    agreeing.sign(house)
    agreeing.mission(house)
    house.mandate("reviewer", "maire")
    house.mandate("facilitator", "maire")
    hearing = Hearing(house).opened()
    hearing.contribute(hearing.invited(), "Un atelier.")
    hearing.closed()
    arrive(house, "ethical_review")
    house.do(review.open_review, "Le projet respecte-t-il les personnes ?")
    tick(house.database)
    links = [href for href, _ in table("maire").links if href.startswith(f"/partnerships/{house.id}/")]
    assert {"interests", "consultation?of=" + hearing.id + "#contributions", "parties#to-acknowledge"} <= {
        link.removeprefix(f"/partnerships/{house.id}/").removeprefix("review/").removesuffix("/mine")
        for link in links
    }
    for link in links:
        page = browser.get(link)
        assert page.status == 200, link
        anchor = link.partition("#")[2]
        assert not anchor or f'id="{anchor}"' in page.response.text, link


def test_who_is_awaited_is_named_once_i_have_voted(house: House, table: Callable[[str], Page]) -> None:
    house.vote(house.open("propose"), asso="", entreprise="", resident="", voisine="")
    awaited = section(table("maire"), "Ce que vous attendez", "Vos partenariats")
    assert "Vote : Proposer au comité" in awaited
    assert "1 sur 5" in awaited
    assert "Mariam Traoré (Collectif des habitants)" in awaited
    assert "Hélène Marchand" not in awaited


def test_a_late_ask_is_marked_and_the_others_see_whom_it_waits_for(
    house: House, table: Callable[[str], Page]
) -> None:
    tick(house.database)
    house.database.clock.forward(days=200)  # type: ignore[attr-defined]
    late = "En retard attendu pour le lundi 6 juillet 2026"
    assert late in section(table("facilitatrice"), "Ce qui vous attend (1)", "Vos partenariats")


def test_others_see_whom_a_late_state_waits_for(house: House, table: Callable[[str], Page]) -> None:
    tick(house.database)
    house.database.clock.forward(days=200)  # type: ignore[attr-defined]
    awaited = section(table("evaluateur"), "Ce que vous attendez", "Vos partenariats")
    assert "Terminer le brouillon" in awaited
    assert "On attend : Fatou Diallo" in awaited
    assert "En retard attendu pour le lundi 6 juillet 2026" in awaited


def test_a_table_without_anything_says_so(house: House, table: Callable[[str], Page]) -> None:
    page = table("etranger")
    assert "Rien ne vous attend." in page.words
    assert "Ce que vous attendez" not in page.words
    assert "Vous n’avez encore de mandat dans aucun partenariat." in page.words


def test_it_reads_in_english_too(house: House, browser: Browser, table: Callable[[str], Page]) -> None:
    table("maire")
    page = browser.get("/?lang=en")
    assert "Acknowledge the shared objectives" in page.words
    assert "No day is set" in page.words
    assert "What you wait for" in page.words
