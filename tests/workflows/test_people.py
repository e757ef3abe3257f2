"""People, organisations and offices of the instance, and partnerships' beginnings."""

from __future__ import annotations

import pytest

from governance.actors import ANYONE, Who, offices_of
from governance.database import Database
from governance.record import Hand
from governance.tables.partnership import Partnership
from governance.tables.people import Contact, Instance, Office, Organisation
from policies.pack import Pack, shipped
from policies.refusal import Invalid, NotEntitled, NotFound
from workflows import partnership, people
from workflows.case import view

SETUP = Who(system="setup")


@pytest.fixture
def pack() -> Pack:
    return shipped()


@pytest.fixture
def admin(database: Database, pack: Pack) -> Who:
    with database.transaction() as tx:
        person = people.register_person(tx, SETUP, pack, name="Nora Lambert", email="Nora@Example.org")
        people.give_office(tx, SETUP, pack, person=person, office=pack.offices_with("registers_people")[0])
    return Who(person=person)


@pytest.fixture
def stranger(database: Database, pack: Pack) -> Who:
    with database.transaction() as tx:
        return Who(
            person=people.register_person(
                tx, SETUP, pack, name="Yann", email="yann@example.org", language="en"
            )
        )


def test_a_record_begins_once(database: Database) -> None:
    with database.transaction() as tx:
        assert not people.is_demo(tx)
        people.begin(tx, demo=True)
        people.begin(tx)
        assert [row.demo for row in tx.all(Instance)] == [True]
        assert people.is_demo(tx)


def test_an_administrator_registers_people_by_their_address(
    database: Database, pack: Pack, admin: Who
) -> None:
    with database.transaction() as tx:
        person = people.register_person(tx, admin, pack, name="Aya", email=" Aya@Example.org ")
        contact = tx.one(Contact, person=person)
    assert contact is not None
    assert (contact.email, contact.language) == ("aya@example.org", "fr")


@pytest.mark.parametrize(
    ("name", "email", "wrong"),
    [(" ", "aya", {"name", "email"}), ("Nora", "NORA@example.org", {"email"})],
)
def test_a_person_needs_a_name_and_an_address_of_their_own(
    database: Database, pack: Pack, admin: Who, name: str, email: str, wrong: set[str]
) -> None:
    with pytest.raises(Invalid) as refusal, database.transaction() as tx:
        people.register_person(tx, admin, pack, name=name, email=email)
    assert {bad.name for bad in refusal.value.fields} == wrong


def test_others_neither_register_people_nor_give_offices(
    database: Database, pack: Pack, admin: Who, stranger: Who
) -> None:
    with database.transaction() as tx:
        office = tx.all(Office)[0].id
        for attempt in (
            lambda: people.register_person(tx, stranger, pack, name="Aya", email="aya@example.org"),
            lambda: people.give_office(tx, stranger, pack, person=admin.person or "", office="auditor"),
            lambda: people.end_office(tx, stranger, pack, office),
            lambda: people.register_person(tx, ANYONE, pack, name="Aya", email="aya@example.org"),
        ):
            with pytest.raises(NotEntitled):
                attempt()


def test_an_unknown_office_is_refused_with_those_there_are(
    database: Database, pack: Pack, admin: Who, stranger: Who
) -> None:
    with pytest.raises(Invalid) as refused, database.transaction() as tx:
        people.give_office(tx, admin, pack, person=stranger.person or "", office="compliance")
    assert all(office in refused.value.fields[0].text.en for office in pack.offices)


def test_an_office_is_given_and_ended_once(database: Database, pack: Pack, admin: Who, stranger: Who) -> None:
    person = stranger.person or ""
    with database.transaction() as tx:
        office = people.give_office(tx, admin, pack, person=person, office="auditor")
        assert [row.office for row in offices_of(tx, stranger)] == ["auditor"]
        people.end_office(tx, admin, pack, office)
        assert offices_of(tx, stranger) == []
        with pytest.raises(NotFound):
            people.end_office(tx, admin, pack, office)
        with pytest.raises(NotFound):
            people.end_office(tx, admin, pack, "no-such-office")


def test_an_office_that_the_pack_does_not_know_is_refused(database: Database, pack: Pack, admin: Who) -> None:
    with pytest.raises(Invalid), database.transaction() as tx:
        people.give_office(tx, admin, pack, person=admin.person or "", office="king")


def test_an_organisation_is_known_again_by_either_number(database: Database, pack: Pack) -> None:
    hand = Hand("system:test")
    with database.transaction() as tx:
        first = people.register_organisation(
            tx, hand, pack, kind="association", name="Le Lien", rna="w442000001", siret="73282932000074"
        )
        again = people.register_organisation(
            tx, hand, pack, kind="association", name="Lien", rna="W442000001"
        )
        third = people.register_organisation(tx, hand, pack, kind="association", name="Le Lien")
        row = tx.one(Organisation, id=first)
    assert again == first
    assert third != first
    assert row is not None
    assert (row.rna, row.siret) == ("W442000001", "73282932000074")


def test_anyone_signed_in_begins_a_draft_and_facilitates_it(
    database: Database, pack: Pack, stranger: Who
) -> None:
    with database.transaction() as tx:
        begun = partnership.create_draft(tx, stranger, pack, title="Un jardin", template="circular")
        row = tx.one(Partnership, id=begun)
        seen = view(tx, stranger, begun)
    assert row is not None
    assert (row.form, row.territory, row.state) == ("circular", pack.territory, pack.lifecycle.entries[0])
    assert [pack.roles[mandate.role].creates for mandate in seen.mandates] == [True]


def test_a_draft_needs_a_title_and_choices_that_exist(database: Database, pack: Pack, stranger: Who) -> None:
    with pytest.raises(Invalid) as refusal, database.transaction() as tx:
        partnership.create_draft(tx, stranger, pack, title="", template="moon", territory="XX")
    assert {bad.name for bad in refusal.value.fields} == {"title", "template", "territory"}


def test_nobody_in_particular_begins_no_draft(database: Database, pack: Pack) -> None:
    for nobody in (ANYONE, SETUP):
        with pytest.raises(NotEntitled), database.transaction() as tx:
            partnership.create_draft(tx, nobody, pack, title="Un jardin", template=None)


def test_a_draft_may_be_begun_for_a_person(database: Database, pack: Pack, stranger: Who) -> None:
    with database.transaction() as tx:
        begun = partnership.create_draft(
            tx, SETUP, pack, title="Un jardin", template=None, territory="FR-974", person=stranger.person
        )
        assert view(tx, stranger, begun).row.territory == "FR-974"
