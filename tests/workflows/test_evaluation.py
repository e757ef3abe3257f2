"""Measuring and evaluating: more than figures, with consent, and a recommendation that decides nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from governance.audit.replay import replay
from governance.database import Database
from governance.facts.evaluation import evaluation_facts
from governance.tables.agreement import Indicator
from governance.tables.evaluation import EvaluationFigure, EvaluationPiece, Measure, Recommendation
from governance.tables.log import Disclosure
from policies.refusal import Invalid, NotEntitled, NotFound, Refused
from tests.workflows.arriving import arrive
from tests.workflows.hearing import Hearing
from tests.workflows.house import House
from workflows import agreement
from workflows.evaluation import add_piece, enter_measure, recommend, withdraw_piece

TOLD: dict[str, Any] = {
    "text": "Je ne venais que pour réparer mon vélo ; maintenant j’apprends aux autres.",
    "consent": True,
    "told_by": "Mariam (prénom d’emprunt)",
    "purpose": "Dire au comité ce qui a changé.",
    "media": "Le rapport d’évaluation, sur papier.",
    "until": date(2027, 12, 31),
}


@pytest.fixture
def house(database: Database) -> House:
    """Active, with one indicator, and an evaluator."""
    house = House(database).draft()
    house.mandate("evaluator", "evaluateur")
    house.do(
        agreement.choose_indicator,
        name="Je sais à qui demander",
        nature=next(key for key, nature in house.pack.agreement.natures.items() if not nature.financial),
        kind=next(iter(house.pack.agreement.indicator_types)),
        unit="personnes sur dix",
        baseline=Decimal(2),
        target=Decimal(7),
    )
    arrive(house, "active")
    return house


@pytest.fixture
def evaluated(house: House) -> House:
    arrive(house, "evaluation")
    return house


def indicator(house: House) -> str:
    with house.database.reading() as tx:
        return tx.all(Indicator, partnership=house.id)[0].id


def pieces(house: House) -> list[EvaluationPiece]:
    with house.database.reading() as tx:
        return tx.all(EvaluationPiece, partnership=house.id, order="added")


def counted(house: House) -> dict[str, Any]:
    with house.database.reading() as tx:
        return evaluation_facts(tx, house.partnership, house.pack)


def complaints(refusal: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [bad.name for bad in refusal.value.fields]


def test_a_measure_is_entered_as_it_was_written(house: House) -> None:
    measured = {"day": date(2026, 1, 5), "value": Decimal("4.50"), "note": "Vingt personnes interrogées."}
    house.do(enter_measure, indicator(house), **measured)
    with house.database.reading() as tx:
        (row,) = tx.all(Measure, partnership=house.id)
        assert (row.day, row.value, row.term) == ("2026-01-05", "4.5", 1)
        assert tx.text(row.note) == "Vingt personnes interrogées."
        assert row.by.startswith("mandate:")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"day": None}, "day"),
        ({"day": date(2026, 1, 6)}, "day"),  # tomorrow
        ({"value": None}, "value"),
        ({"value": Decimal("NaN")}, "value"),
        ({"note": "a" * 5_001}, "note"),
    ],
)
def test_a_measure_that_cannot_be_taken_says_why(house: House, given: dict[str, Any], field: str) -> None:
    measured: dict[str, Any] = {"day": date(2026, 1, 5), "value": Decimal(4)} | given
    with pytest.raises(Invalid) as refusal:
        house.do(enter_measure, indicator(house), **measured)
    assert complaints(refusal) == [field]


def test_only_what_the_agreement_measures_is_measured(house: House) -> None:
    with pytest.raises(Invalid) as refusal:
        house.do(enter_measure, "0" * 36, day=date(2026, 1, 5), value=Decimal(4))
    assert complaints(refusal) == ["indicator"]


def test_a_stranger_to_the_figures_enters_none(house: House) -> None:
    with pytest.raises(NotEntitled):
        house.do(enter_measure, indicator(house), day=date(2026, 1, 5), value=Decimal(4), by="evaluateur")


def test_before_it_is_time_nothing_is_added_to_the_evaluation(house: House) -> None:
    with pytest.raises(NotEntitled):
        house.do(add_piece, "lessons", text="Trop tôt.", by="evaluateur")
    assert counted(house)["opened"] is False


def test_figures_are_given_by_indicator(evaluated: House) -> None:
    figures = {indicator(evaluated): Decimal("6.5")}
    evaluated.do(add_piece, "figures", text="Un point sous la cible.", figures=figures, by="evaluateur")
    with evaluated.database.reading() as tx:
        (figure,) = tx.all(EvaluationFigure, piece=pieces(evaluated)[0].id)
    assert figure.value == "6.5"
    found = counted(evaluated)
    assert (found["opened"], found["pieces"]["figures"], found["evaluators"]) == (True, 1, 1)


@pytest.mark.parametrize("value", [None, Decimal("Infinity")])
def test_a_piece_of_figures_without_a_figure_is_none(evaluated: House, value: Decimal | None) -> None:
    with pytest.raises(Invalid):
        evaluated.do(add_piece, "figures", text="…", figures={indicator(evaluated): value})
    with pytest.raises(Invalid) as refusal:
        evaluated.do(add_piece, "figures", text="…", figures={"unknown": Decimal(1)})
    assert complaints(refusal) == ["figure-unknown", "figures"]


def test_figures_do_not_slip_into_another_kind_of_piece(evaluated: House) -> None:
    evaluated.do(add_piece, "lessons", text="Recommencer.", figures={indicator(evaluated): Decimal(1)})
    with evaluated.database.reading() as tx:
        assert tx.all(EvaluationFigure) == []


def test_a_testimony_comes_with_consent_name_purpose_place_and_time(evaluated: House) -> None:
    evaluated.do(add_piece, "testimony", by="evaluateur", **TOLD)
    (piece,) = pieces(evaluated)
    with evaluated.database.reading() as tx:
        assert tx.text(piece.told_by) == TOLD["told_by"]
        assert (tx.text(piece.purpose), tx.text(piece.media)) == (TOLD["purpose"], TOLD["media"])
    assert (piece.consented, piece.until) == (True, "2027-12-31")


@pytest.mark.parametrize(
    ("without", "field"),
    [
        ({"consent": False}, "consent"),
        ({"told_by": " "}, "told_by"),
        ({"purpose": ""}, "purpose"),
        ({"media": ""}, "media"),
        ({"until": None}, "until"),
        ({"until": date(2026, 1, 4)}, "until"),
        ({"text": ""}, "text"),
    ],
)
def test_without_its_consent_or_its_frame_a_testimony_is_not_taken(
    evaluated: House, without: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        evaluated.do(add_piece, "testimony", **(TOLD | without))
    assert complaints(refusal) == [field]
    assert pieces(evaluated) == []


def test_a_withdrawn_testimony_is_erased_and_counts_no_more(evaluated: House) -> None:
    evaluated.do(add_piece, "testimony", by="evaluateur", **TOLD)
    (piece,) = pieces(evaluated)
    arrive(evaluated, "closed")  # withdrawn by a telephone call, long after
    evaluated.do(withdraw_piece, piece.id)
    with evaluated.database.reading() as tx:
        gone = [
            tx.one(Disclosure, commitment=c) for c in (piece.text, piece.told_by, piece.purpose, piece.media)
        ]
    assert gone == [None] * 4
    assert counted(evaluated)["pieces"]["testimony"] == 0
    with pytest.raises(Refused, match="already"):
        evaluated.do(withdraw_piece, piece.id)


def test_a_testimony_past_the_day_agreed_counts_no_more(evaluated: House) -> None:
    evaluated.do(add_piece, "testimony", **(TOLD | {"until": date(2026, 1, 5)}))
    assert counted(evaluated)["pieces"]["testimony"] == 1
    evaluated.database.clock.forward(days=1)  # type: ignore[attr-defined]
    assert counted(evaluated)["pieces"]["testimony"] == 0


def test_any_other_piece_is_withdrawn_with_a_reason_and_stays_readable(evaluated: House) -> None:
    evaluated.do(add_piece, "lessons", text="Une leçon mal comprise.")
    (piece,) = pieces(evaluated)
    with pytest.raises(Invalid):
        evaluated.do(withdraw_piece, piece.id)
    evaluated.do(withdraw_piece, piece.id, "Reformulée dans une autre pièce.")
    (piece,) = pieces(evaluated)
    assert piece.withdrawn is not None
    with evaluated.database.reading() as tx:
        assert tx.text(piece.text) == "Une leçon mal comprise."
    assert counted(evaluated)["pieces"]["lessons"] == 0


def test_a_piece_of_another_partnership_is_not_found(evaluated: House) -> None:
    evaluated.do(add_piece, "lessons", text="Une leçon.")
    (piece,) = pieces(evaluated)
    evaluated.draft("Autre projet")
    with pytest.raises(NotFound):
        evaluated.do(withdraw_piece, piece.id, "Pas à nous.")


def test_feedback_comes_from_a_published_consultation_of_the_term(evaluated: House) -> None:
    with pytest.raises(Invalid) as refusal:
        evaluated.do(add_piece, "feedback", text="Synthèse.", consultation="0" * 36)
    assert complaints(refusal) == ["consultation"]


def test_published_feedback_is_counted_and_can_be_tied_to_a_piece(evaluated: House) -> None:
    hearing = Hearing(evaluated)
    purposes = evaluated.pack.consultation.purposes
    hearing.prepared(purpose=next(key for key, purpose in purposes.items() if purpose.feedback)).opened()
    evaluated.mandate("helper", "relais")
    hearing.helped("Le samedi nous aide.")
    hearing.closed()
    assert (counted(evaluated)["feedback_contributions"], counted(evaluated)["feedback_unanswered"]) == (1, 1)
    hearing.answer(*hearing.contributions)
    hearing.publish()
    assert counted(evaluated)["feedback_unanswered"] == 0
    evaluated.do(add_piece, "feedback", text="Ils veulent le samedi.", consultation=hearing.id)
    assert pieces(evaluated)[0].consultation == hearing.id


def test_an_unknown_kind_of_piece_is_refused(evaluated: House) -> None:
    with pytest.raises(Invalid) as refusal:
        evaluated.do(add_piece, "rumour", text="On dit que…")
    assert complaints(refusal) == ["kind"]


def test_the_latest_recommendation_stands_with_its_reasons(evaluated: House) -> None:
    evaluated.do(recommend, "renew", reasons="La cible est presque atteinte.", by="evaluateur")
    evaluated.database.clock.forward(minutes=1)  # type: ignore[attr-defined]
    evaluated.do(recommend, "renew_with_changes", reasons="Il faut ouvrir le samedi.", by="evaluateur")
    assert counted(evaluated)["recommendation"] == "renew_with_changes"
    assert evaluated.state == "evaluation"  # a recommendation decides nothing
    with evaluated.database.reading() as tx:
        assert len(tx.all(Recommendation, partnership=evaluated.id)) == 2


def test_a_recommendation_is_from_the_closed_list_and_has_reasons(evaluated: House) -> None:
    with pytest.raises(Invalid) as refusal:
        evaluated.do(recommend, "forget", reasons=" ", by="evaluateur")
    assert complaints(refusal) == ["recommendation", "reasons"]


def test_only_evaluators_recommend(evaluated: House) -> None:
    with pytest.raises(NotEntitled):
        evaluated.do(recommend, "renew", reasons="Tout va bien.")


def test_a_new_term_begins_with_an_empty_evaluation(evaluated: House) -> None:
    evaluated.do(add_piece, "lessons", text="Une leçon du premier terme.")
    evaluated.do(recommend, "renew", reasons="Continuer.", by="evaluateur")
    (old,) = pieces(evaluated)
    arrive(evaluated, "active", term=2)
    found = counted(evaluated)
    assert (found["opened"], sum(found["pieces"].values()), found["recommendation"]) == (False, 0, "")
    arrive(evaluated, "evaluation", term=2)
    assert counted(evaluated)["opened"] is True
    with pytest.raises(Refused, match="past term"):
        evaluated.do(withdraw_piece, old.id, "Trop tard.")


def test_the_log_alone_rebuilds_measures_and_evaluation(evaluated: House) -> None:
    house = evaluated
    house.do(enter_measure, indicator(house), day=date(2026, 1, 5), value=Decimal("-3"))
    house.do(add_piece, "figures", text="Chiffres.", figures={indicator(house): Decimal(5)})
    house.do(add_piece, "testimony", **TOLD)
    house.do(withdraw_piece, pieces(house)[-1].id)
    house.do(recommend, "close", reasons="Le besoin a disparu.", by="evaluateur")
    with house.database.reading() as tx:
        assert replay(tx).findings == ()
