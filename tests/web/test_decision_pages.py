"""A decision in a browser: from My table to the receipt, each refusal explained, nothing shown too soon."""

from __future__ import annotations

import pytest

from governance.database import Database
from tests.web.browser import Browser, Page
from tests.web.entering import enter
from tests.workflows.house import House


@pytest.fixture
def house(database: Database) -> House:
    return House(database).draft().seated().written()


@pytest.fixture
def decision(house: House) -> str:
    return house.open("propose")


def sign_in(browser: Browser, house: House, person: str) -> Page:
    browser.client.cookies.clear()
    return enter(browser, house.database, house.who[person].person or "")


def vote(browser: Browser, decision: str, **values: str) -> Page:
    browser.get(f"/decisions/{decision}")
    return browser.send(f"/decisions/{decision}/ballot", **values)


def test_a_member_votes_from_my_table_and_keeps_a_receipt(
    browser: Browser, house: House, decision: str
) -> None:
    page = sign_in(browser, house, "resident")
    assert (f"/decisions/{decision}", "Vote : Proposer au comité") in page.links
    page = vote(browser, decision, choice="for", no_interest="yes")
    assert "Votre bulletin est enregistré." in page.words
    assert "Empreinte de cet acte" in page.words
    assert (f"/decisions/{decision}", "Retour à la décision") in page.links
    assert "Vous avez voté : Pour." in browser.get(f"/decisions/{decision}").words


def test_a_ballot_without_choice_or_declaration_is_shown_again_with_what_is_wrong(
    browser: Browser, house: House, decision: str
) -> None:
    sign_in(browser, house, "resident")
    page = vote(browser, decision, reason="Parce que c’est utile.")
    assert page.status == 422
    assert "Cochez la déclaration" in page.words
    assert page.form(f"/decisions/{decision}/ballot").values["reason"] == ["Parce que c’est utile."]


def test_a_form_sent_twice_is_one_ballot_and_leads_to_the_same_receipt(
    browser: Browser, house: House, decision: str
) -> None:
    sign_in(browser, house, "resident")
    form = browser.get(f"/decisions/{decision}").form(f"/decisions/{decision}/ballot")
    values = {**form.values, "choice": "for", "no_interest": "yes"}
    first, second = (browser.client.post(form.action, data=values) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]


def test_nobody_else_reads_a_ballot_while_the_vote_is_open(
    browser: Browser, house: House, decision: str
) -> None:
    sign_in(browser, house, "resident")
    receipt = vote(browser, decision, choice="against", no_interest="yes").response.url.path
    sign_in(browser, house, "maire")
    page = browser.get(f"/decisions/{decision}")
    row = page.words[page.words.index("Mariam Traoré") :]
    assert "A voté" in row
    assert "Contre" not in row
    assert browser.get(receipt).status == 404


def test_a_closed_vote_shows_who_what_and_the_arithmetic(
    browser: Browser, house: House, decision: str
) -> None:
    house.vote(decision, "for", asso="against")
    sign_in(browser, house, "entreprise")
    page = browser.get(f"/decisions/{decision}")
    assert "Adopté" in page.words
    assert "4 voix pour sur 5 voix exprimées (80" in page.words
    assert "Contre" in page.words
    assert "Proposé" in browser.get(f"/partnerships/{house.id}").words


def test_a_rejected_proposal_says_that_nothing_changed_and_what_may_come_next(
    browser: Browser, house: House, decision: str
) -> None:
    house.vote(decision, "against")
    sign_in(browser, house, "entreprise")
    page = browser.get(f"/decisions/{decision}")
    assert "Rejeté" in page.words
    assert "Rien ne change" in page.words
    assert (f"/partnerships/{house.id}#next", "Ce qui peut venir ensuite") in page.links


def test_a_missing_requirement_is_told_with_its_remedy_and_who_can_supply_it(
    browser: Browser, database: Database
) -> None:
    house = House(database).draft().seated(without="beneficiaries")
    sign_in(browser, house, "facilitatrice")
    browser.get(f"/partnerships/{house.id}/decide/propose")
    page = browser.send(f"/partnerships/{house.id}/decide/propose")
    assert page.status == 409
    assert "Au moins deux représentants des personnes concernées siègent au comité." in page.words
    assert "Donner mandat" in page.words
    assert (f"/partnerships/{house.id}", "Retour au partenariat") in page.links
    assert house.open_decisions() == []


def test_a_move_without_a_vote_needs_a_reason(browser: Browser, house: House) -> None:
    sign_in(browser, house, "facilitatrice")
    browser.get(f"/partnerships/{house.id}/move/abandon")
    assert browser.send(f"/partnerships/{house.id}/move/abandon").status == 422
    assert browser.send(f"/partnerships/{house.id}/move/abandon", reason="x" * 5_001).status == 422
    browser.send(f"/partnerships/{house.id}/move/abandon", reason="Le projet\x07 se fera \u202eailleurs.")
    assert house.state == "abandoned"
    assert "Le projet se fera ailleurs." in browser.page.words


def test_a_vote_is_cancelled_with_a_reason_and_not_by_its_opener(
    browser: Browser, house: House, decision: str
) -> None:
    house.mandate("chair", "maire", seat=house.seats["maire"])
    sign_in(browser, house, "facilitatrice")
    browser.get(f"/decisions/{decision}")
    assert browser.send(f"/decisions/{decision}/cancel", reason="Non.").status == 403
    sign_in(browser, house, "maire")
    browser.get(f"/decisions/{decision}")
    assert browser.send(f"/decisions/{decision}/cancel", reason="").status == 422
    page = browser.send(f"/decisions/{decision}/cancel", reason="Le texte doit être repris.")
    assert "Ce vote a été annulé" in page.words


def test_an_adopted_outcome_that_is_held_says_what_is_missing(browser: Browser, house: House) -> None:
    decision = house.open("propose")
    house.vote(decision, "for", voisine="")
    for person in ("resident", "voisine"):
        house.end_mandates(person)
    house.past(decision)
    sign_in(browser, house, "maire")
    page = browser.get(f"/decisions/{decision}")
    assert "Adopté, et en attente" in page.words
    assert "Au moins deux représentants des personnes concernées siègent" in page.words
