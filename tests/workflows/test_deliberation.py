"""Decisions: a state changes only through its rule, on a frozen rule, electorate and text."""

from __future__ import annotations

import msgspec
import pytest

from governance.database import Database
from governance.log.canonical import encode
from governance.log.tree import leaf_hash
from governance.tables.log import Leaf
from policies.refusal import Invalid, NotEntitled, Refused
from tests.workflows.house import House
from workflows import deliberation, dossier, parties, partnership


@pytest.fixture
def house(database: Database) -> House:
    return House(database).draft().seated().written()


def test_without_seated_beneficiaries_nothing_is_proposed(database: Database) -> None:
    house = House(database).draft().seated(without="beneficiaries").written_by_the_others()
    with pytest.raises(Refused) as refusal:
        house.open("propose")
    missing = {one.requirement: one for one in refusal.value.missing}
    assert "beneficiaries-seated" in missing
    assert missing["beneficiaries-seated"].remedy is not None
    assert missing["beneficiaries-seated"].by is not None


def test_an_adopted_decision_changes_the_state_in_the_same_transaction(house: House) -> None:
    decision = house.decide("propose")
    row = house.row(decision)
    assert (row.status, row.outcome, row.effect, row.closed_because) == (
        "closed",
        "adopted",
        "done",
        "certain",
    )
    assert house.state == "proposed"


def test_a_rejected_proposal_can_be_reworked_and_put_again(house: House) -> None:
    house.decide("propose", "against")
    assert house.state == "draft"
    house.do(dossier.write_sections, {"action": "Une autre façon de faire."})
    house.decide("propose")
    assert house.state == "proposed"


def test_a_rejected_proposal_can_be_abandoned(house: House) -> None:
    house.decide("propose", "against")
    house.do(partnership.move, "abandon", "Le comité n’en veut pas.")
    assert house.state == "abandoned"


def test_a_decision_closes_at_its_deadline_on_the_ballots_there_are(house: House) -> None:
    decision = house.decide("propose", maire="")
    assert house.row(decision).closed_because == "deadline"
    assert house.state == "proposed"


def test_no_ballot_is_taken_at_or_after_the_deadline(house: House) -> None:
    decision = house.open("propose")
    house.past(decision)
    with pytest.raises(Refused) as refusal:
        house.do(
            deliberation.cast_ballot, decision, house.seats["maire"], "for", no_interest=True, by="maire"
        )
    assert refusal.value.code == "decision.not_open"


def test_nobody_moves_a_partnership_by_a_click(house: House) -> None:
    with pytest.raises(Refused) as refusal:
        house.do(partnership.move, "propose", "Parce que.")
    assert refusal.value.code == "passage.needs_rule"


def test_a_stranger_finds_no_such_partnership(house: House) -> None:
    with pytest.raises(Refused) as refusal:
        house.do(deliberation.open_decision, "propose", by="etranger")
    assert refusal.value.code == "common.not_found"


def test_nobody_votes_for_a_seat_that_is_not_theirs(house: House) -> None:
    decision = house.open("propose")
    with pytest.raises(NotEntitled):
        house.do(deliberation.cast_ballot, decision, house.seats["maire"], "for", no_interest=True, by="asso")


def test_no_declaration_of_interests_no_ballot(house: House) -> None:
    decision = house.open("propose")
    with pytest.raises(Invalid) as refusal:
        house.do(deliberation.cast_ballot, decision, house.seats["maire"], "for", by="maire")
    assert [field.name for field in refusal.value.fields] == ["no_interest"]


def test_the_text_is_locked_while_a_decision_is_open(house: House) -> None:
    house.open("propose")
    with pytest.raises(Refused) as refusal:
        house.do(dossier.write_sections, {"action": "Autre chose."})
    assert refusal.value.code == "decision.text_locked"


def test_whoever_opened_a_vote_cannot_cancel_it_alone(house: House) -> None:
    decision = house.open("propose")
    with pytest.raises(NotEntitled):
        house.do(deliberation.cancel_decision, decision, "Je change d’avis.")
    house.mandate("chair", "maire", seat=house.seats["maire"])
    house.do(deliberation.cancel_decision, decision, "Le texte doit être repris.", by="maire")
    assert house.row(decision).status == "cancelled"
    house.do(dossier.write_sections, {"action": "Le texte repris."})


def test_a_mandate_that_ends_keeps_its_ballot_and_loses_its_vote(house: House) -> None:
    decision = house.open("propose")
    house.vote(decision, "", maire="for")
    mandate = next(m for m in house.mandates_on(house.seats["maire"]))
    house.do(parties.end_mandate, mandate, "Fin de mandat.")
    with pytest.raises(Refused):
        house.do(
            deliberation.cast_ballot, decision, house.seats["maire"], "against", no_interest=True, by="maire"
        )
    house.vote(decision, "for", maire="")
    assert house.row(decision).outcome == "adopted"


def test_an_outcome_is_held_while_a_requirement_fails_and_fires_when_it_is_met(house: House) -> None:
    decision = house.open("propose")
    house.vote(decision, "for", voisine="")
    for person in ("resident", "voisine"):
        house.end_mandates(person)
    house.past(decision)
    assert (house.row(decision).outcome, house.row(decision).effect, house.state) == (
        "adopted",
        "held",
        "draft",
    )
    for person in ("resident", "voisine"):
        house.mandate("member", person, seat=house.seats[person])
    house.do(deliberation.settle_held, decision, by="tick")
    assert (house.row(decision).effect, house.state) == ("done", "proposed")


def test_the_digest_of_an_open_ballot_does_not_tell_its_choice_to_who_tries_them_all(house: House) -> None:
    decision = house.open("propose")
    house.vote(decision, "against", **dict.fromkeys(list(house.seats)[1:], ""))
    with house.database.reading() as tx:
        leaf = tx.all(Leaf, kind="deliberation.ballot-cast")[-1]
    shown = msgspec.json.decode(leaf.bytes)
    guesses = [shown | {"body": shown["body"] | {"reason": None, "choice": c}} for c in ("for", "against")]
    assert leaf_hash(encode(shown)) == leaf_hash(leaf.bytes)
    assert all(leaf_hash(encode(guess)) != leaf_hash(leaf.bytes) for guess in guesses)
