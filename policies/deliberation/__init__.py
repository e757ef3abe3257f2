"""The decision algebra: rules, ballots and what they come to. Pure, exact and total."""

from __future__ import annotations

from policies.deliberation.case import Case, answer, load_case
from policies.deliberation.certain import certain
from policies.deliberation.electorate import Unfit, unfit
from policies.deliberation.outcome import Judged, Outcome, OutcomeName, QuorumReached, SetAside
from policies.deliberation.rule import Round, Rule
from policies.deliberation.rules import load_rules
from policies.deliberation.seats import Ballot, CastBy, Seat
from policies.deliberation.tally import tally
from policies.deliberation.words import description, needed

__all__ = [
    "Ballot",
    "Case",
    "CastBy",
    "Judged",
    "Outcome",
    "OutcomeName",
    "QuorumReached",
    "Round",
    "Rule",
    "Seat",
    "SetAside",
    "Unfit",
    "answer",
    "certain",
    "description",
    "load_case",
    "load_rules",
    "needed",
    "tally",
    "unfit",
]
