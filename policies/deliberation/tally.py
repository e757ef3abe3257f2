"""Counting a vote: from rule, electorate and ballots to the outcome with its arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policies.deliberation.arithmetic import Totals
from policies.deliberation.certain import is_certain
from policies.deliberation.criterion import Criterion
from policies.deliberation.measures import State
from policies.deliberation.outcome import (
    Judged,
    Outcome,
    QuorumReached,
    SetAside,
    Status,
    decide,
    fold,
    status_of,
)
from policies.deliberation.rule import Round, Rule
from policies.deliberation.seats import Ballot, Seat, stand
from policies.text import Text


def tally(
    rule: Rule,
    electorate: Sequence[Seat],
    ballots: Sequence[Ballot],
    *,
    chair: str | None = None,
    round: Round = "first",  # noqa: A002  the word of the case format
    labels: Mapping[str, Text] | None = None,
) -> Outcome:
    """The outcome of `ballots`, in order of arrival. Total: raises nothing for a rule that loads.

    `chair` is the chair's seat. `labels` name colleges and weights to people; their keys stand in otherwise.
    In a `round` that the rule does not have, its ordinary quorum and criterion hold.
    """
    standing = stand(rule, electorate, ballots)
    count = _Count(Totals(rule, standing), labels or {})
    quorum_tree, tree = rule.quorum_in(round), rule.adopted_in(round)
    quorum = quorum_tree is None or count.status(quorum_tree) is Status.MET
    status = count.status(tree)
    chair_is_for = chair is not None and standing.states.get(chair) == State("for")
    return Outcome(
        decide(
            rule,
            round,
            quorum=quorum,
            status=status,
            chair_is_for=chair_is_for,
            close_enough=rule.second_round is not None and count.status(rule.second_round.if_) is Status.MET,
        ),
        is_certain(rule, standing, chair=chair, round=round),
        QuorumReached(quorum, count.judged(quorum_tree)),
        count.judged(tree, ties_are_met=status is Status.TIED and rule.tie == "chair" and chair_is_for),
        tuple(SetAside(rejected) for rejected in standing.rejected),
    )


class _Count:
    """The criteria of one count."""

    def __init__(self, totals: Totals, labels: Mapping[str, Text]) -> None:
        self._totals = totals
        self._labels = labels

    def status(self, tree: Criterion) -> Status:
        return fold(tree, lambda leaf: status_of(leaf, self._totals.figures(leaf)))

    def judged(self, tree: Criterion | None, *, ties_are_met: bool = False) -> tuple[Judged, ...]:
        return tuple(self._judge(leaf, ties_are_met) for leaf in tree.leaves()) if tree else ()

    def _judge(self, leaf: Criterion, ties_are_met: bool) -> Judged:
        figures = self._totals.figures(leaf)
        status = status_of(leaf, figures)
        met = status is Status.MET or (ties_are_met and status is Status.TIED)
        return Judged(leaf, figures, status, met, self._labels)
