"""Who is at the table, in a browser: each form, each way out, and what others see."""

from __future__ import annotations

import pytest

from governance.database import Database
from governance.tables.parties import Mandate, Party, Seat
from tests.web.browser import Browser
from tests.web.entering import enter
from tests.workflows.house import House
from workflows import dossier, parties


@pytest.fixture
def house(database: Database) -> House:
    """A draft of the housing form: the residents are a party with one seat, held by one of them."""
    made = House(database).draft(template="housing")
    made.do(parties.add_party, kind="collective", name="Collectif des habitants", party="residents")
    made.parties["beneficiaries"] = "residents"
    made.sit("resident", "beneficiaries")
    return made


def sit_down(browser: Browser, house: House, person: str) -> str:
    """Sign in; gives the partnership's address."""
    enter(browser, house.database, house.who[person].person or "")
    return f"/partnerships/{house.id}"


def rows(house: House) -> tuple[list[Party], list[Seat], list[Mandate]]:
    with house.database.reading() as tx:
        return (
            tx.all(Party, partnership=house.id, left=None, order="joined"),
            tx.all(Seat, partnership=house.id, removed=None, order="created"),
            tx.all(Mandate, partnership=house.id, ended=None, order="given"),
        )


def test_the_facilitator_seats_a_party_from_the_suggestion_to_the_mandate(
    browser: Browser, house: House
) -> None:
    base = sit_down(browser, house, "facilitatrice")
    page = browser.get(f"{base}/parties")
    assert "Bailleur social" in page.words
    link = next(address for address, _ in page.links if "like=landlord" in address)
    form = browser.get(link).form(f"{base}/parties/new")
    assert (form.values["kind"], form.values["college"]) == (["company"], ["companies"])
    page = browser.send(f"{base}/parties/new", name="Habitat Ouest", siret="732 829 320 00074")
    assert page.status == 200
    assert "Habitat Ouest" in page.words
    assert "Siège vacant" in page.words
    assert not any("like=landlord" in address for address, _ in page.links)
    seat = rows(house)[1][-1].id
    page = browser.get(f"{base}/mandates/new?seat={seat}")
    assert not any("role=facilitator" in address for address, _ in page.links)
    browser.get(f"{base}/mandates/new?seat={seat}&role=member")
    page = browser.send(f"{base}/mandates/new", name="Luc Perrin", email="luc@example.org")
    assert "Luc Perrin" in page.words
    assert "luc@example.org" in page.words
    assert "Siège vacant" not in page.words


def test_a_wrong_party_is_shown_again_with_each_reason(browser: Browser, house: House) -> None:
    base = sit_down(browser, house, "facilitatrice")
    browser.get(f"{base}/parties/new")
    page = browser.send(
        f"{base}/parties/new", name="", siret="732 829 320 00075", rna="X", capacity="Bailleur"
    )
    assert page.status == 422
    form = page.form(f"{base}/parties/new")
    assert form.values["capacity"] == ["Bailleur"]
    assert form.values["siret"] == ["732 829 320 00075"]
    assert len(rows(house)[0]) == 1


def test_a_party_that_is_there_already_is_a_mistake_in_the_form(browser: Browser, house: House) -> None:
    base = sit_down(browser, house, "facilitatrice")
    for status in (200, 422):
        browser.get(f"{base}/parties/new")
        page = browser.send(f"{base}/parties/new", name="Habitat", kind="company", siret="73282932000074")
        assert page.status == status
    assert "déjà partie prenante" in page.words


def test_with_a_college_that_does_not_exist_no_party_joins_either(browser: Browser, house: House) -> None:
    base = sit_down(browser, house, "facilitatrice")
    browser.get(f"{base}/parties/new")
    assert browser.send(f"{base}/parties/new", name="Habitat", kind="company", college="moon").status == 422
    assert len(rows(house)[0]) == 1


def test_a_seat_is_added_to_a_college(browser: Browser, house: House) -> None:
    base = sit_down(browser, house, "facilitatrice")
    browser.get(f"{base}/seats/new?college=public")
    assert browser.send(f"{base}/seats/new").status == 200
    assert [seat.college for seat in rows(house)[1]] == ["beneficiaries", "public"]
    browser.get(f"{base}/seats/new")
    assert browser.send(f"{base}/seats/new").status == 422


def test_a_wrong_mandate_is_shown_again_with_what_was_typed(browser: Browser, house: House) -> None:
    base = sit_down(browser, house, "facilitatrice")
    browser.get(f"{base}/mandates/new?role=helper")
    page = browser.send(f"{base}/mandates/new", name="Aya", email="aya", ends="2020-01-01")
    assert page.status == 422
    assert page.form(f"{base}/mandates/new").values["email"] == ["aya"]
    assert "n’est pas une adresse" in page.words


