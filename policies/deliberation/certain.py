"""Whether a vote is certain: no ballot that may still come could change its outcome.

Interval arithmetic over the seats that are still open: each criterion gets the least and the greatest it can
come to. Criteria are looked at apart, so a certain outcome may be missed, but none is claimed wrongly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from policies.deliberation.arithmetic import Figures, Totals
from policies.deliberation.criterion import HALF, Criterion
from policies.deliberation.measures import State, holds
from policies.deliberation.outcome import Status, decide, fold, status_of
from policies.deliberation.rule import Round, Rule
from policies.deliberation.seats import Ballot, Seat, Standing, stand

Pair = tuple[bool, bool]
"""Whether a seat counts above and below the line. (Above alone cannot be: `of` contains the measure.)"""

_FOR_THE_GREATEST: tuple[Pair, ...] = ((True, True), (False, False), (False, True))
_FOR_THE_LEAST: tuple[Pair, ...] = ((False, True), (False, False), (True, True))


def certain(
    rule: Rule,
    electorate: Sequence[Seat],
    ballots: Sequence[Ballot],
    *,
    chair: str | None = None,
    round: Round = "first",  # noqa: A002  the word of the case format
) -> bool:
    """Whether the outcome of `tally` cannot change any more, changed ballots and later recusals apart.

    Where ballots may be changed until closing, that is when every seat has voted; else, when whatever the
    open seats do leads to the same outcome. A seat for which only a proxy voted stays open: its own ballot
    would replace it.
    """
    return is_certain(rule, stand(rule, electorate, ballots), chair=chair, round=round)


def is_certain(rule: Rule, standing: Standing, *, chair: str | None, round: Round) -> bool:  # noqa: A002
    """`certain`, for ballots that are already sorted."""
    if rule.ballot_change == "until_close":
        return all(
            state.recused or state.choice not in {None, "present"} for state in standing.states.values()
        )
    outlook = _Outlook(rule, standing)
    quorum = rule.quorum_in(round)
    second = rule.second_round
    outcomes = {
        decide(rule, round, quorum=met, status=status, chair_is_for=chair_is_for, close_enough=close)
        for met, status, chair_is_for, close in product(
            outlook.may_hold(quorum) if quorum else {True},
            outlook.reach(rule.adopted_in(round)),
            outlook.chair_may_be_for(chair),
            outlook.may_hold(second.if_) if second else {False},
        )
    }
    return len(outcomes) == 1


@dataclass(frozen=True)
class Span:
    """The least and the greatest share, None where nothing can be shared; may it be 0 over 0?"""

    least: Fraction | None
    greatest: Fraction | None
    may_vanish: bool


class _Outlook:
    """What may still become of each criterion, whatever the open seats do."""

    def __init__(self, rule: Rule, standing: Standing) -> None:
        self._rule = rule
        self._standing = standing
        self._totals = Totals(rule, standing)
        self._own = [State(choice) for choice in rule.ballots]
        self._any = [*self._own, *(State(choice, True) for choice in rule.ballots if rule.proxies)]

    def may_hold(self, tree: Criterion) -> set[bool]:
        return {status is Status.MET for status in self.reach(tree)}

    def reach(self, tree: Criterion) -> set[Status]:
        """Every status that `tree` may come to, and perhaps some between that it may not."""
        spans = {id(leaf): self._leaf(leaf) for leaf in tree.leaves()}
        least = fold(tree, lambda leaf: min(spans[id(leaf)]))
        greatest = fold(tree, lambda leaf: max(spans[id(leaf)]))
        return {status for status in Status if least <= status <= greatest}

    def chair_may_be_for(self, chair: str | None) -> set[bool]:
        state = self._standing.states.get(chair) if chair is not None else None
        return {False} if state is None else {future == State("for") for future in self._futures(state)}

    def _futures(self, state: State) -> Sequence[State]:
        """Where a seat that stands in `state` may stand at closing. One's own ballot is final."""
        if state.recused or (state.choice is not None and not state.by_proxy):
            return [state]
        return [state, *(self._own if state.by_proxy else self._any)]

    def _leaf(self, leaf: Criterion) -> set[Status]:
        if leaf.of is None:
            return {status_of(leaf, figures) for figures in self._counts(leaf)}
        span = self._span(leaf)
        found = {Status.UNMET} if span.may_vanish else set()
        if span.least is not None and span.greatest is not None:
            ends = {span.least, span.greatest}
            if leaf.may_tie and span.least <= HALF <= span.greatest:
                ends.add(HALF)
            found |= {status_of(leaf, Figures(end.numerator, end.denominator)) for end in ends}
        return found

    def _counts(self, leaf: Criterion) -> tuple[Figures, Figures]:
        least = greatest = 0
        for _, state, amount in self._totals.classes(leaf):
            counts = {above for above, _ in self._pairs(leaf, state)}
            least += amount * min(counts)
            greatest += amount * max(counts)
        return Figures(least, None), Figures(greatest, None)

    def _span(self, leaf: Criterion) -> Span:
        by_college: dict[str, list[tuple[int, Collection[Pair]]]] = {}
        for college, state, amount in self._totals.classes(leaf):
            if amount:
                by_college.setdefault(college, []).append((amount, self._pairs(leaf, state)))
        if leaf.weigh != "colleges":
            return share_of([seats for college in by_college.values() for seats in college])
        weights = self._rule.college_weights
        return mean_of(
            [
                (weights[college], share_of(seats))
                for college, seats in by_college.items()
                if college in weights
            ]
        )

    def _pairs(self, leaf: Criterion, state: State) -> set[Pair]:
        kept = self._rule.recused_count
        return {
            (holds(leaf.counted, future, kept), leaf.of is not None and holds(leaf.of, future, kept))
            for future in self._futures(state)
        }


