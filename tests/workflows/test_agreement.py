"""The role agreement: written together, item by item, each party for itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from governance.database import Database
from governance.tables.agreement import Indicator, MissionPart, Pledge
from policies.refusal import Invalid, NotEntitled, NotFound
from tests.workflows.agreeing import EXIT, digest, euros, facts, mission, written
from tests.workflows.arriving import arrive
from tests.workflows.house import House
from workflows import agreement


@pytest.fixture
def house(database: Database) -> House:
    house = House(database).draft(template="insertion").seated()
    arrive(house, "role_agreement")
    return house


def test_the_facts_of_an_empty_agreement_name_all_that_is_missing(house: House) -> None:
    assert facts(house) == {
        "missions": 0,
        "missions_without_responsible": 0,
        "parties_without_not_replaced": 4,
        "parties_without_contribution": 4,
        "indicators": {"financial": 0, "not_financial": 0},
        "clauses_missing": 2,
        "training_planned": False,
        "top_funding_share": 0,
        "deliberations_missing": 1,
        "signatories_missing": 4,
        "acknowledgements_missing": 4,
    }


def test_a_mission_without_exactly_one_responsible_party_is_told_and_not_refused(house: House) -> None:
    item = mission(house, associations="consulted")
    assert facts(house)["missions_without_responsible"] == 1
    house.do(
        agreement.agree_mission,
        mission=item,
        title="Trier et réparer",
        roles={house.parties["associations"]: "responsible", house.parties["public"]: "informed"},
    )
    assert (facts(house)["missions"], facts(house)["missions_without_responsible"]) == (1, 0)


def test_two_responsible_parties_are_one_too_many(house: House) -> None:
    with pytest.raises(Invalid) as refusal:
        mission(house, associations="responsible", companies="responsible")
    assert [bad.name for bad in refusal.value.fields] == ["roles"]


def test_a_mission_names_only_known_parties_and_roles(house: House) -> None:
    with pytest.raises(Invalid) as refusal:
        house.do(agreement.agree_mission, title="", roles={"nobody": "king"})
    assert [bad.name for bad in refusal.value.fields] == ["title", "roles", "role-nobody"]


def test_a_party_left_out_of_a_mission_has_no_part_in_it_any_more(house: House) -> None:
    item = mission(house, associations="responsible", companies="informed")
    house.do(
        agreement.agree_mission,
        mission=item,
        title="Trier et réparer",
        roles={house.parties["associations"]: "responsible"},
    )
    with house.database.reading() as tx:
        roles = {part.party: part.role for part in tx.all(MissionPart, mission=item)}
    assert roles == {house.parties["associations"]: "responsible", house.parties["companies"]: None}


def test_the_same_words_again_are_no_change(house: House) -> None:
    item = mission(house, associations="responsible")
    party = house.parties["public"]
    again: tuple[tuple[Any, dict[str, Any]], ...] = (
        (
            agreement.agree_mission,
            {
                "mission": item,
                "title": " Trier et réparer ",
                "roles": {house.parties["associations"]: "responsible"},
            },
        ),
        (agreement.state_not_replaced, {"party": party, "text": "Le service public des déchets."}),
        (agreement.write_clause, {"clause": "exit", "text": EXIT}),
        (agreement.plan_training, {"day": date(2026, 4, 2), "text": "À la ressourcerie."}),
    )
    for command, words in again:
        house.do(command, **words)
    before = digest(house)
    for command, words in again:
        assert house.do(command, **words) == []
    assert digest(house) == before


def test_what_was_taken_out_no_longer_counts_and_cannot_be_taken_out_twice(house: House) -> None:
    item = mission(house, associations="responsible")
    house.do(agreement.remove_mission, item)
    assert (facts(house)["missions"], facts(house)["missions_without_responsible"]) == (0, 0)
    for unknown in (item, "0190"):
        with pytest.raises(NotFound):
            house.do(agreement.remove_mission, unknown)


def test_a_member_writes_for_their_own_party_only(house: House) -> None:
    said = "Le service public des déchets."
    house.do(agreement.state_not_replaced, house.parties["public"], said, by="maire")
    with pytest.raises(NotEntitled) as refusal:
        house.do(agreement.state_not_replaced, house.parties["companies"], said, by="maire")
    assert refusal.value.code == "agreement.not_your_party"
    house.do(agreement.state_not_replaced, house.parties["companies"], "Un poste.", by="facilitatrice")
    assert facts(house)["parties_without_not_replaced"] == 2
    house.do(agreement.state_not_replaced, house.parties["public"], "", by="maire")
    assert facts(house)["parties_without_not_replaced"] == 3


def test_nobody_else_writes_in_the_agreement(house: House) -> None:
    for person in ("ethique", "relais"):
        with pytest.raises(NotEntitled):
            house.do(agreement.write_clause, "exit", EXIT, by=person)


def test_money_and_what_is_valued_have_an_amount_in_euros(house: House) -> None:
    for kind in ("money", "in_kind"):
        with pytest.raises(Invalid) as refusal:
            house.do(agreement.pledge, party=house.parties["public"], kind=kind, text="Une salle.")
        assert [bad.name for bad in refusal.value.fields] == ["amount"]
    euros(house, "public", "1200.5")
    assert [(p.amount, p.currency, p.quantity) for p in written(house).pledges] == [("1200.50", "EUR", None)]


@pytest.mark.parametrize("amount", ["0", "-5", "0.001", "NaN", "1e15"])
def test_an_amount_is_above_nothing_and_in_whole_cents(house: House, amount: str) -> None:
    with pytest.raises(Invalid) as refusal:
        euros(house, "public", amount)
    assert [bad.name for bad in refusal.value.fields] == ["amount"]


def test_time_has_a_quantity_and_never_an_amount(house: House) -> None:
    with pytest.raises(Invalid) as refusal:
        house.do(agreement.pledge, party=house.parties["public"], kind="time", text="", amount=Decimal(3))
    assert [bad.name for bad in refusal.value.fields] == ["text", "quantity"]
    house.do(
        agreement.pledge,
        party=house.parties["public"],
        kind="time",
        text="Un agent.",
        amount=Decimal(3),
        quantity=Decimal("40.0"),
        due=date(2026, 9, 1),
    )
    assert [(p.amount, p.quantity, p.due) for p in written(house).pledges] == [(None, "40", "2026-09-01")]


def test_a_contribution_is_of_a_known_kind(house: House) -> None:
    with pytest.raises(Invalid) as refusal:
        house.do(agreement.pledge, party=house.parties["public"], kind="love", text="Beaucoup.")
    assert [bad.name for bad in refusal.value.fields] == ["kind"]


def test_a_contribution_is_changed_and_withdrawn_by_its_party(house: House) -> None:
    euros(house, "public", "1000")
    item = written(house).pledges[0].id
    change = {"kind": "money", "text": "Une aide.", "amount": Decimal(2000), "contribution": item}
    house.do(agreement.pledge, party=house.parties["public"], by="maire", **change)
    with pytest.raises(NotEntitled):
        house.do(agreement.pledge, party=house.parties["associations"], by="asso", **change)
    with pytest.raises(NotEntitled):
        house.do(agreement.withdraw_pledge, item, by="asso")
    house.do(agreement.withdraw_pledge, item, by="maire")
    assert facts(house)["parties_without_contribution"] == 4
    with pytest.raises(NotFound):
        house.do(agreement.withdraw_pledge, item, by="maire")
    with house.database.reading() as tx:
        row = tx.one(Pledge, id=item)
    assert row is not None
    assert row.amount == "2000.00"


@pytest.mark.parametrize(
    ("amounts", "share"),
    [
        ({"public": "100"}, 1000),
        ({"public": "70", "companies": "30"}, 700),
        ({"public": "70.01", "companies": "29.99"}, 701),
        ({"public": "0.10", "companies": "0.20", "associations": "0.30"}, 500),
    ],
)
def test_the_largest_share_of_the_money_is_exact_and_rounded_up(
    house: House, amounts: dict[str, str], share: int
) -> None:
    for college, amount in amounts.items():
        euros(house, college, amount)
    house.do(
        agreement.pledge,
        party=house.parties["beneficiaries"],
        kind="in_kind",
        text="Prêt d’une salle.",
        amount=Decimal(10**6),
    )
    assert facts(house)["top_funding_share"] == share


def indicator(house: House, **more: Any) -> str:
    given = {"name": "Confiance", "nature": "human", "kind": "result", "unit": "de 0 à 10"} | more
    house.do(agreement.choose_indicator, **given)
    return max(written(house).indicators, key=lambda row: row.at + row.id).id


def test_indicators_are_counted_by_whether_they_measure_money(house: House) -> None:
    indicator(
        house, baseline=Decimal("4.10"), target=Decimal("-0"), source="Entretiens", measured_by="Le collectif"
    )
    indicator(house, name="Coût par personne", nature="financial", kind="means", unit="euros")
    assert facts(house)["indicators"] == {"financial": 1, "not_financial": 1}
    first = min(written(house).indicators, key=lambda row: row.at + row.id)
    assert {("4.1", "0"), (None, None)} == {(row.baseline, row.target) for row in written(house).indicators}
    assert first.type in house.pack.agreement.indicator_types


def test_an_indicator_is_changed_and_removed(house: House) -> None:
    item = indicator(house)
    house.do(
        agreement.choose_indicator,
        name="Confiance",
        nature="social",
        kind="means",
        unit="de 0 à 10",
        indicator=item,
    )
    assert [row.nature for row in written(house).indicators] == ["social"]
    house.do(agreement.remove_indicator, item)
    for unknown in (item, "0190"):
        with pytest.raises(NotFound):
            house.do(agreement.remove_indicator, unknown)
    with house.database.reading() as tx:
        assert tx.one(Indicator, id=item) is not None


def test_an_indicator_is_checked_as_a_whole(house: House) -> None:
    with pytest.raises(Invalid) as refusal:
        house.do(
            agreement.choose_indicator,
            name="x" * 301,
            nature="magic",
            kind="",
            unit=" ",
            target=Decimal("0.0000001"),
        )
    assert [bad.name for bad in refusal.value.fields] == ["name", "nature", "kind", "unit", "target"]


def test_required_clauses_are_missing_until_written(house: House) -> None:
    house.do(agreement.write_clause, "exit", EXIT)
    house.do(agreement.write_clause, "conciliation", "Une médiatrice.")
    assert facts(house)["clauses_missing"] == 1
    house.do(agreement.write_clause, "exit", "")
    assert facts(house)["clauses_missing"] == 2
    with pytest.raises(Invalid):
        house.do(agreement.write_clause, "escape", EXIT)


def test_joint_training_is_planned_once_it_has_a_day(house: House) -> None:
    house.do(agreement.plan_training, day=date(2026, 4, 2))
    assert facts(house)["training_planned"] is True
    house.do(agreement.plan_training, day=None)
    assert facts(house)["training_planned"] is False


def test_words_are_defined_together(house: House) -> None:
    house.do(agreement.define_word, word="Ressourcerie", meaning="Un lieu où l’on répare.")
    entry = written(house).glossary[0].id
    house.do(agreement.define_word, word="Ressourcerie", meaning="Un lieu de réemploi.", entry=entry)
    assert len(written(house).glossary) == 1
    house.do(agreement.remove_word, entry)
    assert written(house).glossary == []
    with pytest.raises(NotFound):
        house.do(agreement.remove_word, entry)
