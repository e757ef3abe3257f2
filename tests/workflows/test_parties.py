"""Who is at the table: every way in and out of it, and every no."""

from __future__ import annotations

import pytest

from governance.database import Database
from governance.names import holder_name, party_name
from governance.tables.parties import Mandate, Party, Seat
from policies.refusal import Invalid, NotEntitled, NotFound, Refused
from tests.workflows.house import House
from workflows import mandates as mandates_over
from workflows import parties
from workflows.case import view
from workflows.reads import parties as reads

SIRET = "21440109300015"  # Ville de Nantes


@pytest.fixture
def house(database: Database) -> House:
    """A draft with one party of the college concerned, and one seat there that nobody holds."""
    made = House(database).draft()
    made.do(parties.add_party, kind="collective", name="Collectif des habitants", party="residents")
    made.parties["beneficiaries"] = "residents"
    made.do(parties.add_seat, college="beneficiaries", party="residents", seat="chair-by-the-window")
    return made


def fields(refusal: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return {bad.name for bad in refusal.value.fields}


def give(house: House, role: str, **more: str) -> None:
    given = {"name": "Mariam Traoré", "email": "resident@example.org", **more}
    house.do(parties.give_mandate, role=role, **given)


def mandates(house: House, **where: str) -> list[Mandate]:
    with house.database.reading() as tx:
        return tx.all(Mandate, partnership=house.id, order="given", **where)


def test_an_organisation_is_found_again_by_its_number(house: House) -> None:
    other = House(house.database, who=house.who).draft("Un autre partenariat")
    house.do(parties.add_party, kind="public", name="Ville de Nantes", siret=SIRET)
    other.do(parties.add_party, kind="public", name="Mairie de Nantes", siret="214 401 093 00015")
    with house.database.reading() as tx:
        found = [party.organisation for party in tx.all(Party) if party.id != "residents"]
        assert len(set(found)) == 1
        assert party_name(tx, tx.all(Party, partnership=other.id)[0].id) == "Ville de Nantes"


def test_an_organisation_is_a_party_once(house: House) -> None:
    house.do(parties.add_party, kind="public", name="Ville de Nantes", siret=SIRET)
    with pytest.raises(Refused) as refusal:
        house.do(parties.add_party, kind="public", name="Nantes", siret=SIRET)
    assert refusal.value.code == "parties.already_there"


def test_all_that_is_wrong_with_a_party_is_said_at_once(house: House) -> None:
    with pytest.raises(Invalid) as refusal:
        house.do(parties.add_party, kind="club", name=" ", siret="123", rna="X1")
    assert fields(refusal) == {"kind", "name", "siret", "rna"}


def test_a_party_whose_name_is_a_whole_page_is_not_taken(house: House) -> None:
    with pytest.raises(Invalid) as refusal:
        house.do(parties.add_party, kind="association", name="N" * 301)
    assert fields(refusal) == {"name"}


def test_only_those_in_charge_name_parties_seats_and_mandates(house: House) -> None:
    give(house, "member", seat="chair-by-the-window")
    for attempt in (
        lambda: house.do(parties.add_party, kind="public", name="Ville", by="resident"),
        lambda: house.do(parties.add_seat, college="public", by="resident"),
        lambda: house.do(parties.give_mandate, role="helper", name="A", email="a@example.org", by="resident"),
        lambda: house.do(parties.remove_party, "residents", "Parce que.", by="resident"),
    ):
        with pytest.raises(NotEntitled):
            attempt()


def test_a_seat_needs_a_college_of_the_pack_and_a_party_that_is_there(house: House) -> None:
    with pytest.raises(Invalid) as refusal:
        house.do(parties.add_seat, college="friends")
    assert fields(refusal) == {"college"}
    with pytest.raises(NotFound):
        house.do(parties.add_seat, college="public", party="nobody")


def test_a_seat_may_be_nobodys_but_its_holders(house: House) -> None:
    house.do(parties.add_seat, college="beneficiaries", seat="own")
    give(house, "member", seat="own")
    assert mandates(house, seat="own")[0].party is None


def test_a_mandate_on_a_seat_speaks_for_the_seats_party(house: House) -> None:
    give(house, "member", seat="chair-by-the-window", party="another")
    assert mandates(house, role="member")[0].party == "residents"


def test_a_newcomer_is_registered_with_the_mandate(house: House) -> None:
    house.do(parties.give_mandate, role="helper", name="Aya Kone", email="Aya@Example.org")
    with house.database.reading() as tx:
        assert holder_name(tx, mandates(house, role="helper")[0].holder) == "Aya Kone"


def test_somebody_known_needs_no_name(house: House) -> None:
    house.do(parties.give_mandate, role="helper", email="relais@example.org")
    with house.database.reading() as tx:
        assert holder_name(tx, mandates(house, role="helper")[0].holder) == "Samira Haddad"


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"role": "king"}, "role"),
        ({"role": "member"}, "seat"),
        ({"role": "member", "seat": "no-such-seat"}, "seat"),
        ({"role": "signatory"}, "party"),
        ({"role": "helper", "email": "not an address"}, "email"),
        ({"role": "helper", "email": "new@example.org", "name": ""}, "name"),
        ({"role": "helper", "email": "new@example.org", "name": "N" * 301}, "name"),
        ({"role": "helper", "starts": "5 mai"}, "starts"),
        ({"role": "helper", "starts": "2026-05-01", "ends": "2026-02-30"}, "ends"),
        ({"role": "helper", "starts": "2026-05-01", "ends": "2026-04-30"}, "ends"),
        ({"role": "helper", "ends": "2026-01-04"}, "ends"),
    ],
)
def test_a_mandate_that_cannot_be_names_the_field(house: House, given: dict[str, str], wrong: str) -> None:
    before = mandates(house)
    with pytest.raises(Invalid) as refusal:
        give(house, **given)
    assert fields(refusal) == {wrong}
    assert mandates(house) == before


