"""The standard pack's requirements: what each refuses, on which facts, with the remedy and who can."""

from __future__ import annotations

from typing import Any

import pytest

from policies.expressions import CannotEvaluate
from policies.facts import Record, paths, problems
from policies.pack import Pack, shipped
from policies.requirements import Verdict
from policies.source import Source

Facts = dict[str, Any]


def satisfied(pack: Pack) -> Facts:
    """Facts under which every requirement is met."""
    good: dict[str, int | bool | str] = {
        "facts.seats.beneficiaries": 2,
        "facts.partnership.parties": 2,
        "facts.consultation.opened": True,
        "facts.consultation.closed": True,
        "facts.consultation.questions": 1,
        "facts.consultation.days": 14,
        "facts.consultation.channels": 2,
        "facts.consultation.contributions": 1,
        "facts.consultation.synthesis_published": True,
        "facts.review.reviewers": 2,
        "facts.review.opinion": "favourable",
        "facts.agreement.missions": 1,
        "facts.agreement.indicators.not_financial": 1,
        "facts.agreement.training_planned": True,
        "facts.agreement.top_funding_share": 700,
        "facts.evaluation.evaluators": 1,
        "facts.evaluation.pieces.figures": 1,
        "facts.evaluation.pieces.testimony": 1,
        "facts.evaluation.pieces.indirect_effects": 1,
        "facts.evaluation.pieces.lessons": 1,
        "facts.evaluation.feedback_contributions": 1,
        "facts.evaluation.recommendation": "renew",
        "facts.partnership.state": "draft",
        "facts.partnership.track": "standard",
        "facts.partnership.form": "insertion",
    }
    facts: Facts = {}
    for path, fact in paths(pack.facts):
        put(facts, path, good.get(path, {"int": 0, "bool": False, "str": ""}[fact.kind]))
    return facts


def put(facts: Facts, path: str, value: object) -> None:
    *before, last = path.split(".")[1:]
    for name in before:
        facts = facts.setdefault(name, {})
    facts[last] = value


def verdicts(name: str, state: str, **changed: object) -> list[Verdict]:
    """`changed`: facts by path, with `__` for the dot."""
    pack = shipped()
    facts = satisfied(pack)
    for path, value in changed.items():
        put(facts, f"facts.{path.replace('__', '.')}", value)
    assert problems(facts, pack.facts) == []
    transition = pack.lifecycle.transition(name, state)
    assert transition is not None
    return pack.requirements.evaluate(transition, facts)


def unmet(name: str, state: str, **changed: object) -> list[str]:
    return [verdict.requirement.id for verdict in verdicts(name, state, **changed) if not verdict.met]


def test_with_everything_in_order_every_transition_passes() -> None:
    for transition in shipped().lifecycle.transitions:
        for state in transition.from_:
            assert unmet(transition.name, state) == []


