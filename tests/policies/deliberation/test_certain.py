"""When a vote may close early."""

from __future__ import annotations

from fractions import Fraction

import pytest

from policies.deliberation import Ballot, Seat, certain
from policies.deliberation.certain import Span, mean_of, share_of
from tests.policies.deliberation.build import MAJORITY, rule, seats, votes

FIVE = seats(a=5)
FINAL = rule(ballot_change="never")
OF_ALL = rule({"measure": "for", "of": "entitled", "more_than": "1/2"}, ballot_change="never")


def test_while_ballots_may_change_only_the_last_seat_makes_it_certain() -> None:
    almost = votes(a1="for", a2="for", a3="for", a4="for")
    assert not certain(rule(), FIVE, almost)
    assert certain(rule(), FIVE, [*almost, Ballot("a5", "abstain")])


def test_the_recused_are_not_waited_for() -> None:
    assert certain(rule(), [*FIVE[:1], Seat("r", "a", recused=True)], votes(a1="for"))


def test_who_is_only_present_is_waited_for() -> None:
    asked = rule(ballots=["for", "against", "present"])
    assert not certain(asked, seats(a=2), votes(a1="for", a2="present"))


def test_final_ballots_are_certain_once_the_rest_cannot_change_them() -> None:
    assert not certain(OF_ALL, FIVE, votes(a1="for", a2="for"))
    assert certain(OF_ALL, FIVE, votes(a1="for", a2="for", a3="for"))
    assert certain(OF_ALL, FIVE, votes(a1="against", a2="abstain", a3="against"))


def test_a_possible_tie_is_not_certain_where_it_is_settled_otherwise() -> None:
    ballots = votes(a1="against", a2="against")
    assert certain(FINAL, seats(a=4), ballots)
    assert not certain(rule(ballot_change="never", tie="new_vote"), seats(a=4), ballots)
    assert not certain(rule(ballot_change="never", tie="chair"), seats(a=4), ballots, chair="a3")
    assert certain(rule(ballot_change="never", tie="chair"), seats(a=4), ballots, chair="a1")
    assert certain(rule(ballot_change="never", tie="chair"), seats(a=4), ballots)


def test_a_quorum_that_can_still_be_missed_is_not_certain() -> None:
    quorum = {"measure": "present", "at_least": 4}
    asked = rule({"measure": "against", "at_least": 1}, quorum=quorum, ballot_change="never")
    assert not certain(asked, FIVE, votes(a1="against", a2="for", a3="for"))
    assert certain(asked, FIVE, votes(a1="against", a2="for", a3="for", a4="for"))
    assert certain(asked, FIVE, votes(a1="against"), round="new_vote") is False


def test_a_quorum_out_of_reach_is_certain() -> None:
    assert certain(rule(quorum={"measure": "present", "at_least": 6}, ballot_change="never"), FIVE, [])


def test_a_proxys_ballot_may_still_be_replaced_by_ones_own() -> None:
    asked = rule({"measure": "for", "at_least": 1}, ballot_change="never", proxies={})
    assert not certain(asked, seats(a=1), [Ballot("a1", "for", "proxy")])
    assert certain(asked, seats(a=1), [Ballot("a1", "for", "proxy"), Ballot("a1", "for")])


def test_a_proxy_may_still_make_someone_represented() -> None:
    represented = {"measure": "represented", "at_least": 1}
    assert certain(rule(represented, ballot_change="never"), seats(a=1), [])
    assert not certain(rule(represented, ballot_change="never", proxies={}), seats(a=1), [])


def test_a_college_that_may_drop_out_is_minded() -> None:
    """`a` is for and `b` against: whether `c`, of which nobody has voted, comes or not decides."""
    asked = rule(
        {"measure": "for", "of": "expressed", "weigh": "colleges", "at_least": "1/2"},
        colleges={"a": "2/5", "b": "2/5", "c": "1/5"},
        ballot_change="never",
    )
    ballots = votes(a1="for", b1="against")
    assert not certain(asked, seats(a=1, b=1, c=1), ballots)
    assert certain(asked, seats(a=1, b=1), ballots)
    assert certain(asked, seats(a=1, b=1, c=1), votes(a1="against", b1="against"))


def test_a_possible_second_round_is_not_certain() -> None:
    second = {"if": {"measure": "for", "at_least": 1}, "adopted_when": MAJORITY}
    asked = rule({"measure": "for", "at_least": 5}, second_round=second, ballot_change="never")
    ballots = votes(a1="against")
    assert not certain(asked, FIVE, ballots)
    assert certain(asked, FIVE, [*ballots, Ballot("a2", "for")])


YES, NO, OUT = (True, True), (False, True), (False, False)


@pytest.mark.parametrize(
    ("rows", "span"),
    [
        ([], Span(None, None, True)),
        ([(2, {YES}), (1, {NO})], Span(Fraction(2, 3), Fraction(2, 3), False)),
        ([(2, {YES}), (1, {NO, YES, OUT})], Span(Fraction(2, 3), Fraction(1), False)),
        ([(1, {OUT})], Span(None, None, True)),
        ([(1, {OUT, YES})], Span(Fraction(1), Fraction(1), True)),
        ([(1, {OUT, NO})], Span(Fraction(0), Fraction(0), True)),
        ([(1, {OUT, NO}), (1, {OUT, YES})], Span(Fraction(0), Fraction(1), True)),
        ([(1, {YES}), (3, {OUT, YES}), (4, {OUT, NO})], Span(Fraction(1, 5), Fraction(1), False)),
    ],
)
def test_a_share_spans_from_its_least_to_its_greatest(
    rows: list[tuple[int, set[tuple[bool, bool]]]], span: Span
) -> None:
    assert share_of(rows) == span


def test_the_mean_takes_the_colleges_that_help_and_leaves_those_that_may_go() -> None:
    half = Fraction(1, 2)
    stays = (Fraction(1, 2), Span(half, half, False))
    high = (Fraction(1, 4), Span(Fraction(3, 4), Fraction(1), True))
    low = (Fraction(1, 4), Span(Fraction(0), Fraction(1, 4), True))
    gone = (Fraction(1, 4), Span(None, None, True))
    assert mean_of([stays, high, low, gone]) == Span(Fraction(1, 3), Fraction(2, 3), False)
    assert mean_of([high, low]) == Span(Fraction(0), Fraction(1), True)
    assert mean_of([gone]) == Span(None, None, True)
