"""What holds of every rule, electorate and ballots."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice, product

from hypothesis import given, settings
from hypothesis import strategies as st

from policies.deliberation import Ballot, Rule, Seat, certain, tally
from policies.deliberation.criterion import Criterion
from tests.policies.deliberation.strategies import BALLOTS, CHOICES, ROUNDS, criteria, electorates, rules
from tests.policies.deliberation.test_rule import has_a_float


@given(rules(), electorates(), st.lists(BALLOTS, max_size=9), st.sampled_from([None, "s0", "x"]), ROUNDS)
def test_any_rule_that_loads_gives_an_outcome(
    rule: Rule,
    electorate: list[Seat],
    ballots: list[Ballot],
    chair: str | None,
    round: str,  # noqa: A002
) -> None:
    data = tally(rule, electorate, ballots, chair=chair, round=round).as_data()  # type: ignore[arg-type]
    assert data["outcome"] in {"adopted", "rejected", "no_quorum", "tied", "second_round"}
    assert not has_a_float(data)
    assert json.loads(json.dumps(data)) == data
    for one in [*data["criteria"], *data["quorum"]["criteria"]]:
        assert one["denominator"] is None or 0 <= one["numerator"] <= one["denominator"]
        assert one["text"]["fr"].endswith("atteint.")
        assert one["text"]["en"].endswith("met.")


@given(rules(), electorates(), st.lists(BALLOTS, max_size=9), st.randoms(use_true_random=False))
def test_the_order_of_the_ballots_of_different_seats_changes_nothing(
    rule: Rule, electorate: list[Seat], ballots: list[Ballot], random: object
) -> None:
    by_seat: dict[str, list[Ballot]] = {}
    for ballot in ballots:
        by_seat.setdefault(ballot.seat, []).append(ballot)
    order = [ballot.seat for ballot in ballots]
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = [by_seat[seat].pop(0) for seat in order]
    before, after = (tally(rule, electorate, some, chair="s0").as_data() for some in (ballots, shuffled))
    aside_before, aside_after = before.pop("set_aside"), after.pop("set_aside")
    assert before == after
    assert sorted(map(str, aside_before)) == sorted(map(str, aside_after))


@given(rules(), electorates(), st.lists(BALLOTS, max_size=9))
def test_the_order_of_the_electorate_changes_nothing(
    rule: Rule, electorate: list[Seat], ballots: list[Ballot]
) -> None:
    assert tally(rule, electorate, ballots).as_data() == tally(rule, electorate[::-1], ballots).as_data()


@settings(max_examples=150, deadline=None)
@given(rules(ballot_change="never"), electorates(5), st.lists(BALLOTS, max_size=7), ROUNDS)
def test_closing_when_certain_never_differs_from_waiting(
    rule: Rule,
    electorate: list[Seat],
    ballots: list[Ballot],
    round: str,  # noqa: A002
) -> None:
    """Against every completion, one's own ballots over a proxy's among them."""
    asked = {"chair": "s0", "round": round}
    if certain(rule, electorate, ballots, **asked):  # type: ignore[arg-type]
        now = tally(rule, electorate, ballots, **asked).outcome  # type: ignore[arg-type]
        for later in islice(completions(rule, electorate, ballots), 1500):
            then = tally(rule, electorate, [*ballots, *later], **asked)  # type: ignore[arg-type]
            assert then.outcome == now, later


def completions(rule: Rule, electorate: list[Seat], ballots: list[Ballot]) -> Iterator[list[Ballot]]:
    """Every way in which the seats that have not voted themselves may still vote, or not."""
    done = {ballot.seat for ballot in ballots if ballot.by != "proxy" and ballot.choice in rule.ballots}
    casts = [("self", choice) for choice in rule.ballots]
    if rule.proxies:
        casts += [("proxy", choice) for choice in rule.ballots]
    ways = [
        [None, *(Ballot(seat.seat, choice, by) for by, choice in casts)]  # type: ignore[arg-type]
        for seat in electorate
        if seat.seat not in done and not seat.recused
    ]
    return ([ballot for ballot in way if ballot] for way in product(*ways))


@given(rules(ballot_change="until_close"), electorates(), st.lists(BALLOTS, max_size=9))
def test_when_every_seat_has_voted_itself_the_outcome_is_certain(
    rule: Rule, electorate: list[Seat], ballots: list[Ballot]
) -> None:
    everyone = [*ballots, *(Ballot(seat.seat, "against") for seat in electorate)]
    assert certain(rule, electorate, everyone, chair="s0")


@given(rules(ballot_change="until_close"), electorates(), st.lists(BALLOTS, max_size=9))
def test_where_ballots_may_change_nothing_is_certain_before_every_seat_has_voted(
    rule: Rule, electorate: list[Seat], ballots: list[Ballot]
) -> None:
    counted = {ballot.seat for ballot in ballots if ballot.choice in rule.ballots}
    if any(not seat.recused and seat.seat not in counted for seat in electorate):
        assert not certain(rule, electorate, ballots)


@given(rules())
def test_a_rule_frozen_as_json_reads_back_equal(rule: Rule) -> None:
    data = rule.as_data()
    assert not has_a_float(data)
    assert Rule.model_validate(json.loads(json.dumps(data))) == rule


@given(criteria(CHOICES))
def test_the_leaves_stand_in_written_order(written: dict[str, object]) -> None:
    tree = Criterion.model_validate(written)
    for path, leaf in tree.walk():
        place: object = tree.model_dump(by_alias=True, exclude_none=True)
        for step in path:
            place = place[step]  # type: ignore[index]
        assert place == leaf.model_dump(by_alias=True, exclude_none=True)
