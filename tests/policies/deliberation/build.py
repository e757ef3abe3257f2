"""Short ways to write rules, electorates and ballots in tests."""

from __future__ import annotations

from typing import Any

from policies.deliberation import Ballot, Rule, Seat
from policies.documents import BadDocument, parse, validate

VOTES = ["for", "against", "abstain"]
MAJORITY: dict[str, Any] = {"measure": "for", "of": "expressed", "more_than": "1/2"}


def rule(adopted_when: dict[str, Any] | None = None, **fields: Any) -> Rule:
    return Rule.model_validate({"ballots": VOTES, "adopted_when": adopted_when or MAJORITY, **fields})


def seats(**colleges: int) -> list[Seat]:
    """`seats(a=2, b=1)`: a1, a2 and b1."""
    return [Seat(f"{name}{n}", name) for name, many in colleges.items() for n in range(1, many + 1)]


def votes(**choices: str) -> list[Ballot]:
    """`votes(a1="for", a2="against")`, in order of arrival."""
    return [Ballot(seat, choice) for seat, choice in choices.items()]


def complaints(text: str) -> list[str]:
    """What is wrong with a rule, each as `line:column: field: text`."""
    try:
        validate(parse(text, "rule.yaml"), Rule)
    except BadDocument as bad:
        return [str(finding).removeprefix("rule.yaml:") for finding in bad.findings]
    return []
