"""Whether an electorate suits a rule, before anything is opened under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policies.deliberation.arithmetic import ONE_EACH
from policies.deliberation.rule import Rule
from policies.deliberation.seats import Seat

SMALLEST_SECRET_COLLEGE = 3
"""Secret ballots are opened with their college: with fewer voters it would show who voted what."""


@dataclass(frozen=True)
class Unfit:
    """What a seat (by its position; None: the electorate) lacks for the rule, in English."""

    seat: int | None
    text: str


def unfit(rule: Rule, electorate: Sequence[Seat]) -> list[Unfit]:
    """Everything for which `electorate` cannot vote under `rule`; `tally` counts it all the same."""
    return [*_missing(rule, electorate), *_exposed(rule, electorate)]


def _missing(rule: Rule, electorate: Sequence[Seat]) -> Iterator[Unfit]:
    leaves = [leaf for _, leaf in rule.criteria()]
    weights = dict.fromkeys(leaf.weigh for leaf in leaves if leaf.weigh not in ONE_EACH)
    colleges = any(leaf.colleges or leaf.weigh == "colleges" for leaf in leaves)
    for position, seat in enumerate(electorate):
        if colleges and not seat.college:
            yield Unfit(position, f"the seat '{seat.seat}' has no college, and the rule counts by college")
        for weight in weights:
            if weight not in seat.weights:
                yield Unfit(
                    position, f"the seat '{seat.seat}' has no weight '{weight}', by which the rule counts"
                )


def _exposed(rule: Rule, electorate: Sequence[Seat]) -> Iterator[Unfit]:
    if rule.secrecy != "secret":
        return
    voters = Counter(seat.college for seat in electorate if not seat.recused)
    for college, number in voters.items():
        if number < SMALLEST_SECRET_COLLEGE:
            yield Unfit(
                None,
                f"{number} voting in '{college}': a secret vote needs at least {SMALLEST_SECRET_COLLEGE}",
            )