@pytest.mark.parametrize(
    ("name", "state", "changed", "missing"),
    [
        ("propose", "draft", {"seats__beneficiaries": 1}, "beneficiaries-seated"),
        ("regularise", "recorded", {"seats__beneficiaries": 1}, "beneficiaries-seated"),
        ("resume", "suspended", {"seats__beneficiaries": 0}, "beneficiaries-seated"),
        ("propose", "draft", {"partnership__parties": 1}, "partners-named"),
        ("propose", "draft", {"dossier__sections_missing": 1}, "dossier-complete"),
        ("propose", "draft", {"dossier__voices_missing": 1}, "need-described"),
        ("open_consultation", "proposed", {"consultation__questions": 0}, "consultation-ready"),
        ("submit_to_review", "consultation", {"consultation__opened": False}, "consultation-closed"),
        ("submit_to_review", "consultation", {"consultation__closed": False}, "consultation-closed"),
        ("submit_to_review", "consultation", {"consultation__days": 13}, "consultation-long-enough"),
        ("submit_to_review", "consultation", {"consultation__channels": 1}, "consultation-channels"),
        ("submit_to_review", "consultation", {"consultation__contributions": 0}, "somebody-heard"),
        ("submit_to_review", "consultation", {"consultation__unanswered": 1}, "nothing-unanswered"),
        (
            "submit_to_review",
            "consultation",
            {"consultation__synthesis_published": False},
            "synthesis-published",
        ),
        ("clear", "ethical_review", {"objectives__missing": 1}, "objectives-acknowledged"),
        ("clear", "ethical_review", {"review__reviewers": 1}, "reviewers-named"),
        ("clear", "ethical_review", {"review__reviewers_undeclared": 1}, "reviewers-declared"),
        ("clear", "ethical_review", {"review__reviewers_not_independent": 1}, "reviewers-independent"),
        ("clear", "ethical_review", {"review__criteria_missing": 1}, "criteria-examined"),
        ("clear", "ethical_review", {"review__opinion": ""}, "opinion-given"),
        ("clear", "ethical_review", {"review__opinion": "unfavourable"}, "opinion-given"),
        ("clear", "ethical_review", {"review__opinion": "back_to_work"}, "opinion-given"),
        ("clear", "ethical_review", {"review__conditions_unscheduled": 1}, "conditions-settled"),
        ("activate", "role_agreement", {"agreement__missions": 0}, "missions-written"),
        (
            "activate",
            "role_agreement",
            {"agreement__missions_without_responsible": 1},
            "missions-answered-for",
        ),
        ("activate", "role_agreement", {"agreement__parties_without_not_replaced": 1}, "not-replaced-said"),
        (
            "activate",
            "role_agreement",
            {"agreement__parties_without_contribution": 1},
            "contributions-complete",
        ),
        ("activate", "role_agreement", {"agreement__indicators__not_financial": 0}, "human-indicator"),
        ("activate", "role_agreement", {"agreement__clauses_missing": 1}, "clauses-written"),
        ("activate", "role_agreement", {"agreement__training_planned": False}, "joint-training"),
        ("activate", "role_agreement", {"agreement__deliberations_missing": 1}, "public-deliberations"),
        ("activate", "role_agreement", {"agreement__signatories_missing": 1}, "signatories-mandated"),
        ("activate", "role_agreement", {"agreement__acknowledgements_missing": 1}, "agreement-acknowledged"),
        ("amend", "active", {"agreement__acknowledgements_missing": 1}, "agreement-acknowledged"),
        ("renew", "evaluation", {"evaluation__evaluators": 0}, "evaluator-named"),
        ("renew", "evaluation", {"evaluation__pieces__figures": 0}, "figures-given"),
        ("renew_with_changes", "evaluation", {"evaluation__pieces__testimony": 0}, "testimony-given"),
        ("renegotiate", "evaluation", {"evaluation__feedback_contributions": 0}, "feedback-heard"),
        ("close", "evaluation", {"evaluation__feedback_unanswered": 1}, "feedback-answered"),
        ("close", "evaluation", {"evaluation__pieces__indirect_effects": 0}, "indirect-effects-told"),
        ("close", "evaluation", {"evaluation__pieces__lessons": 0}, "lessons-written"),
    ],
)
def test_what_is_missing_is_refused(name: str, state: str, changed: Facts, missing: str) -> None:
    [blocking] = [verdict for verdict in verdicts(name, state, **changed) if not verdict.met]
    assert blocking.requirement.id == missing
    assert blocking.blocks


@pytest.mark.parametrize(
    ("name", "state", "changed", "warned"),
    [
        ("activate", "role_agreement", {"agreement__top_funding_share": 701}, "funding-spread"),
        ("activate", "role_agreement", {"review__conditions_unmet": 1}, "conditions-met"),
        ("renew", "evaluation", {"evaluation__recommendation": ""}, "recommendation-given"),
        ("renew", "evaluation", {"prompts__overdue": 1}, "prompts-answered"),
    ],
)
def test_a_warning_is_said_but_does_not_refuse(name: str, state: str, changed: Facts, warned: str) -> None:
    [warning] = [verdict for verdict in verdicts(name, state, **changed) if not verdict.met]
    assert (warning.requirement.id, warning.blocks) == (warned, False)