def test_the_form_of_a_mandate_asks_only_for_what_the_role_needs(browser: Browser, house: House) -> None:
    base = sit_down(browser, house, "facilitatrice")
    asked = {
        role: set(browser.get(f"{base}/mandates/new?role={role}").form(f"{base}/mandates/new").values)
        & {"seat", "party"}
        for role in ("member", "signatory", "reviewer")
    }
    assert asked == {"member": {"seat"}, "signatory": {"party"}, "reviewer": set()}


def test_a_role_on_a_seat_waits_for_a_seat(browser: Browser, house: House) -> None:
    house.do(parties.remove_party, "residents", "Dissous.")
    base = sit_down(browser, house, "facilitatrice")
    for role, way in (("member", "seats/new"), ("signatory", "parties/new")):
        page = browser.get(f"{base}/mandates/new?role={role}")
        assert any(address.endswith(way) for address, _ in page.links)


@pytest.mark.parametrize("kind", ["mandates", "seats", "parties"])
def test_nobody_leaves_without_a_reason(browser: Browser, house: House, kind: str) -> None:
    base = sit_down(browser, house, "facilitatrice")
    seat = house.seats["resident"]
    action = {
        "mandates": f"{base}/mandates/{house.mandates_on(seat)[0]}/end",
        "seats": f"{base}/seats/{seat}/remove",
        "parties": f"{base}/parties/residents/remove",
    }[kind]
    page = browser.get(action)
    assert "Collectif des habitants" in page.words or "Mariam Traoré" in page.words
    assert browser.send(action, reason=" ").status == 422
    assert len(rows(house)[2]) == 2
    page = browser.send(action, reason="Elle a déménagé.")
    assert page.status == 200
    assert len(rows(house)[2]) == 1
    assert browser.get(action).status == 404


def test_a_member_sees_the_table_but_no_addresses_and_no_buttons(browser: Browser, house: House) -> None:
    base = sit_down(browser, house, "resident")
    page = browser.get(f"{base}/parties")
    assert "Mariam Traoré" in page.words
    assert "facilitatrice@example.org" not in page.words
    assert "Vous ne pouvez pas donner ou retirer un mandat" in page.words
    assert not [address for address, _ in page.links if "/new" in address or "/remove" in address]
    for path in ("parties/new", "seats/new", "mandates/new", "parties/residents/remove"):
        assert browser.get(f"{base}/{path}").status == 403


def test_a_stranger_is_told_there_is_no_such_page(browser: Browser, house: House) -> None:
    base = sit_down(browser, house, "etranger")
    for path in ("parties", "parties/new", "seats/new", "mandates/new", "parties/residents/position"):
        assert browser.get(f"{base}/{path}").status == 404


def test_a_party_states_its_position_and_reads_it_again(browser: Browser, house: House) -> None:
    base = sit_down(browser, house, "resident")
    browser.get(f"{base}/parties/residents/position")
    page = browser.send(f"{base}/parties/residents/position", expectations="Un lieu à nous.\n\nEt du temps.")
    assert "Un lieu à nous." in page.words
    form = browser.get(f"{base}/parties/residents/position").form(f"{base}/parties/residents/position")
    assert form.values["expectations"] == ["Un lieu à nous.\n\nEt du temps."]
    page = browser.send(f"{base}/parties/residents/position", constraints="x" * 5001)
    assert page.status == 422


def test_nobody_states_the_position_of_another_party(browser: Browser, house: House) -> None:
    house.do(parties.add_party, kind="public", name="Ville", party="town")
    base = sit_down(browser, house, "resident")
    assert browser.get(f"{base}/parties/town/position").status == 409
    assert browser.get(f"{base}/parties/nobody/position").status == 404


def test_a_party_acknowledges_the_words_it_read_and_is_asked_again_when_they_change(
    browser: Browser, house: House
) -> None:
    base = sit_down(browser, house, "resident")
    assert "vous attendent" not in browser.get(f"{base}/parties").words
    house.do(dossier.write_sections, {"objectives": "Vivre chez soi."})
    page = browser.get(f"{base}/parties")
    assert "Vivre chez soi." in page.words
    house.do(dossier.write_sections, {"objectives": "Vivre chez soi, ensemble."})
    action = f"{base}/parties/residents/acknowledge"
    assert browser.send(action).status == 409
    browser.get(f"{base}/parties")
    page = browser.send(action)
    assert page.status == 200
    assert "A pris acte des objectifs" in page.words
    assert "vous attendent" not in page.words


def test_the_table_speaks_english_too(browser: Browser, house: House) -> None:
    base = sit_down(browser, house, "facilitatrice")
    page = browser.get(f"{base}/parties?lang=en")
    assert "Who is at the table" in page.words
    assert "People concerned" in page.words
