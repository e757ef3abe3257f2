"""How ballots become an outcome."""

from __future__ import annotations

from typing import Any

import pytest

from policies.deliberation import Ballot, Outcome, Rule, Seat, tally
from tests.policies.deliberation.build import MAJORITY, rule, seats, votes

FOUR = seats(a=4)
EVEN = votes(a1="for", a2="against", a3="for", a4="against")


def figures(outcome: Outcome) -> list[tuple[int, int | None]]:
    return [(one["numerator"], one["denominator"]) for one in outcome.as_data()["criteria"]]


def codes(outcome: Outcome) -> list[tuple[str, str]]:
    return [(aside.seat, aside.code) for aside in outcome.set_aside]


@pytest.mark.parametrize(
    ("measure", "count"),
    [
        ("for", 2),
        ("against", 3),  # objections included
        ("abstain", 1),
        ("objection", 1),
        ("expressed", 5),
        ("cast", 6),
        ("present", 5),
        ("represented", 2),
        ("present_or_represented", 7),
        ("entitled", 8),
        ("unmoved", 6),
    ],
)
def test_each_measure_counts_its_seats(measure: str, count: int) -> None:
    every = ["for", "against", "abstain", "objection", "present"]
    asked = rule({"measure": measure, "at_least": 1}, ballots=every, proxies={})
    ballots = [
        Ballot("a1", "for"),
        Ballot("a2", "for", "proxy"),
        Ballot("a3", "against", "substitute"),
        Ballot("a4", "against", "proxy"),
        Ballot("a5", "abstain"),
        Ballot("a6", "objection"),
        Ballot("a7", "present"),
    ]
    electorate = [*seats(a=8), Seat("r", "a", recused=True)]
    assert figures(tally(asked, electorate, ballots)) == [(count, None)]


@pytest.mark.parametrize(("base", "entitled", "unmoved"), [("excluded", 3, 2), ("counted", 4, 3)])
def test_the_recused_leave_the_base_or_stay_in_it(base: str, entitled: int, unmoved: int) -> None:
    criteria = [{"measure": "entitled", "at_least": 1}, {"measure": "unmoved", "at_least": 1}]
    asked = rule({"all_of": criteria}, recusal={"base": base})
    outcome = tally(asked, [*seats(a=3), Seat("r", "a", recused=True)], votes(a1="for"))
    assert figures(outcome) == [(entitled, None), (unmoved, None)]


def test_the_recused_never_vote() -> None:
    counted = rule(recusal={"base": "counted"})
    outcome = tally(counted, [Seat("r", "a", recused=True)], votes(r="for"))
    assert outcome.outcome == "rejected"
    assert codes(outcome) == [("r", "recused_seat")]


@pytest.mark.parametrize(
    ("comparator", "passing"),
    [("at_least", {2, 3}), ("more_than", {3}), ("at_most", {1, 2}), ("fewer_than", {1})],
)
def test_each_comparator_at_its_edge(comparator: str, passing: set[int]) -> None:
    asked = rule({"measure": "for", comparator: 2})
    adopted = {
        n
        for n in (1, 2, 3)
        if tally(asked, FOUR, [Ballot(f"a{i}", "for") for i in range(1, n + 1)]).outcome == "adopted"
    }
    assert adopted == passing


@pytest.mark.parametrize("comparator", ["at_least", "more_than", "at_most", "fewer_than"])
@pytest.mark.parametrize("weigh", ["seats", "colleges", "shares"])
def test_nothing_over_nothing_is_not_met(comparator: str, weigh: str) -> None:
    asked = rule({"measure": "for", "of": "expressed", "weigh": weigh, comparator: 0}, colleges={"a": 1})
    outcome = tally(asked, FOUR, votes(a1="abstain"))
    assert outcome.outcome == "rejected"
    assert figures(outcome) == [(0, 0)]


def test_a_share_is_told_in_lowest_terms_and_a_count_has_no_denominator() -> None:
    both = {"all_of": [MAJORITY, {"measure": "for", "at_least": 2}]}
    assert figures(tally(rule(both), FOUR, EVEN)) == [(1, 2), (2, None)]


