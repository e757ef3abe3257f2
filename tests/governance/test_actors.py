"""Who acts: mandates by civil day, names that may be gone, packs that the record must hold."""

from __future__ import annotations

from datetime import date

import pytest

from governance import names
from governance.actors import ANYONE, is_valid, mandates_of, offices_of
from governance.database import Database
from governance.packs import UnknownPack, pack_of
from governance.people import everyone, functions_of
from governance.tables.log import Disclosure
from governance.tables.parties import Mandate
from governance.tables.people import Contact, Person
from tests.workflows.house import House


@pytest.mark.parametrize(
    ("day", "holds"),
    [("2026-01-04", False), ("2026-01-05", True), ("2026-02-01", True), ("2026-02-02", False)],
)
def test_both_the_first_and_the_last_day_of_a_mandate_count(day: str, holds: bool) -> None:
    given = {
        "id": "m",
        "partnership": "p",
        "role": "r",
        "holder": "h",
        "given": "2026-01-01T00:00:00.000000Z",
    }
    mandate = Mandate(**given, starts="2026-01-05", ends="2026-02-01")
    assert is_valid(mandate, date.fromisoformat(day)) is holds
    assert is_valid(Mandate(**given, starts="2026-01-05"), date(2030, 1, 1))
    assert not is_valid(
        Mandate(**given, starts="2026-01-05", ended="2026-01-06T00:00:00.000000Z"), date(2026, 2, 1)
    )


def test_an_anonymous_visitor_holds_nothing(database: Database) -> None:
    with database.reading() as tx:
        assert (mandates_of(tx, ANYONE, "p"), offices_of(tx, ANYONE)) == ([], [])


def test_people_are_known_with_what_they_do_where(database: Database) -> None:
    house = House(database).draft("Un jardin")
    person = house.who["facilitatrice"].person or ""
    with database.reading() as tx:
        assert [(one.name, one.title) for one in functions_of(tx, person)] == [("facilitator", "Un jardin")]
        known = everyone(tx)
        assert "Fatou Diallo" in [one.name for one in known]
        assert [one.name for one in known] == sorted([one.name for one in known], key=str.casefold)
        assert functions_of(tx, house.who["auditrice"].person or "")[0].title is None


def test_an_erased_name_is_no_name(database: Database) -> None:
    house = House(database).draft()
    with database.transaction() as tx:
        mandate = tx.all(Mandate, partnership=house.id)[0]
        assert names.mandate_name(tx, mandate.id) == "Fatou Diallo"
        assert names.email_of(tx, mandate.holder) == "facilitatrice@example.org"
        row = tx.one(Person, id=house.who["facilitatrice"].person)
        assert row is not None
        tx.delete(Disclosure, commitment=row.name)
        tx.delete(Contact, person=row.id)
        assert names.mandate_name(tx, mandate.id) is None
        assert names.email_of(tx, mandate.holder) is None
        assert names.email_of(tx, "nobody") is None
        assert "Fatou Diallo" not in [one.name for one in everyone(tx)]


def test_the_party_of_a_seat_has_a_name(database: Database) -> None:
    house = House(database).draft().seated()
    with database.reading() as tx:
        assert names.seat_party_name(tx, house.seats["maire"]) == "Ville de Nantes"
        assert names.seat_party_name(tx, "no-such-seat") is None
        for name in (names.person_name, names.holder_name, names.mandate_name, names.organisation_name):
            assert name(tx, None) is None


def test_a_pack_that_the_record_does_not_hold_is_an_error(database: Database) -> None:
    with database.reading() as tx, pytest.raises(UnknownPack):
        pack_of(tx, "0" * 64)
