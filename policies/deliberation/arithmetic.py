"""The figures of each criterion: seats or weights, summed by college and by where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from policies.deliberation.criterion import Criterion
from policies.deliberation.measures import State, holds
from policies.deliberation.rule import Rule
from policies.deliberation.seats import Seat, Standing

Classes = Mapping[tuple[str, State], int]
"""How much (seats, or a weight) stands in each college and state."""

ONE_EACH = frozenset({"seats", "colleges"})


@dataclass(frozen=True)
class Figures:
    """What a leaf measured. `denominator` is None for a count; both are 0 where there is nothing to share."""

    numerator: int
    denominator: int | None

    @property
    def value(self) -> Fraction | int | None:
        """The count or the share; None for 0 over 0."""
        if self.denominator is None:
            return self.numerator
        return Fraction(self.numerator, self.denominator) if self.denominator else None


class Totals:
    """The sums over one standing, made once for all criteria of a rule."""

    def __init__(self, rule: Rule, standing: Standing) -> None:
        self.rule = rule
        self._standing = standing
        self._weights: dict[str, Classes] = {}

    def classes(self, leaf: Criterion) -> Iterator[tuple[str, State, int]]:
        """College, state and amount of all that `leaf` looks at."""
        amounts = self._seats if leaf.weigh in ONE_EACH else self._weighed(leaf.weigh)
        for (college, state), amount in amounts.items():
            if not leaf.colleges or college in leaf.colleges:
                yield college, state, amount

    def figures(self, leaf: Criterion) -> Figures:
        """What `leaf` measures now."""
        counted, kept = leaf.counted, self.rule.recused_count
        rows = list(self.classes(leaf))
        above = Counter[str]()
        below = Counter[str]()
        for college, state, amount in rows:
            above[college] += amount * holds(counted, state, kept)
            below[college] += amount * (leaf.of is not None and holds(leaf.of, state, kept))
        if leaf.of is None:
            return Figures(above.total(), None)
        if leaf.weigh != "colleges":
            return Figures(above.total(), below.total())
        share = weighted(
            (weight, Fraction(above[college], below[college]))
            for college, weight in self.rule.college_weights.items()
            if below[college]
        )
        return Figures(0, 0) if share is None else Figures(share.numerator, share.denominator)

    @cached_property
    def _seats(self) -> Classes:
        states = self._standing.states
        return Counter((seat.college, states[name]) for name, seat in self._standing.seats.items())

    def _weighed(self, weight: str) -> Classes:
        if weight not in self._weights:
            self._weights[weight] = _summed(self._standing.seats.values(), self._standing.states, weight)
        return self._weights[weight]


def weighted(shares: Iterable[tuple[Fraction, Fraction]]) -> Fraction | None:
    """The mean of `(weight, share)` pairs, the weights scaled up to 1; None where there is none."""
    pairs = list(shares)
    total = sum(weight for weight, _ in pairs)
    return Fraction(sum(weight * share for weight, share in pairs) / total) if total else None


def _summed(seats: Iterable[Seat], states: Mapping[str, State], weight: str) -> Classes:
    sums = Counter[tuple[str, State]]()
    for seat in seats:
        sums[seat.college, states[seat.seat]] += seat.weights.get(weight, 0)
    return sums