def test_a_criterion_may_look_at_one_college_or_several() -> None:
    one = {"measure": "for", "in": "a", "at_least": 1}
    two = {"measure": "for", "in": ["a", "b"], "at_least": 1}
    outcome = tally(rule({"all_of": [one, two]}), seats(a=1, b=1, c=1), votes(a1="for", b1="for", c1="for"))
    assert figures(outcome) == [(1, None), (2, None)]


def test_colleges_weigh_what_the_rule_says() -> None:
    asked = rule(MAJORITY | {"weigh": "colleges"}, colleges={"a": "3/4", "b": "1/4"})
    outcome = tally(asked, seats(a=2, b=1), votes(a1="for", a2="against", b1="for"))
    assert figures(outcome) == [(5, 8)]


def test_a_college_without_a_base_drops_out_and_the_others_are_scaled_up() -> None:
    asked = rule(MAJORITY | {"weigh": "colleges"}, colleges={"a": "1/2", "b": "1/4", "c": "1/4"})
    outcome = tally(asked, seats(a=1, b=1, c=1), votes(a1="against", b1="for", c1="abstain"))
    assert figures(outcome) == [(1, 3)]


def test_a_college_without_a_weight_does_not_weigh() -> None:
    asked = rule(MAJORITY | {"weigh": "colleges"}, colleges={"a": 1})
    assert figures(tally(asked, seats(a=1, z=2), votes(a1="for", z1="against", z2="against"))) == [(1, 1)]


def test_weighing_colleges_within_some_leaves_the_others_out() -> None:
    asked = rule(
        MAJORITY | {"weigh": "colleges", "in": ["a", "b"]}, colleges={"a": "1/4", "b": "1/4", "c": "1/2"}
    )
    outcome = tally(asked, seats(a=1, b=1, c=1), votes(a1="for", b1="against", c1="against"))
    assert figures(outcome) == [(1, 2)]


def test_seats_may_weigh_by_a_weight_of_their_own() -> None:
    asked = rule(
        {"all_of": [MAJORITY | {"weigh": "shares"}, {"measure": "for", "weigh": "shares", "at_least": 7}]}
    )
    electorate = [Seat("x", "a", {"shares": 7}), Seat("y", "a", {"shares": 3}), Seat("z", "a")]
    outcome = tally(asked, electorate, votes(x="for", y="against", z="against"))
    assert figures(outcome) == [(7, 10), (7, None)]
    assert outcome.outcome == "adopted"


def test_all_of_and_any_of_nest() -> None:
    asked = rule(
        {
            "any_of": [
                {"measure": "for", "at_least": 4},
                {"all_of": [{"measure": "for", "at_least": 2}, {"measure": "against", "at_most": 1}]},
            ]
        }
    )
    assert tally(asked, FOUR, votes(a1="for", a2="for", a3="against")).outcome == "adopted"
    assert tally(asked, FOUR, EVEN).outcome == "rejected"
    assert [one.met for one in tally(asked, FOUR, EVEN).criteria] == [False, True, False]


def test_a_ballot_that_does_not_count_is_set_aside_with_its_reason() -> None:
    ballots = [
        Ballot("x", "for"),
        Ballot("a1", "objection"),
        Ballot("a2", "for", "proxy"),
        Ballot("a3", "for"),
        Ballot("a3", "against"),
    ]
    outcome = tally(rule(ballot_change="never"), FOUR, ballots)
    assert codes(outcome) == [
        ("x", "unknown_seat"),
        ("a1", "unlisted_choice"),
        ("a2", "no_proxies"),
        ("a3", "second_ballot"),
    ]
    assert figures(outcome) == [(1, 1)]


def test_until_closing_the_last_ballot_of_a_seat_counts() -> None:
    outcome = tally(rule(), FOUR, [Ballot("a1", "for"), Ballot("a1", "against")])
    assert figures(outcome) == [(0, 1)]
    assert codes(outcome) == []


