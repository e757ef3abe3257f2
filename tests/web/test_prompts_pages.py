"""Active life over HTTP: what is asked is answered, measures are entered, nobody sees what is not theirs."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from governance.database import Database
from governance.tables.agreement import Indicator
from governance.tables.evaluation import Measure
from governance.tables.prompts import Prompt
from tests.web.browser import Browser
from tests.web.entering import enter
from tests.workflows.arriving import arrive
from tests.workflows.house import House
from workflows import agreement
from workflows.tick import tick


@pytest.fixture
def house(database: Database) -> House:
    house = House(database).draft()
    house.mandate("evaluator", "evaluateur")
    natures, kinds = house.pack.agreement.natures, house.pack.agreement.indicator_types
    house.do(
        agreement.choose_indicator,
        name="Je sais à qui demander",
        nature=next(key for key, nature in natures.items() if not nature.financial),
        kind=next(iter(kinds)),
        unit="personnes sur dix",
        baseline=Decimal(2),
        target=Decimal(7),
    )
    arrive(house, "active")
    tick(database)
    return house


@pytest.fixture
def as_(browser: Browser, database: Database, house: House) -> Callable[[str], Browser]:
    def signed_in(key: str) -> Browser:
        enter(browser, database, house.who[key].person or "")
        return browser

    return signed_in


def life(house: House, rest: str = "") -> str:
    return f"/partnerships/{house.id}/life{rest}"


def asked(house: House) -> str:
    with house.database.reading() as tx:
        return tx.all(Prompt, partnership=house.id, status="open")[0].id


def indicator(house: House) -> str:
    with house.database.reading() as tx:
        return tx.all(Indicator, partnership=house.id)[0].id


def test_the_page_says_what_is_asked_of_whom_and_by_when(house: House, as_: Callable[[str], Browser]) -> None:
    page = as_("evaluateur").get(life(house))
    assert page.status == 200
    assert "Commencer l’évaluation" in page.words
    assert "Attendu pour le 5 janvier 2027" in page.words
    assert "Fatou Diallo" in page.words
    assert "À partir du 5 juillet 2026" in page.words  # the review that comes next
    assert life(house, f"/answer/{asked(house)}") not in [link for link, _ in page.links]


def test_whoever_is_asked_answers_and_everybody_reads_it(house: House, as_: Callable[[str], Browser]) -> None:
    browser = as_("facilitatrice")
    action = life(house, f"/answer/{asked(house)}")
    assert action in [link for link, _ in browser.get(life(house)).links]
    assert browser.get(action).status == 200
    page = browser.send(action, next="Paul Nguyen évaluera, dès octobre.")
    assert page.status == 200
    assert "Votre réponse est enregistrée" in page.words
    assert "Paul Nguyen évaluera, dès octobre." in page.words
    assert "Rien n’est demandé à personne" in page.words
    assert browser.get(action).status == 409  # answered already


def test_an_answer_left_empty_comes_back_with_its_reason(house: House, as_: Callable[[str], Browser]) -> None:
    browser = as_("facilitatrice")
    action = life(house, f"/answer/{asked(house)}")
    browser.get(action)
    page = browser.send(action, next=" ")
    assert page.status == 422
    assert "Ce champ est à remplir" in page.words


def test_another_role_cannot_answer(house: House, as_: Callable[[str], Browser]) -> None:
    assert as_("evaluateur").get(life(house, f"/answer/{asked(house)}")).status == 403


def test_a_measure_is_entered_and_shown_beside_its_target(
    house: House, as_: Callable[[str], Browser]
) -> None:
    browser = as_("facilitatrice")
    action = life(house, f"/measure/{indicator(house)}")
    browser.get(action)
    page = browser.send(action, value="7,5", note="Vingt personnes.")
    assert page.status == 200
    assert "La mesure est enregistrée" in page.words
    assert "7,5" in page.words
    assert "Cible atteinte" in page.words
    with house.database.reading() as tx:
        assert [m.value for m in tx.all(Measure, partnership=house.id)] == ["7.5"]


def test_what_was_typed_is_kept_when_a_measure_cannot_be_taken(
    house: House, as_: Callable[[str], Browser]
) -> None:
    browser = as_("facilitatrice")
    action = life(house, f"/measure/{indicator(house)}")
    browser.get(action)
    page = browser.send(action, day="2031-01-01", value="4", note="Trop tôt.")
    assert page.status == 422
    assert "à venir" in page.words
    assert page.form(action).values["note"] == ["Trop tôt."]


def test_an_indicator_that_is_not_there_is_no_page(house: House, as_: Callable[[str], Browser]) -> None:
    assert as_("facilitatrice").get(life(house, "/measure/unknown")).status == 404


def test_a_stranger_and_a_visitor_see_nothing(house: House, as_: Callable[[str], Browser]) -> None:
    assert as_("etranger").get(life(house)).status == 404


def test_it_reads_in_english_too(house: House, as_: Callable[[str], Browser]) -> None:
    page = as_("facilitatrice").get(life(house) + "?lang=en")
    assert "Awaited by 5 January 2027" in page.words
