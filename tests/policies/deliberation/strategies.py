"""Rules, electorates and ballots for property tests: small, and as mixed as rules allow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

from hypothesis import strategies as st

from policies.deliberation import Ballot, Rule, Seat
from policies.deliberation.measures import Measure, contains

COLLEGES = ("a", "b", "c")
CHOICES = ("for", "against", "abstain", "objection", "present")
LISTS = (["for", "against"], ["for", "against", "abstain"], list(CHOICES))
UNLISTED = {"abstain", "objection"}
MEASURES: tuple[Measure, ...] = (*get_args(Measure), "for", "for", "for")
THRESHOLDS: tuple[int | str, ...] = ("1/2", "1/2", "1/2", "1/3", "2/3", "55%", 0, 1)
COMPARATORS = ("more_than", "more_than", "at_least", "at_most", "fewer_than")


@st.composite
def leaves(draw: st.DrawFn, ballots: Sequence[str]) -> dict[str, Any]:
    good = [measure for measure in MEASURES if measure in ballots or measure not in UNLISTED]
    leaf: dict[str, Any] = {"measure": draw(st.sampled_from(good))}
    if draw(st.integers(0, 3)):
        leaf["of"] = draw(st.sampled_from([base for base in good if contains(base, leaf["measure"], True)]))
        leaf["weigh"] = draw(st.sampled_from(["seats", "seats", "colleges", "shares"]))
        leaf[draw(st.sampled_from(COMPARATORS))] = draw(st.sampled_from(THRESHOLDS))
    else:
        leaf["weigh"] = draw(st.sampled_from(["seats", "shares"]))
        leaf[draw(st.sampled_from(COMPARATORS))] = draw(st.integers(0, 4))
    if draw(st.integers(0, 3)) == 0:
        leaf["in"] = draw(st.sampled_from(["a", "b", ["a", "c"]]))
    return leaf


def criteria(ballots: Sequence[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.recursive(
        leaves(ballots),
        lambda inner: st.builds(
            lambda kind, some: {kind: some},
            st.sampled_from(["all_of", "any_of"]),
            st.lists(inner, min_size=1, max_size=3),
        ),
        max_leaves=4,
    )


@st.composite
def rules(draw: st.DrawFn, **fixed: Any) -> Rule:
    """A rule of any kind that loads, but no secret one."""
    ballots = draw(st.sampled_from(LISTS))
    written: dict[str, Any] = {
        "ballots": ballots,
        "adopted_when": draw(criteria(ballots)),
        "colleges": draw(st.sampled_from([{"a": "1/2", "b": "3/10", "c": "20%"}, {"a": "1/3", "b": "2/3"}])),
        "tie": draw(st.sampled_from(["rejected", "chair", "new_vote"])),
        "recusal": {"base": draw(st.sampled_from(["excluded", "counted"]))},
        "ballot_change": draw(st.sampled_from(["never", "until_close"])),
    }
    if draw(st.booleans()):
        written["quorum"] = draw(criteria(ballots))
    if draw(st.booleans()):
        written["proxies"] = {}
    if draw(st.integers(0, 3)) == 0:
        written["second_round"] = {"if": draw(leaves(ballots)), "adopted_when": draw(leaves(ballots))}
    if draw(st.integers(0, 3)) == 0:
        written["second_call"] = {"after": {"days": 3}, "quorum": draw(st.just("none") | leaves(ballots))}
    return Rule.model_validate(written | fixed)


@st.composite
def electorates(draw: st.DrawFn, most: int = 5) -> list[Seat]:
    return [
        Seat(
            f"s{number}",
            draw(st.sampled_from(COLLEGES)),
            {"shares": draw(st.integers(0, 4))},
            draw(st.integers(0, 6)) == 0,
        )
        for number in range(draw(st.integers(0, most)))
    ]


BALLOTS = st.builds(
    Ballot,
    st.sampled_from([f"s{number}" for number in range(7)]),
    st.sampled_from(CHOICES),
    st.sampled_from(["self", "self", "substitute", "proxy"]),
)
ROUNDS = st.sampled_from(["first", "second_call", "second_round", "new_vote"])