def test_a_mandate_for_a_party_that_left_is_not_given(house: House) -> None:
    house.do(parties.remove_party, "residents", "Dissous.")
    with pytest.raises(NotFound):
        give(house, "signatory", party="residents")


def test_two_people_do_not_hold_the_same_role_on_one_seat(house: House) -> None:
    give(house, "member", seat="chair-by-the-window")
    with pytest.raises(Invalid) as refusal:
        give(house, "member", seat="chair-by-the-window", name="Aya", email="aya@example.org")
    assert fields(refusal) == {"seat"}
    give(house, "substitute", seat="chair-by-the-window", name="Aya", email="aya@example.org")


def test_a_seat_whose_mandate_ended_is_free_again(house: House) -> None:
    give(house, "member", seat="chair-by-the-window")
    house.do(parties.end_mandate, mandates(house, role="member")[0].id, "Elle a déménagé.")
    give(house, "member", seat="chair-by-the-window", name="Aya", email="aya@example.org")
    assert [bool(one.ended) for one in mandates(house, role="member")] == [True, False]


def test_a_mandate_ends_once_and_with_a_reason(house: House) -> None:
    give(house, "member", seat="chair-by-the-window")
    found = mandates(house, role="member")[0].id
    with pytest.raises(Invalid) as refusal:
        house.do(parties.end_mandate, found, " ")
    assert fields(refusal) == {"reason"}
    house.do(parties.end_mandate, found, "Elle a déménagé.")
    with pytest.raises(NotFound):
        house.do(parties.end_mandate, found, "Encore.")


def test_a_mandate_whose_last_day_is_past_is_ended_once(house: House) -> None:
    give(house, "helper", ends="2026-01-06")
    found = mandates(house, role="helper")[0].id
    assert house.do(mandates_over.end_mandate_due, found, by="tick") == []
    house.database.clock.forward(days=2)  # type: ignore[attr-defined]
    assert len(house.do(mandates_over.end_mandate_due, found, by="tick")) == 1
    assert house.do(mandates_over.end_mandate_due, found, by="tick") == []
    assert house.do(mandates_over.end_mandate_due, "no-such", by="tick") == []


def test_with_a_seat_its_mandates_end(house: House) -> None:
    give(house, "member", seat="chair-by-the-window")
    house.do(parties.remove_seat, "chair-by-the-window", "Un siège de trop.")
    assert mandates(house, role="member")[0].ended
    with pytest.raises(NotFound):
        house.do(parties.remove_seat, "chair-by-the-window", "Encore.")
    with pytest.raises(Invalid):
        give(house, "member", seat="chair-by-the-window")


