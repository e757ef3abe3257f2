"""The ethical review: independent people, reasons for each finding, conditions that are followed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from governance.audit.replay import replay
from governance.database import Database
from governance.facts.review import current_review, review_facts
from governance.tables.parties import Mandate
from governance.tables.review import Condition
from policies.facts import problems
from policies.refusal import Invalid, NotEntitled, NotFound, Refused
from tests.workflows.arriving import arrive
from tests.workflows.house import House
from workflows import parties, review
from workflows.agreement import pledge

REASON = "Nous avons lu le dossier et entendu les personnes."


@pytest.fixture
def house(database: Database) -> House:
    """In review, with two reviewers and an open round."""
    house = House(database).draft().seated()
    house.mandate("reviewer", "etranger")
    arrive(house, "ethical_review")
    house.do(review.open_review, "Le projet respecte-t-il les personnes ?")
    return house


def facts(house: House) -> dict[str, Any]:
    with house.database.reading() as tx:
        found = review_facts(tx, house.partnership, house.pack)
    record = house.pack.facts.fields["review"]
    assert problems(found, record) == []  # type: ignore[arg-type]
    return found


def declare(house: House, *people: str) -> None:
    for person in people or ("ethique", "etranger"):
        house.do(review.declare_interest, has_interest=False, by=person)


def assess_all(house: House, finding: str = "satisfied", but: str = "", by: str = "ethique") -> None:
    for criterion in house.pack.review.criteria:
        if criterion != but:
            house.do(review.assess, criterion, finding=finding, reason=REASON, by=by)


def conditions(house: House) -> list[Condition]:
    with house.database.reading() as tx:
        return tx.all(Condition, partnership=house.id, order="id")


def conditional(house: House, **scheduled: Any) -> str:
    """An opinion with one condition; gives the condition."""
    declare(house)
    assess_all(house, but="data")
    house.do(
        review.assess,
        "data",
        finding="with_reservation",
        reason=REASON,
        condition="Un refus de partager ses données est sans conséquence.",
        by="ethique",
        **scheduled,
    )
    house.do(review.give_opinion, opinion="favourable_with_conditions", reason=REASON, by="ethique")
    return conditions(house)[0].id


def test_the_facts_before_any_review_say_that_none_is_open(database: Database) -> None:
    house = House(database).draft().seated()
    assert facts(house) == {
        "opened": False,
        "opinion": "",
        "reviewers": 1,
        "reviewers_undeclared": 1,
        "reviewers_not_independent": 0,
        "criteria_missing": len(house.pack.review.criteria),
        "conditions": 0,
        "conditions_unmet": 0,
        "conditions_unscheduled": 0,
    }


def test_a_whole_review_ends_in_an_opinion_that_moves_nothing_by_itself(house: House) -> None:
    declare(house)
    assess_all(house)
    house.do(review.reply, "Merci : nous avons précisé le point 3.")
    house.do(review.give_opinion, opinion="favourable", reason=REASON, minority="Une réserve.", by="etranger")
    found = facts(house)
    assert (found["opinion"], found["criteria_missing"], found["reviewers_undeclared"]) == (
        "favourable",
        0,
        0,
    )
    assert house.state == "ethical_review"
    with house.database.reading() as tx:
        row = current_review(tx, house.partnership)
        assert row is not None
        assert (tx.text(row.minority), tx.text(row.reason)) == ("Une réserve.", REASON)


def test_a_review_opens_only_where_the_pack_says(database: Database) -> None:
    house = House(database).draft().seated()
    with pytest.raises(NotEntitled):
        house.do(review.open_review, "Une question ?")
    arrive(house, "role_agreement")
    with pytest.raises(Refused) as refusal:
        house.do(review.open_review, "Une question ?")
    assert refusal.value.code == "review.not_now"


def test_a_review_puts_a_question(database: Database) -> None:
    house = House(database).draft().seated()
    arrive(house, "ethical_review")
    with pytest.raises(Invalid) as refusal:
        house.do(review.open_review, "  ")
    assert [bad.name for bad in refusal.value.fields] == ["question"]


def test_a_second_round_waits_for_the_opinion_of_the_first(house: House) -> None:
    with pytest.raises(Refused) as refusal:
        house.do(review.open_review, "Encore ?")
    assert refusal.value.code == "review.already_open"


def test_without_a_review_there_is_nothing_to_declare_in(database: Database) -> None:
    house = House(database).draft().seated()
    arrive(house, "ethical_review")
    with pytest.raises(Refused) as refusal:
        declare(house, "ethique")
    assert refusal.value.code == "review.none_open"


def test_only_reviewers_write_the_review(house: House) -> None:
    for person in ("facilitatrice", "maire", "resident"):
        with pytest.raises(NotEntitled):
            house.do(review.assess, "dignity", finding="satisfied", reason=REASON, by=person)


def test_the_system_reviews_nothing(house: House) -> None:
    with pytest.raises(NotEntitled) as refusal:
        house.do(review.assess, "dignity", finding="satisfied", reason=REASON, by="tick")
    assert refusal.value.code == "review.not_a_reviewer"


def test_nobody_assesses_before_declaring(house: House) -> None:
    with pytest.raises(Refused) as refusal:
        house.do(review.assess, "dignity", finding="satisfied", reason=REASON, by="ethique")
    assert refusal.value.code == "review.declare_first"


def test_an_interest_is_named(house: House) -> None:
    with pytest.raises(Invalid) as refusal:
        house.do(review.declare_interest, has_interest=True, by="ethique")
    assert [bad.name for bad in refusal.value.fields] == ["text"]


def test_a_reviewer_with_an_interest_cannot_go_on_and_is_not_independent(house: House) -> None:
    house.do(review.declare_interest, has_interest=True, text="Mon frère dirige l’entreprise.", by="ethique")
    with pytest.raises(Refused) as refusal:
        house.do(review.assess, "dignity", finding="satisfied", reason=REASON, by="ethique")
    assert refusal.value.code == "review.has_interest"
    assert facts(house)["reviewers_not_independent"] == 1


def test_a_finding_no_longer_counts_once_its_author_declares_an_interest(house: House) -> None:
    declare(house)
    house.do(review.assess, "dignity", finding="satisfied", reason=REASON, by="ethique")
    before = facts(house)["criteria_missing"]
    house.do(review.declare_interest, has_interest=True, text="Je découvre un lien.", by="ethique")
    assert facts(house)["criteria_missing"] == before + 1


def test_a_reviewer_whose_party_brings_money_is_not_independent(house: House) -> None:
    assert facts(house)["reviewers_not_independent"] == 0
    house.mandate("reviewer", "maire", party=house.parties["public"])
    house.do(pledge, party=house.parties["public"], kind="time", text="Un agent.", quantity=Decimal(10))
    assert facts(house)["reviewers_not_independent"] == 0
    house.do(pledge, party=house.parties["public"], kind="money", text="Subvention.", amount=Decimal(9000))
    assert facts(house)["reviewers_not_independent"] == 1


def test_whoever_sits_for_a_funder_is_tied_to_it_even_as_a_reviewer_in_their_own_name(house: House) -> None:
    house.mandate("reviewer", "maire")
    house.do(pledge, party=house.parties["public"], kind="money", text="Subvention.", amount=Decimal(9000))
    assert facts(house)["reviewers_not_independent"] == 1


def test_what_is_written_on_a_criterion_is_checked_as_a_whole(house: House) -> None:
    declare(house)
    with pytest.raises(Invalid) as refusal:
        house.do(
            review.assess,
            "beauty",
            finding="lovely",
            reason="",
            owner="nobody",
            due=date(2025, 1, 1),
            by="ethique",
        )
    assert [bad.name for bad in refusal.value.fields] == ["criterion", "finding", "reason", "owner", "due"]


def test_a_finding_with_a_reservation_comes_with_a_condition(house: House) -> None:
    declare(house)
    with pytest.raises(Invalid) as refusal:
        house.do(review.assess, "data", finding="with_reservation", reason=REASON, by="ethique")
    assert [bad.name for bad in refusal.value.fields] == ["condition"]
    house.do(review.set_condition, text="Une notice simple.", criterion="data", by="ethique")
    house.do(review.assess, "data", finding="with_reservation", reason=REASON, by="ethique")
    assert facts(house)["conditions"] == 1


def test_an_owner_and_a_date_go_together(house: House) -> None:
    declare(house)
    with pytest.raises(Invalid) as refusal:
        house.do(review.set_condition, text="Une notice simple.", owner=house.parties["public"], by="ethique")
    assert [bad.name for bad in refusal.value.fields] == ["due"]
    with pytest.raises(Invalid) as refusal:
        house.do(review.set_condition, text="Une notice simple.", due=date(2026, 6, 1), by="ethique")
    assert [bad.name for bad in refusal.value.fields] == ["owner"]


def test_an_opinion_says_all_that_it_still_lacks(house: House) -> None:
    declare(house, "ethique")
    house.do(review.set_condition, text="Une notice simple.", criterion="data", by="ethique")
    house.do(review.assess, "data", finding="with_reservation", reason=REASON, by="ethique")
    house.do(review.withdraw_condition, conditions(house)[0].id, by="ethique")
    with pytest.raises(Refused) as refusal:
        house.do(review.give_opinion, opinion="favourable_with_conditions", reason=REASON, by="ethique")
    missing = [one.requirement for one in refusal.value.missing]
    others = [criterion for criterion in house.pack.review.criteria if criterion != "data"]
    assert missing == ["declarations", *others, "data", "conditions"]


def test_after_the_opinion_the_review_stands_still(house: House) -> None:
    condition = conditional(house)
    for command, args in (
        (review.set_condition, {"text": "Une de plus."}),
        (review.give_opinion, {"opinion": "unfavourable", "reason": REASON}),
        (review.assess, {"criterion": "data", "finding": "satisfied", "reason": REASON}),
        (review.withdraw_condition, {"condition": condition}),
    ):
        with pytest.raises(Refused) as refusal:
            house.do(command, by="ethique", **args)
        assert refusal.value.code == "review.concluded"


def test_a_condition_is_scheduled_then_met_with_proof(house: House) -> None:
    condition = conditional(house)
    assert facts(house)["conditions_unscheduled"] == 1
    with pytest.raises(Invalid) as refusal:
        house.do(review.schedule_condition, condition, owner="", due=None)
    assert {bad.name for bad in refusal.value.fields} == {"owner", "due"}
    house.do(review.schedule_condition, condition, owner=house.parties["public"], due=date(2026, 3, 2))
    assert (facts(house)["conditions_unscheduled"], facts(house)["conditions_unmet"]) == (0, 1)
    arrive(house, "role_agreement")
    house.do(review.meet_condition, condition, "Notice relue le 2 février.", by="maire")
    assert (facts(house)["conditions"], facts(house)["conditions_unmet"]) == (1, 0)
    with pytest.raises(Refused) as again:
        house.do(review.meet_condition, condition, "Encore.", by="maire")
    assert again.value.code == "review.already_met"
    with pytest.raises(Refused) as again:
        house.do(review.schedule_condition, condition, owner=house.parties["public"], due=date(2026, 4, 1))
    assert again.value.code == "review.already_met"


def test_a_reviewer_who_is_not_convinced_reopens_the_condition(house: House) -> None:
    condition = conditional(house, owner=house.parties["public"], due=date(2026, 3, 2))
    with pytest.raises(Refused) as refusal:
        house.do(review.reopen_condition, condition, "Rien à voir.", by="ethique")
    assert refusal.value.code == "review.not_met_yet"
    arrive(house, "role_agreement")
    house.do(review.meet_condition, condition, "Voir la notice.")
    with pytest.raises(NotEntitled):
        house.do(review.reopen_condition, condition, "Illisible.")
    house.do(review.reopen_condition, condition, "La notice est illisible.", by="etranger")
    assert facts(house)["conditions_unmet"] == 1
    house.do(review.meet_condition, condition, "Notice refaite avec le collectif.")
    assert facts(house)["conditions_unmet"] == 0
    with house.database.reading() as tx:
        assert replay(tx).findings == ()


def test_a_condition_is_not_met_before_the_opinion_that_holds_it(house: House) -> None:
    declare(house)
    house.do(review.set_condition, text="Une notice simple.", by="ethique")
    with pytest.raises(Refused) as refusal:
        house.do(review.meet_condition, conditions(house)[0].id, "Fait.")
    assert refusal.value.code == "review.no_opinion_yet"


def test_an_unknown_or_withdrawn_condition_is_not_found(house: House) -> None:
    declare(house)
    house.do(review.set_condition, text="Une notice simple.", by="ethique")
    condition = conditions(house)[0].id
    house.do(review.withdraw_condition, condition, by="ethique")
    for unknown in (condition, "0190"):
        with pytest.raises(NotFound):
            house.do(review.withdraw_condition, unknown, by="ethique")


def test_a_project_sent_back_gets_a_new_round(house: House) -> None:
    declare(house)
    assess_all(house)
    house.do(review.give_opinion, opinion="back_to_work", reason=REASON, by="ethique")
    arrive(house, "proposed")
    assert facts(house)["opinion"] == "back_to_work"
    arrive(house, "ethical_review")
    assert (facts(house)["opened"], facts(house)["opinion"]) == (False, "")
    house.do(review.open_review, "Le projet repris respecte-t-il les personnes ?")
    assert facts(house)["opened"] is True
    assert facts(house)["reviewers_undeclared"] == 2


def test_an_unfinished_round_does_not_go_on_elsewhere(house: House) -> None:
    declare(house)
    arrive(house, "role_agreement")
    with pytest.raises(Refused) as refusal:
        assess_all(house)
    assert refusal.value.code == "review.not_now"


def test_a_new_term_begins_without_a_review(house: House) -> None:
    arrive(house, "role_agreement", term=2)
    assert facts(house)["opened"] is False


def test_a_reviewer_whose_mandate_ended_no_longer_counts(house: House) -> None:
    with house.database.reading() as tx:
        mandate = tx.all(Mandate, partnership=house.id, role="reviewer", order="given")[0]
    house.do(parties.end_mandate, mandate.id, "Un intérêt.")
    assert facts(house)["reviewers"] == 1


def test_a_reply_has_words(house: House) -> None:
    with pytest.raises(Invalid):
        house.do(review.reply, " ")


def test_an_opinion_without_conditions_is_refused_while_a_condition_stands(house: House) -> None:
    declare(house)
    assess_all(house)
    house.do(review.set_condition, text="Une notice en mots simples.", by="ethique")
    with pytest.raises(Refused) as refusal:
        house.do(review.give_opinion, opinion="favourable", reason=REASON, by="ethique")
    assert [one.requirement for one in refusal.value.missing] == ["conditions"]
    house.do(review.withdraw_condition, conditions(house)[0].id, by="ethique")
    house.do(review.give_opinion, opinion="favourable", reason=REASON, by="ethique")
