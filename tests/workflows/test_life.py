"""One partnership lives its whole life by the commands that the pages use."""

from __future__ import annotations

import pytest

from governance.audit.replay import replay
from governance.audit.verify import verify
from governance.database import Database
from governance.tables.partnership import StateEntry
from policies.refusal import Refused
from tests.workflows.hearing import Hearing
from tests.workflows.house import House
from tests.workflows.living import Life
from workflows import partnership


@pytest.fixture
def life(database: Database) -> Life:
    return Life(House(database)).begun()


def states(house: House) -> list[str]:
    with house.database.reading() as tx:
        return [row.state for row in tx.all(StateEntry, partnership=house.id, order="seq")]


def test_a_partnership_lives_from_draft_to_its_second_term(life: Life) -> None:
    life.proposed().heard().examined().agreed().evaluated()
    life.house.decide("renew")
    assert states(life.house) == [
        "draft",
        "proposed",
        "consultation",
        "ethical_review",
        "role_agreement",
        "active",
        "evaluation",
        "active",
    ]
    assert life.house.partnership.term == 2
    with life.house.database.reading() as tx:
        assert list(replay(tx).findings) == []
        assert list(verify(tx).findings) == []


@pytest.mark.parametrize(
    ("decided", "state", "term"),
    [("renew_with_changes", "role_agreement", 2), ("renegotiate", "proposed", 2), ("close", "closed", 1)],
)
def test_an_evaluation_ends_as_the_committee_decides(life: Life, decided: str, state: str, term: int) -> None:
    life.proposed().heard().examined().agreed().evaluated(decided)
    life.house.decide(decided)
    assert (life.house.state, life.house.partnership.term) == (state, term)


def test_who_signed_for_one_term_signs_anew_for_the_next(life: Life) -> None:
    life.proposed().heard().examined().agreed().evaluated("renew_with_changes")
    life.house.decide("renew_with_changes")
    with pytest.raises(Refused) as refusal:
        life.house.open("activate")
    assert [one.requirement for one in refusal.value.missing] == ["agreement-acknowledged"]
    life.acknowledged()
    life.house.decide("activate")
    assert (life.house.state, life.house.partnership.term) == ("active", 2)


def test_with_one_contribution_unanswered_nothing_goes_on(life: Life) -> None:
    life.proposed()
    hearing = Hearing(life.house).opened()
    answered = hearing.contribute(hearing.invited(), "Un atelier.")
    hearing.contribute(hearing.invited(), "Des chaises.")
    hearing.closed()
    hearing.answer(answered)
    with pytest.raises(Refused):
        hearing.publish()
    with pytest.raises(Refused) as refusal:
        life.house.do(partnership.move, "submit_to_review", "Assez attendu.")
    assert "nothing-unanswered" in {missing.requirement for missing in refusal.value.missing}
    assert life.house.state == "consultation"


def test_nothing_is_active_without_what_the_agreement_needs(life: Life) -> None:
    life.proposed().heard().examined()
    with pytest.raises(Refused) as refusal:
        life.house.open("activate")
    missing = {one.requirement for one in refusal.value.missing}
    assert {"missions-written", "human-indicator", "clauses-written", "agreement-acknowledged"} <= missing


def test_a_renewal_without_evaluation_is_refused_with_all_that_is_missing(life: Life) -> None:
    life.proposed().heard().examined().agreed()
    life.house.do(partnership.move, "evaluate", "Un an a passé.")
    with pytest.raises(Refused) as refusal:
        life.house.open("renew")
    missing = {one.requirement for one in refusal.value.missing}
    assert {"figures-given", "testimony-given", "feedback-heard", "indirect-effects-told"} <= missing
