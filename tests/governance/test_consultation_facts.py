"""What the rules know of a consultation, and that nobody who was heard is forgotten."""

from __future__ import annotations

import pytest

from governance.database import Database
from governance.facts.consultation import days_open, feedback_counts
from policies.facts import problems
from policies.refusal import Refused
from tests.workflows.hearing import Hearing
from tests.workflows.house import House
from workflows import consultation, partnership

NONE = {
    "opened": False,
    "closed": False,
    "questions": 0,
    "days": 0,
    "channels": 0,
    "contributions": 0,
    "unanswered": 0,
    "synthesis_published": False,
}


@pytest.fixture
def house(database: Database) -> House:
    return House(database).draft().seated().written()


@pytest.fixture
def hearing(house: House) -> Hearing:
    return Hearing(house).opened()


def test_without_a_consultation_all_is_zero(house: House) -> None:
    assert Hearing(house).facts == NONE


def test_before_the_opening_there_are_only_questions(house: House) -> None:
    house.decide("propose")
    assert Hearing(house).prepared("Un ?", "Deux ?").facts == NONE | {"questions": 2}


def test_the_facts_match_the_vocabulary_of_the_pack(hearing: Hearing) -> None:
    pack = hearing.house.pack
    assert problems(hearing.facts, pack.facts.fields["consultation"], "facts.consultation") == []  # type: ignore[arg-type]


def test_a_contribution_is_unanswered_until_its_response_is_published(hearing: Hearing) -> None:
    made = hearing.contribute(hearing.invited())
    assert (hearing.facts["contributions"], hearing.facts["unanswered"]) == (1, 1)
    hearing.closed()
    hearing.answer(made)
    assert hearing.facts["unanswered"] == 1
    hearing.publish()
    settled = {"unanswered": 0, "synthesis_published": True, "closed": True, "contributions": 1}
    assert hearing.facts.items() >= settled.items()


def test_what_was_withdrawn_counts_no_more(hearing: Hearing) -> None:
    handed = hearing.invited()
    made = hearing.contribute(handed)
    hearing.act(handed, consultation.withdraw, made.id)
    assert (hearing.facts["contributions"], hearing.facts["unanswered"]) == (0, 0)


def test_days_are_counted_from_the_day_after_the_opening_to_the_last_one(hearing: Hearing) -> None:
    assert hearing.facts["days"] == 0
    hearing.forward(days=5)
    assert hearing.facts["days"] == 5
    hearing.closed()
    assert hearing.facts["days"] == 14
    hearing.forward(days=100)
    assert days_open(hearing.row, hearing.today) == 14


def test_the_review_is_reached_once_all_is_answered_and_not_before(hearing: Hearing) -> None:
    made = hearing.contribute(hearing.invited())
    hearing.closed()
    hearing.answer(made)
    with pytest.raises(Refused) as refusal:
        hearing.house.do(partnership.move, "submit_to_review", "Tout est dit.")
    missing = {one.requirement for one in refusal.value.missing}
    assert missing == {"nothing-unanswered", "synthesis-published"}
    hearing.publish()
    hearing.house.do(partnership.move, "submit_to_review", "Tout est dit.")
    assert hearing.house.state == "ethical_review"


def test_what_was_held_before_a_sending_back_does_not_count_again(hearing: Hearing) -> None:
    made = hearing.contribute(hearing.invited())
    hearing.closed()
    hearing.answer(made)
    hearing.publish()
    hearing.forward(days=1)
    hearing.house.do(partnership.move, "send_back", "Le projet change.")
    again = Hearing(hearing.house).prepared("Et maintenant ?")
    hearing.house.do(partnership.move, "open_consultation", "On écoute de nouveau.")
    assert again.facts == NONE | {"questions": 1}


def test_who_was_heard_before_a_sending_back_is_answered_all_the_same(hearing: Hearing) -> None:
    hearing.contribute(hearing.invited())
    hearing.closed()
    hearing.house.do(partnership.move, "send_back", "Le projet change.")
    hearing.house.do(partnership.move, "open_consultation", "On écoute de nouveau.")
    assert hearing.facts == NONE | {"unanswered": 1}


def test_one_in_preparation_does_not_undo_one_that_was_held(hearing: Hearing) -> None:
    hearing.closed()
    Hearing(hearing.house).prepared()
    assert hearing.facts["closed"]


def test_feedback_is_counted_apart(hearing: Hearing) -> None:
    hearing.contribute(hearing.invited())
    with hearing.house.database.reading() as tx:
        assert feedback_counts(tx, hearing.house.pack, hearing.house.id, 1) == (0, 0)
