"""Case files: what loads, what is said of those that do not, and the answer."""

from __future__ import annotations

import pytest

from policies.deliberation import answer, load_case
from policies.documents import BadDocument, parse
from tests.policies.deliberation.build import rule

RULES = {"majority": rule(), "weighed": rule({"measure": "for", "weigh": "shares", "at_least": 1})}
CASE = """\
rule: majority
electorate:
  - {seat: x, college: a}
  - {seat: y, college: a}
ballots:
  - {seat: x, choice: for}
  - {seat: z, choice: against, by: proxy}
"""


def complaints(text: str) -> list[str]:
    with pytest.raises(BadDocument) as bad:
        load_case(parse(text, "case.yaml"), RULES)
    return [str(finding) for finding in bad.value.findings]


def test_the_answer_is_the_one_of_the_design() -> None:
    assert answer(load_case(parse(CASE, "case.yaml"), RULES)) == {
        "outcome": "adopted",
        "certain": False,
        "quorum": {"met": True, "criteria": []},
        "criteria": [
            {
                "text": {
                    "fr": "1 voix pour sur 1 voix exprimée (100\u00a0%) ; "
                    "il fallait plus de la moitié : atteint.",
                    "en": "1 vote for out of 1 vote expressed (100%); more than half was needed: met.",
                },
                "numerator": 1,
                "denominator": 1,
                "comparator": "more_than",
                "threshold": "1/2",
                "met": True,
            }
        ],
        "set_aside": [
            {
                "seat": "z",
                "code": "unknown_seat",
                "text": {
                    "fr": "Écarté : le siège « z » n’est pas inscrit pour ce vote.",
                    "en": "Set aside: the seat “z” is not entitled to this vote.",
                },
            }
        ],
    }


def test_a_threshold_that_was_a_number_is_answered_as_one() -> None:
    text = CASE.replace("rule: majority", "rule: {ballots: [for], adopted_when: {measure: for, at_least: 2}}")
    (criterion,) = answer(load_case(parse(text, "case.yaml"), {}))["criteria"]
    assert (criterion["threshold"], criterion["denominator"], criterion["met"]) == (2, None, False)


def test_a_rule_may_be_written_in_the_case() -> None:
    bad = CASE.replace(
        "rule: majority", "rule: {ballots: [for], adopted_when: {measure: for, at_least: 0.5}}"
    )
    (said,) = complaints(bad)
    assert said.startswith("case.yaml:1:53: rule.adopted_when.at_least: 0.5 is not exact")


def test_an_unknown_rule_is_told_with_the_nearest_name() -> None:
    assert complaints(CASE.replace("majority", "majoritary")) == [
        "case.yaml:1:1: rule: there is no rule 'majoritary'; did you mean 'majority'?"
    ]
    assert complaints(CASE.replace("majority", "'12'")) == ["case.yaml:1:1: rule: there is no rule '12'"]
    assert complaints(CASE.replace("majority", "[1]")) == [
        "case.yaml:1:1: rule: is a rule, or the name of one"
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("seat: y", "seet: y", "case.yaml:4:6: electorate.1.seet: unknown key; did you mean 'seat'?"),
        ("seat: y", "seat: x", "case.yaml:4:5: electorate.1: the seat 'x' is listed twice"),
        ("by: proxy", "by: proxi", "did you mean 'proxy'?"),
        (
            "college: a}\n  - {seat: y",
            "weights: {n: 0.5}}\n  - {seat: y",
            "0.5 is not exact: a weight is a whole number",
        ),
        ("college: a}\n  - {seat: y", "weights: {n: -1}}\n  - {seat: y", "electorate.0.weights.n: "),
        (
            "rule: majority",
            "rule: majority\nchair: yy",
            "case.yaml:2:1: chair: no seat 'yy' in the electorate; did",
        ),
        ("rule: majority", "rule: majority\nchair: ghost", "chair: no seat 'ghost' in the electorate"),
        (
            "rule: majority",
            "rule: majority\nround: second_call",
            "case.yaml:2:1: round: the rule has no second_call",
        ),
        ("rule: majority", "rule: majority\nround: second_round", "round: the rule has no second_round"),
        ("rule: majority", "rule: majority\nround: third", "round: Input should be 'first'"),
        ("rule: majority", "rule: weighed", "electorate.0: the seat 'x' has no weight 'shares'"),
        ("rule: majority\n", "", "rule: Field required"),
        (CASE, "- 1", "case.yaml:1:1: "),
    ],
)
def test_a_case_that_does_not_load_says_where_and_why(old: str, new: str, said: str) -> None:
    assert said in "\n".join(complaints(CASE.replace(old, new)))


def test_a_seat_needs_a_college_only_where_the_rule_counts_by_college() -> None:
    bare = CASE.replace(", college: a", "")
    assert answer(load_case(parse(bare, "case.yaml"), RULES))["outcome"] == "adopted"
    within = {"majority": rule({"measure": "for", "in": "a", "at_least": 1})}
    with pytest.raises(BadDocument, match=r"electorate\.0: the seat 'x' has no college"):
        load_case(parse(bare, "case.yaml"), within)


def test_a_secret_vote_needs_three_voters_in_each_college() -> None:
    secret = {"majority": rule(secrecy="secret", ballot_change="never")}
    with pytest.raises(BadDocument, match="electorate: 2 voting in 'a': a secret vote needs at least 3"):
        load_case(parse(CASE, "case.yaml"), secret)
    third = CASE.replace(
        "ballots:", "  - {seat: w, college: a}\n  - {seat: v, college: b, recused: true}\nballots:"
    )
    assert load_case(parse(third, "case.yaml"), secret).electorate[3].recused


def test_a_case_may_have_no_ballots_yet() -> None:
    case = load_case(parse(CASE.split("ballots:")[0], "case.yaml"), RULES)
    assert (case.ballots, case.chair, case.round) == ((), None, "first")