def share_of(seats: Iterable[tuple[int, Collection[Pair]]]) -> Span:
    """What a share may come to, of amounts that each fall on one of their pairs."""
    rows = list(seats)
    may_vanish = all((False, False) in pairs for _, pairs in rows)
    least = _share(rows, _FOR_THE_LEAST)
    greatest = _share(rows, _FOR_THE_GREATEST)
    return Span(
        # The preferred pairs left nothing below the line: only the one that was shunned puts anything there.
        least if least is not None else _if_any(rows, (True, True), Fraction(1)),
        greatest if greatest is not None else _if_any(rows, (False, True), Fraction(0)),
        may_vanish,
    )


def mean_of(colleges: Sequence[tuple[Fraction, Span]]) -> Span:
    """What the weighted mean of the colleges may come to, when those that may vanish drop out or stay."""
    alive = [(weight, span) for weight, span in colleges if span.least is not None]
    return Span(
        _extreme([(weight, span.least, span.may_vanish) for weight, span in alive], greatest=False),
        _extreme([(weight, span.greatest, span.may_vanish) for weight, span in alive], greatest=True),
        all(span.may_vanish for _, span in alive),
    )


def _share(rows: Iterable[tuple[int, Collection[Pair]]], preferred: Sequence[Pair]) -> Fraction | None:
    numerator = denominator = 0
    for amount, pairs in rows:
        above, below = next(pair for pair in preferred if pair in pairs)
        numerator += amount * above
        denominator += amount * below
    return Fraction(numerator, denominator) if denominator else None


def _if_any(rows: Iterable[tuple[int, Collection[Pair]]], pair: Pair, share: Fraction) -> Fraction | None:
    return share if any(pair in pairs for _, pairs in rows) else None


def _extreme(
    colleges: Iterable[tuple[Fraction, Fraction | None, bool]], *, greatest: bool
) -> Fraction | None:
    """The furthest mean: all that must stay, then the others, best first, as long as they still help."""
    sign = 1 if greatest else -1
    rows = [(sign * share, weight, optional) for weight, share, optional in colleges if share is not None]
    total = sum((weight for _, weight, optional in rows if not optional), Fraction(0))
    summed = sum((share * weight for share, weight, optional in rows if not optional), Fraction(0))
    for share, weight, optional in sorted(rows, reverse=True):
        if optional and (not total or share * total > summed):
            total += weight
            summed += share * weight
    return sign * summed / total if total else None