@pytest.mark.parametrize("change", ["until_close", "never"])
@pytest.mark.parametrize("by", ["self", "substitute"])
@pytest.mark.parametrize("own_first", [True, False])
def test_ones_own_ballot_replaces_the_proxys_in_whatever_order(change: str, by: Any, own_first: bool) -> None:
    asked = rule(proxies={}, ballot_change=change)
    ballots = [Ballot("a1", "for", by), Ballot("a1", "against", "proxy")]
    outcome = tally(asked, FOUR, ballots if own_first else ballots[::-1])
    assert figures(outcome) == [(1, 1)]
    assert codes(outcome) == []


def test_proxies_are_present_only_where_the_quorum_says_so() -> None:
    ballots = [Ballot("a1", "for"), *(Ballot(f"a{n}", "for", "proxy") for n in (2, 3))]
    for measure, expected in (("present", "no_quorum"), ("present_or_represented", "adopted")):
        asked = rule(quorum={"measure": measure, "of": "entitled", "more_than": "1/2"}, proxies={})
        assert tally(asked, FOUR, ballots).outcome == expected


def test_to_be_present_counts_for_the_quorum_and_is_no_vote() -> None:
    asked = rule(ballots=["for", "against", "present"], quorum={"measure": "present", "at_least": 2})
    outcome = tally(asked, FOUR, votes(a1="for", a2="present"))
    assert outcome.outcome == "adopted"
    assert figures(outcome) == [(1, 1)]


def test_without_a_quorum_nothing_is_adopted() -> None:
    outcome = tally(rule(quorum={"measure": "present", "at_least": 2}), FOUR, votes(a1="for"))
    assert outcome.outcome == "no_quorum"
    assert not outcome.quorum.met
    assert outcome.criteria[0].met


def test_a_second_call_has_a_quorum_of_its_own() -> None:
    quorum = {"measure": "present", "at_least": 3}
    own = {"measure": "present", "at_least": 2}
    for second, expected in (("none", "adopted"), (own, "no_quorum")):
        asked = rule(quorum=quorum, second_call={"after": {"days": 3}, "quorum": second})
        assert tally(asked, FOUR, votes(a1="for"), round="second_call").outcome == expected
        assert tally(asked, FOUR, votes(a1="for")).outcome == "no_quorum"


def test_a_round_that_the_rule_does_not_have_is_counted_as_the_first() -> None:
    asked = rule(quorum={"measure": "present", "at_least": 2})
    assert tally(asked, FOUR, votes(a1="for"), round="second_call").outcome == "no_quorum"
    assert tally(rule(), FOUR, votes(a1="for"), round="second_round").outcome == "adopted"


# Ties


def test_a_tie_is_rejected_unless_the_rule_says_otherwise() -> None:
    assert tally(rule(), FOUR, EVEN).outcome == "rejected"
    assert tally(rule(), FOUR, EVEN, chair="a1").outcome == "rejected"


@pytest.mark.parametrize("spelling", ["1/2", "2/4", "50%"])
def test_half_is_half_however_it_is_spelled(spelling: str) -> None:
    asked = rule(MAJORITY | {"more_than": spelling}, tie="new_vote")
    assert tally(asked, FOUR, EVEN).outcome == "tied"


@pytest.mark.parametrize(
    ("chair", "expected"), [("a1", "adopted"), ("a2", "rejected"), (None, "rejected"), ("nobody", "rejected")]
)
def test_the_chairs_own_ballot_settles_a_tie(chair: str | None, expected: str) -> None:
    outcome = tally(rule(tie="chair"), FOUR, EVEN, chair=chair)
    assert outcome.outcome == expected
    assert outcome.criteria[0].met == (expected == "adopted")


def test_a_proxys_ballot_is_not_the_chairs_own() -> None:
    ballots = [Ballot("a1", "for", "proxy"), Ballot("a2", "against")]
    asked = rule(tie="chair", proxies={})
    assert tally(asked, FOUR, ballots, chair="a1").outcome == "rejected"


