"""What a vote comes to: from met, tied or unmet criteria to the outcome, and how it is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Literal

from policies.deliberation.arithmetic import Figures
from policies.deliberation.criterion import HALF, Criterion
from policies.deliberation.rule import Round, Rule
from policies.deliberation.seats import Rejected
from policies.deliberation.words import outcome_text, rejected_text, sentence
from policies.text import Text

OutcomeName = Literal["adopted", "rejected", "no_quorum", "tied", "second_round"]


class Status(IntEnum):
    """How a criterion stands. Ordered, so that `all_of` is the least and `any_of` the greatest."""

    UNMET = 0
    TIED = 1
    MET = 2


@dataclass(frozen=True)
class Judged:
    """One criterion with its figures, and whether it is met."""

    criterion: Criterion
    figures: Figures
    status: Status
    met: bool
    labels: Mapping[str, Text] = field(default_factory=dict, repr=False)

    @property
    def text(self) -> Text:
        tied = self.status is Status.TIED
        return sentence(self.criterion, self.figures, met=self.met, tied=tied, labels=self.labels)

    def as_data(self) -> dict[str, Any]:
        value = self.figures.value
        share = self.figures.denominator is not None
        return {
            "text": self.text.as_dict(),
            "numerator": value.numerator if value is not None else 0,
            "denominator": (value.denominator if value is not None else 0) if share else None,
            "comparator": self.criterion.comparator,
            "threshold": self.criterion.spelling,
            "met": self.met,
        }


@dataclass(frozen=True)
class QuorumReached:
    """Whether enough took part; no criterion: no quorum is asked for."""

    met: bool
    criteria: tuple[Judged, ...]


@dataclass(frozen=True)
class SetAside:
    """A ballot that was not counted, with the reason."""

    rejected: Rejected

    @property
    def seat(self) -> str:
        return self.rejected.ballot.seat

    @property
    def code(self) -> str:
        return self.rejected.code

    @property
    def text(self) -> Text:
        return rejected_text(self.rejected)

    def as_data(self) -> dict[str, Any]:
        return {"seat": self.seat, "code": self.code, "text": self.text.as_dict()}


@dataclass(frozen=True)
class Outcome:
    """The outcome with its arithmetic. `certain`: no remaining ballot could change it."""

    outcome: OutcomeName
    certain: bool
    quorum: QuorumReached
    criteria: tuple[Judged, ...]
    set_aside: tuple[SetAside, ...]

    @property
    def text(self) -> Text:
        return outcome_text(self.outcome)

    def as_data(self) -> dict[str, Any]:
        """The answer as JSON has it: strings, integers, booleans, None, lists, dictionaries."""
        quorum = [judged.as_data() for judged in self.quorum.criteria]
        return {
            "outcome": self.outcome,
            "certain": self.certain,
            "quorum": {"met": self.quorum.met, "criteria": quorum},
            "criteria": [judged.as_data() for judged in self.criteria],
            "set_aside": [aside.as_data() for aside in self.set_aside],
        }


def status_of(leaf: Criterion, figures: Figures) -> Status:
    """How `leaf` stands with `figures`. A share of 0 over 0 is not met."""
    value = figures.value
    if value is None:
        return Status.UNMET
    if leaf.passes(value):
        return Status.MET
    return Status.TIED if leaf.may_tie and value == HALF else Status.UNMET


def fold(tree: Criterion, judge: Callable[[Criterion], Status]) -> Status:
    """How a tree stands whose leaves stand as `judge` says.

    It is MET if it holds with tied leaves unmet, and at least TIED if it holds with tied leaves met.
    """
    if not tree.nested:
        return judge(tree)
    statuses = [fold(inner, judge) for inner in tree.nested]
    return max(statuses) if tree.any_of else min(statuses)


def decide(
    rule: Rule,
    round: Round,  # noqa: A002  the word of the case format
    *,
    quorum: bool,
    status: Status,
    chair_is_for: bool,
    close_enough: bool,
) -> OutcomeName:
    """The outcome. `status`: of this round's criterion; `close_enough`: `second_round.if` holds."""
    if not quorum:
        return "no_quorum"
    if status is Status.MET:
        return "adopted"
    if status is Status.TIED and rule.tie == "rejected":
        return "rejected"
    if status is Status.TIED and rule.tie == "new_vote":
        return "rejected" if round == "new_vote" else "tied"
    if status is Status.TIED and chair_is_for:
        return "adopted"
    if close_enough and round != "second_round":
        return "second_round"
    return "rejected"
