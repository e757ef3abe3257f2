"""What makes a rule load, and what is said of one that does not."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from policies.deliberation import Rule, load_rules
from policies.documents import read
from tests.policies.deliberation.build import complaints, rule

START = "ballots: [for, against, abstain]\n"
PLAIN = START + "adopted_when: {measure: for, of: expressed, more_than: 1/2}\n"


def test_what_is_left_out_is_as_the_design_says() -> None:
    plain = rule()
    assert plain.quorum is None
    assert plain.tie == "rejected"
    assert plain.recusal.base == "excluded"
    assert plain.proxies is None
    assert plain.secrecy == "open"
    assert plain.ballot_change == "until_close"


def test_a_rule_that_is_only_counted_under_needs_no_time() -> None:
    loaded = rule(closes={"early": "when_certain"}, second_call={"quorum": "none"})
    assert loaded.closes is not None
    assert loaded.closes.after is None


def test_ballots_and_the_criterion_must_be_written() -> None:
    assert complaints("text: {fr: Oui, en: Yes}") == [
        "1:1: ballots: Field required",
        "1:1: adopted_when: Field required",
    ]


@pytest.mark.parametrize("key", ["takes_effect: {after: {days: 1}}", "late_quorum: {extend: {days: 3}}"])
def test_keys_of_later_days_are_refused(key: str) -> None:
    assert complaints(PLAIN + key)[0].startswith(f"3:1: {key.split(':')[0]}: unknown key")


def test_an_unknown_key_is_refused_with_the_nearest_known_one() -> None:
    assert complaints(PLAIN + "quorom: none") == ["3:1: quorom: unknown key; did you mean 'quorum'?"]
    assert complaints(START + "adopted_when: {measure: for, of: expressed, more_then: 1/2}") == [
        "2:45: adopted_when.more_then: unknown key; did you mean 'more_than'?"
    ]


def test_an_unknown_measure_is_refused_with_the_nearest_known_one() -> None:
    (said,) = complaints(START + "adopted_when: {all_of: [{measure: form, at_least: 1}]}")
    assert said.startswith("2:26: adopted_when.all_of.0.measure: ")
    assert said.endswith("did you mean 'for'?")


@pytest.mark.parametrize("value", ["0.5", "1e-1", "'0.5'", "'0,5'", "12.5%", "'1e3'"])
def test_a_decimal_is_refused_because_it_is_not_exact(value: str) -> None:
    (said,) = complaints(START + f"adopted_when: {{measure: for, of: expressed, more_than: {value}}}")
    assert said.startswith("2:45: adopted_when.more_than: ")
    assert "is not exact" in said


@pytest.mark.parametrize("value", ["half", "-1", "1/-2", "true", "[1]", "1/2/3", "50 %", "''"])
def test_what_is_no_number_is_refused(value: str) -> None:
    (said,) = complaints(START + f"adopted_when: {{measure: for, of: expressed, more_than: {value}}}")
    assert "is not a fraction such as 1/2" in said


def test_a_threshold_divided_by_zero_is_refused() -> None:
    (said,) = complaints(START + "adopted_when: {measure: for, of: expressed, more_than: 1/0}")
    assert "1/0 divides by zero" in said


@pytest.mark.parametrize(
    ("written", "value"),
    [("1/2", Fraction(1, 2)), ("2/4", Fraction(1, 2)), ("55%", Fraction(11, 20)), (3, 3), ("3", 3)],
)
def test_a_threshold_keeps_its_spelling(written: int | str, value: Fraction) -> None:
    leaf = rule({"measure": "for", "of": "expressed", "at_least": written}).adopted_when
    assert leaf.spelling == written
    assert leaf.threshold == value


@pytest.mark.parametrize(
    ("criterion", "reason"),
    [
        ("{}", "exactly one of measure, all_of, any_of"),
        ("{measure: for, all_of: [{measure: for, at_least: 1}], at_least: 1}", "exactly one of measure"),
        ("{measure: for}", "exactly one of at_least, more_than, at_most, fewer_than"),
        ("{measure: for, at_least: 1, at_most: 2}", "exactly one of at_least"),
        ("{all_of: []}", "all_of nests at least one criterion"),
        ("{all_of: [{measure: for, at_least: 1}], weigh: seats}", "weigh: all_of nests criteria"),
        ("{all_of: [{measure: for, at_least: 1}], in: a}", "in: all_of nests criteria"),
        ("{not: {measure: for, at_least: 1}}", "not: unknown key"),
        ("{measure: for, in: [], at_least: 1}", "names one college or a list of colleges"),
        ("{measure: for, in: 3, at_least: 1}", "names one college or a list of colleges"),
        ("{measure: for, in_: a, at_least: 1}", "in_: unknown key"),
        ("{measure: for, weigh: colleges, at_least: 1}", "weigh: colleges is for a share"),
        (
            "{measure: for, of: expressed, weigh: colleges, at_least: 1/2}",
            "needs the weights of the rule's `colleges`",
        ),
        ("{measure: objection, at_most: 0}", "measure: 'objection' is not one of the choices in `ballots`"),
        ("{measure: for, of: for, at_most: 0}", ""),
    ],
)
def test_a_criterion_is_whole(criterion: str, reason: str) -> None:
    said = "\n".join(complaints(START + f"adopted_when: {criterion}"))
    assert bool(said) == bool(reason)
    assert reason in said


@pytest.mark.parametrize(
    ("measure", "of", "good"),
    [
        ("for", "expressed", True),
        ("abstain", "cast", True),
        ("expressed", "cast", True),
        ("cast", "present_or_represented", True),
        ("represented", "present_or_represented", True),
        ("present_or_represented", "entitled", True),
        ("against", "unmoved", True),
        ("unmoved", "entitled", True),
        ("for", "present", True),  # without proxies, whoever votes is present
        ("for", "against", False),
        ("abstain", "expressed", False),
        ("cast", "expressed", False),
        ("present", "cast", False),  # one may be present only
        ("entitled", "present", False),
        ("for", "unmoved", False),
        ("entitled", "unmoved", False),
    ],
)
def test_the_base_contains_the_measure(measure: str, of: str, good: bool) -> None:
    said = complaints(START + f"adopted_when: {{measure: {measure}, of: {of}, at_least: 1/2}}")
    assert bool(said) != good
    assert good or f"'{of}' does not contain '{measure}'" in said[0]


def test_with_proxies_a_vote_is_not_always_of_someone_present() -> None:
    (said,) = complaints(
        START + "adopted_when: {measure: for, of: present, at_least: 1/2}\nproxies: {per_holder: 1}"
    )
    assert said.startswith("2:30: adopted_when.of: 'present' does not contain 'for'")


@pytest.mark.parametrize(
    ("colleges", "reason"),
    [
        ("{a: 1/2, b: 1/2}", ""),
        ("{a: 50%, b: 1/4, c: 25%}", ""),
        ("{a: 1}", ""),
        ("{a: 1/2, b: 1/3}", "colleges: the weights of the colleges sum to 5/6, not to 1"),
        ("{a: 1, b: 0}", "colleges.b: the weight of a college is positive"),
        ("{a: 0.5, b: 0.5}", "colleges.a: 0.5 is not exact"),
    ],
)
def test_college_weights_are_positive_exact_and_sum_to_one(colleges: str, reason: str) -> None:
    said = "\n".join(complaints(PLAIN + f"colleges: {colleges}"))
    assert bool(said) == bool(reason)
    assert reason in said


def test_a_choice_is_listed_once_and_known() -> None:
    criterion = "adopted_when: {measure: for, at_least: 1}\n"
    assert "ballots.1: 'for' is listed twice" in complaints("ballots: [for, for]\n" + criterion)[0]
    assert "did you mean 'abstain'?" in complaints("ballots: [for, abstein]\n" + criterion)[0]
    assert "at least one choice" in complaints("ballots: []\n" + criterion)[0]


WITH_OBJECTION = "{measure: objection, at_least: 1}"
WITHOUT = "{measure: for, at_least: 1}"
SECRET = PLAIN + "secrecy: secret\nballot_change: never\n"


def test_a_secret_rule_loads() -> None:
    assert complaints(SECRET) == []


def test_the_chair_cannot_break_the_tie_of_a_secret_vote() -> None:
    assert complaints(SECRET + "tie: chair") == ["5:1: tie: the chair cannot break the tie of a secret vote"]
    assert complaints(PLAIN + "tie: chair\nsecrecy: sealed") == []


def test_a_secret_ballot_cannot_be_changed() -> None:
    (said,) = complaints(PLAIN + "secrecy: secret")
    assert "ballot_change: a secret ballot cannot be changed" in said


def test_a_secret_ballot_has_no_weight_of_its_own() -> None:
    weighed = SECRET.replace("more_than", "weigh: shares, more_than")
    (said,) = complaints(weighed)
    assert said.startswith("2:45: adopted_when.weigh: a secret ballot cannot be weighed by 'shares'")
    assert complaints(SECRET.replace("more_than", "weigh: colleges, more_than") + "colleges: {a: 1}") == []


@pytest.mark.parametrize(
    ("second", "place"),
    [
        (
            "second_call: {after: {days: 3}, quorum: {measure: objection, at_least: 1}}",
            "second_call.quorum.measure",
        ),
        (
            f"second_round: {{if: {WITH_OBJECTION}, adopted_when: {WITHOUT}}}",
            "second_round.if.measure",
        ),
        (
            f"second_round: {{if: {WITHOUT}, adopted_when: {WITH_OBJECTION}}}",
            "second_round.adopted_when.measure",
        ),
        ("quorum: {any_of: [{measure: objection, at_least: 1}]}", "quorum.any_of.0.measure"),
    ],
)
def test_the_criteria_of_all_rounds_are_checked(second: str, place: str) -> None:
    (said,) = complaints(PLAIN + second)
    assert f" {place}: 'objection' is not one of the choices" in said


def test_a_quorum_is_a_criterion_or_none() -> None:
    assert complaints(PLAIN + "quorum: none\nsecond_call: {after: {days: 3}, quorum: none}") == []
    assert complaints(PLAIN + "quorum: half") == ["3:1: quorum: a quorum is a criterion, or the word none"]


def test_a_duration_has_one_unit() -> None:
    (said,) = complaints(PLAIN + "closes: {after: {days: 3, weeks: 1}}")
    assert said.startswith("3:10: closes.after: a duration has exactly one of")
    duration = rule(closes={"after": {"business_days": 10}}).closes
    assert duration
    assert (duration.after.unit, duration.after.count) == ("business_days", 10)


def test_a_review_is_a_date_or_yes() -> None:
    assert complaints(PLAIN + "review: 2027-01-01") == []
    assert complaints(PLAIN + "review: true") == []
    assert "review" in complaints(PLAIN + "review: soon")[0]


def test_a_source_is_one_text_or_one_in_each_language() -> None:
    shown = rule(source="statutes, art. 7").source_text
    assert shown
    assert (shown.fr, shown.en) == ("statutes, art. 7", "statutes, art. 7")
    both = rule(source={"fr": "Règle maison", "en": "House rule"}).source_text
    assert both
    assert both.en == "House rule"
    assert rule().source_text is None


def has_a_float(data: Any) -> bool:
    if isinstance(data, dict):
        return any(map(has_a_float, data.values()))
    return isinstance(data, float) or (isinstance(data, list) and any(map(has_a_float, data)))


@pytest.mark.parametrize(
    "path", ["policies/packs/fr-action-sociale/2026.1/rules.yaml", "tests/policies/deliberation/rules.yaml"]
)
def test_a_rule_frozen_as_json_reads_back_equal(path: str) -> None:
    root = Path(__file__).parents[3]
    for name, written in load_rules(read(root / path)).items():
        data = written.as_data()
        assert not has_a_float(data), name
        assert Rule.model_validate(json.loads(json.dumps(data))) == written, name
        assert Rule.model_validate(data).as_data() == data, name


def test_the_frozen_rule_writes_its_defaults_out() -> None:
    assert rule().as_data() == {
        "ballots": ["for", "against", "abstain"],
        "adopted_when": {"measure": "for", "of": "expressed", "more_than": "1/2"},
        "colleges": {},
        "tie": "rejected",
        "recusal": {"base": "excluded"},
        "secrecy": "open",
        "ballot_change": "until_close",
    }


def test_a_nest_measures_nothing_itself() -> None:
    with pytest.raises(TypeError, match="only a leaf measures"):
        _ = rule({"any_of": [{"measure": "for", "at_least": 1}]}).adopted_when.counted