def test_with_a_party_its_seats_and_mandates_end_once_each(house: House) -> None:
    give(house, "member", seat="chair-by-the-window")
    give(house, "signatory", party="residents")
    done = house.do(parties.remove_party, "residents", "Le collectif est dissous.")
    assert [envelope.kind for envelope in done] == [
        "parties.party-left",
        "parties.seat-removed",
        "parties.mandate-ended",
        "parties.mandate-ended",
    ]
    with house.database.reading() as tx:
        assert tx.all(Seat, partnership=house.id, removed=None) == []
    with pytest.raises(NotFound):
        house.do(parties.remove_party, "residents", "Encore.")


def test_while_a_vote_is_open_its_seats_stay(database: Database) -> None:
    house = House(database).draft().seated().written()
    house.open("propose")
    for attempt in (
        lambda: house.do(parties.remove_seat, house.seats["maire"], "Un siège de trop."),
        lambda: house.do(parties.remove_party, house.parties["public"], "Elle part."),
    ):
        with pytest.raises(Refused) as refusal:
            attempt()
        assert refusal.value.code == "parties.vote_open"


def test_a_party_states_its_position_in_its_own_words(house: House) -> None:
    give(house, "member", seat="chair-by-the-window")
    house.do(parties.state_position, "residents", expectations="Un lieu à nous.", by="resident")
    with house.database.reading() as tx:
        shown = reads.party(view(tx, house.who["resident"], house.id), "residents")
    assert (shown.expectations, shown.constraints) == ("Un lieu à nous.", None)
    house.do(parties.add_party, kind="public", name="Ville de Nantes", party="town")
    with pytest.raises(Refused) as refusal:
        house.do(parties.state_position, "town", constraints="Le budget.", by="resident")
    assert refusal.value.code == "parties.not_yours"
    with pytest.raises(NotEntitled):
        house.do(parties.state_position, "residents", expectations="Autre chose.")


def test_the_table_shows_the_people_concerned_first_and_says_which_seats_are_vacant(house: House) -> None:
    house.do(parties.add_seat, college="beneficiaries", party="residents", seat="free")
    give(house, "member", seat="chair-by-the-window", starts="2026-01-05")
    with house.database.reading() as tx:
        shown = reads.table(view(tx, house.who["facilitatrice"], house.id))
    assert shown.groups[0].college.concerned
    assert [(place.id, place.vacant) for place in shown.groups[0].places] == [
        ("chair-by-the-window", False),
        ("free", True),
    ]


def test_a_mandate_that_begins_later_leaves_its_seat_vacant_today(house: House) -> None:
    give(house, "member", seat="chair-by-the-window", starts="2026-02-01")
    with house.database.reading() as tx:
        place = reads.place(view(tx, house.who["facilitatrice"], house.id), "chair-by-the-window")
    assert place.vacant
    assert place.held[0].begins_later


def test_addresses_are_shown_only_to_those_who_give_mandates(house: House) -> None:
    give(house, "member", seat="chair-by-the-window")
    shown = {}
    with house.database.reading() as tx:
        for who in ("facilitatrice", "resident"):
            table = reads.table(view(tx, house.who[who], house.id))
            shown[who] = table.groups[0].places[0].held[0].email
    assert shown == {"facilitatrice": "resident@example.org", "resident": None}


def test_a_form_of_partnership_suggests_its_typical_parties_until_they_sit(database: Database) -> None:
    house = House(database).draft(template="housing")
    with database.reading() as tx:
        before = reads.table(view(tx, house.who["facilitatrice"], house.id)).suggested
    house.do(parties.add_party, kind="company", name="Un bailleur", party="landlord")
    house.do(parties.add_seat, college="companies", party="landlord")
    with database.reading() as tx:
        after = reads.table(view(tx, house.who["facilitatrice"], house.id)).suggested
    assert {one.key: one.here for one in before} == dict.fromkeys(
        house.pack.templates["housing"].parties, False
    )
    assert [one.key for one in after if one.here] == ["landlord"]


def test_one_presides_from_ones_own_seat(database: Database) -> None:
    house = House(database).draft().seated()
    with pytest.raises(Invalid) as refusal:
        house.mandate("chair", "maire", seat=house.seats["asso"])
    assert [bad.name for bad in refusal.value.fields] == ["seat"]
    house.mandate("chair", "maire", seat=house.seats["maire"])