def test_a_chair_never_adopts_a_two_thirds_rule_at_three_to_three() -> None:
    asked = rule({"all_of": [MAJORITY, MAJORITY | {"more_than": "2/3"}]}, tie="chair")
    ballots = votes(a1="for", a2="for", a3="for", a4="against", a5="against", a6="against")
    assert tally(asked, seats(a=6), ballots, chair="a1").outcome == "rejected"
    assert (
        tally(rule(MAJORITY | {"more_than": "2/3"}, tie="chair"), seats(a=6), ballots, chair="a1").outcome
        == "rejected"
    )


def test_a_chair_never_passes_over_an_objection() -> None:
    asked = rule(
        {"all_of": [MAJORITY, {"measure": "objection", "at_most": 0}]},
        ballots=["for", "against", "objection"],
        tie="chair",
    )
    ballots = votes(a1="for", a2="objection")
    outcome = tally(asked, FOUR, ballots, chair="a1")
    assert outcome.outcome == "rejected"
    assert [one.met for one in outcome.criteria] == [False, False]


def test_half_is_met_and_not_tied_where_half_is_enough() -> None:
    at_least = {"measure": "for", "of": "expressed", "at_least": "1/2"}
    assert tally(rule(at_least, tie="new_vote"), FOUR, EVEN).outcome == "adopted"


def test_only_votes_for_among_the_expressed_can_tie() -> None:
    of_all = {"measure": "for", "of": "entitled", "more_than": "1/2"}
    assert tally(rule(of_all, tie="new_vote"), FOUR, EVEN).outcome == "rejected"


def test_an_adopted_decision_is_not_tied_by_one_of_its_criteria() -> None:
    asked = rule({"any_of": [MAJORITY, {"measure": "for", "at_least": 2}]}, tie="new_vote")
    assert tally(asked, FOUR, EVEN).outcome == "adopted"


def test_a_second_tie_is_rejected() -> None:
    asked = rule(tie="new_vote")
    assert tally(asked, FOUR, EVEN).outcome == "tied"
    assert tally(asked, FOUR, EVEN, round="new_vote").outcome == "rejected"


# Second round

SECOND_ROUND: dict[str, Any] = {
    "if": {"measure": "for", "of": "entitled", "at_least": "1/4"},
    "adopted_when": {"measure": "for", "at_least": 1},
}


def second_round(**fields: Any) -> Rule:
    return rule({"measure": "for", "of": "entitled", "more_than": "1/2"}, second_round=SECOND_ROUND, **fields)


def test_a_second_round_follows_a_vote_that_came_close() -> None:
    assert tally(second_round(), FOUR, votes(a1="for")).outcome == "second_round"
    assert tally(second_round(), FOUR, votes(a1="against")).outcome == "rejected"
    assert tally(second_round(), FOUR, votes(a1="for", a2="for", a3="for")).outcome == "adopted"


def test_a_second_round_has_its_own_criterion_and_happens_once() -> None:
    adopted = tally(second_round(), FOUR, votes(a1="for"), round="second_round")
    assert adopted.outcome == "adopted"
    assert figures(adopted) == [(1, None)]
    strict = SECOND_ROUND | {"adopted_when": {"measure": "for", "at_least": 4}}
    again = rule({"measure": "for", "at_least": 4}, second_round=strict)
    assert tally(again, FOUR, votes(a1="for")).outcome == "second_round"
    assert tally(again, FOUR, votes(a1="for"), round="second_round").outcome == "rejected"


def test_a_second_round_keeps_the_quorum() -> None:
    asked = second_round(quorum={"measure": "present", "at_least": 2})
    assert tally(asked, FOUR, votes(a1="for"), round="second_round").outcome == "no_quorum"


def test_a_tie_that_the_chair_does_not_settle_may_still_open_the_second_round() -> None:
    asked = rule(tie="chair", second_round=SECOND_ROUND)
    assert tally(asked, FOUR, EVEN, chair="a2").outcome == "second_round"
    assert tally(asked, FOUR, EVEN, chair="a1").outcome == "adopted"


def test_an_empty_electorate_has_an_outcome() -> None:
    assert tally(rule(), [], []).outcome == "rejected"
    assert tally(rule({"measure": "against", "at_most": 0}), [], []).outcome == "adopted"
