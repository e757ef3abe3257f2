"""The administrators' people page."""

from __future__ import annotations

import pytest

from governance.actors import Who, offices_of
from governance.database import Database
from governance.people import person_of_email
from policies.pack import shipped
from tests.web.browser import Browser
from tests.web.entering import enter
from workflows.people import give_office

SETUP = Who(system="setup")


@pytest.fixture
def admin(browser: Browser, database: Database, amina: str) -> Browser:
    """A browser in which an administrator is signed in."""
    office = shipped().offices_with("registers_people")[0]
    with database.transaction() as tx:
        give_office(tx, SETUP, shipped(), person=amina, office=office)
    enter(browser, database, amina)
    return browser


def test_an_administrator_registers_somebody_and_gives_an_office(admin: Browser, database: Database) -> None:
    assert "/people" in [address for address, _ in admin.get("/").links]
    admin.get("/people/new")
    page = admin.send("/people/new", name="Claire Roussel", email="Claire@Example.org", language="fr")
    assert "Claire Roussel" in page.words
    with database.reading() as tx:
        person = person_of_email(tx, "claire@example.org") or ""
    page = admin.send(f"/people/{person}/offices", office="auditor")
    assert "Contrôle de conformité" in page.words
    with database.reading() as tx:
        office = offices_of(tx, Who(person=person))[0]
    page = admin.send(f"/people/{person}/offices/{office.id}/end")
    assert page.status == 200
    assert "n’a pas de fonction" in page.words
    with database.reading() as tx:
        assert offices_of(tx, Who(person=person)) == []


def test_an_office_is_not_given_twice_and_must_exist(admin: Browser, amina: str) -> None:
    for office in ("administrator", "king", ""):
        admin.get(f"/people/{amina}")
        assert admin.send(f"/people/{amina}/offices", office=office).status == 422


def test_a_wrong_registration_is_shown_again(admin: Browser) -> None:
    admin.get("/people/new")
    page = admin.send("/people/new", name="", email="amina@exemple.fr", language="fr")
    assert page.status == 422
    assert page.form("/people/new").values["email"] == ["amina@exemple.fr"]
    page = admin.send("/people/new", name="Autre Amina", email="amina@exemple.fr", language="fr")
    assert page.status == 422
    assert "déjà inscrite" in page.words


def test_people_are_found_by_name_or_address(admin: Browser) -> None:
    admin.get("/people/new")
    admin.send("/people/new", name="Claire Roussel", email="claire@example.org", language="fr")
    names = {
        sought: [name for name in ("Amina Diallo", "Claire Roussel") if name in _table(admin, sought)]
        for sought in ("", "ROUSSEL", "exemple.fr", "nobody")
    }
    assert names == {
        "": ["Amina Diallo", "Claire Roussel"],
        "ROUSSEL": ["Claire Roussel"],
        "exemple.fr": ["Amina Diallo"],
        "nobody": [],
    }


def _table(browser: Browser, sought: str) -> str:
    text = browser.get(f"/people?q={sought}").response.text
    return text[text.index("<main") :]


def test_somebody_unknown_is_not_found(admin: Browser) -> None:
    assert admin.get("/people/nobody").status == 404


def test_everyone_else_is_told_who_may(browser: Browser, database: Database, amina: str) -> None:
    enter(browser, database, amina)
    for path in ("/people", "/people/new", f"/people/{amina}"):
        page = browser.get(path)
        assert page.status == 403
        assert "l’administration" in page.words
    assert "/people" not in [address for address, _ in browser.get("/").links]


def test_who_is_not_signed_in_is_asked_to(browser: Browser) -> None:
    assert "/sign-in" in str(browser.get("/people").response.url)