def test_a_conditional_opinion_with_its_conditions_scheduled_may_be_cleared() -> None:
    changed = {"opinion": "favourable_with_conditions", "conditions": 2, "conditions_unmet": 2}
    assert (
        unmet("clear", "ethical_review", **{f"review__{key}": value for key, value in changed.items()}) == []
    )


def test_lessons_are_for_closing_and_a_recorded_partnership_closes_without_them() -> None:
    assert unmet("renew", "evaluation", evaluation__pieces__lessons=0) == []
    assert verdicts("close", "recorded") == []


def test_a_verdict_holds_the_facts_it_was_read_from_and_not_the_settings() -> None:
    found = {v.requirement.id: v.facts_read for v in verdicts("submit_to_review", "consultation")}
    assert found["consultation-closed"] == {
        "facts.consultation.opened": True,
        "facts.consultation.closed": True,
    }
    assert found["consultation-long-enough"] == {"facts.consultation.days": 14}


def test_everything_missing_is_said_in_the_order_of_the_lifecycle() -> None:
    changed = {"seats__beneficiaries": 0, "dossier__sections_missing": 3, "dossier__voices_missing": 1}
    assert unmet("propose", "draft", **changed) == [
        "beneficiaries-seated",
        "dossier-complete",
        "need-described",
    ]


def test_what_is_missing_names_the_remedy_who_can_and_the_source() -> None:
    pack = shipped()
    [verdict] = [v for v in verdicts("propose", "draft", seats__beneficiaries=1) if not v.met]
    missing = pack.missing(verdict)
    assert missing.requirement == "beneficiaries-seated"
    assert missing.by is not None
    assert missing.by.en == "the facilitator"
    assert missing.source is not None
    assert missing.source == Source(seed=108).shown
    assert missing.remedy is not None
    assert set(missing.remedy.as_dict()) == {"fr", "en"}


def test_figures_in_the_texts_are_the_packs_own() -> None:
    says = shipped().requirements.by_id["consultation-long-enough"].says
    assert says.as_dict() == {
        "fr": "La consultation a duré au moins 14 jours.",
        "en": "The consultation lasted at least 14 days.",
    }
    assert not any("{" in r.says.fr + r.says.en + r.remedy.fr for r in shipped().requirements.by_id.values())


def test_facts_that_lack_something_are_a_fault_of_the_program() -> None:
    transition = shipped().lifecycle.transition("propose", "draft")
    assert transition is not None
    with pytest.raises(CannotEvaluate):
        shipped().requirements.evaluate(transition, {})


class TestTheVocabulary:
    def test_it_holds_a_fact_for_each_college_and_each_kind_of_piece(self) -> None:
        pack = shipped()
        known = {path for path, _ in paths(pack.facts)}
        assert {f"facts.seats.{college}" for college in pack.colleges} <= known
        assert {f"facts.evaluation.pieces.{piece}" for piece in pack.evaluation.pieces} <= known

    def test_every_fact_says_what_it_is(self) -> None:
        assert all(fact.about for _, fact in paths(shipped().facts))

    def test_facts_that_do_not_match_it_are_named(self) -> None:
        pack = shipped()
        facts = satisfied(pack)
        del facts["clock"]
        facts["dossier"] = 3
        facts["seats"]["public"] = True
        facts["review"]["opinion"] = "splendid"
        facts["weather"] = {}
        found = problems(facts, pack.facts)
        assert found[0] == "facts.weather is unknown"
        assert "facts.clock is missing" in found
        assert "facts.dossier holds 3, not facts" in found
        assert "facts.seats.public is True, not int" in found
        assert any(text.startswith("facts.review.opinion is 'splendid', not one of") for text in found)
        assert len(found) == 5

    def test_a_record_is_not_a_fact(self) -> None:
        assert isinstance(shipped().facts, Record)
