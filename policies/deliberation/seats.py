"""Who may vote, what they cast, and where each seat stands once the ballots are sorted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from policies.deliberation.measures import State
from policies.deliberation.rule import Rule

CastBy = Literal["self", "substitute", "proxy"]
Code = Literal["unknown_seat", "recused_seat", "unlisted_choice", "no_proxies", "second_ballot"]

_SILENT, _RECUSED = State(), State(recused=True)


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat of the electorate, as it was when the vote opened. `weights` are whole and not negative."""

    seat: str
    college: str
    weights: Mapping[str, int] = field(default_factory=dict)
    recused: bool = False


@dataclass(frozen=True, slots=True)
class Ballot:
    """What was cast for a seat, by its holder (`self`), its substitute or a proxy."""

    seat: str
    choice: str
    by: CastBy = "self"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A ballot that does not count, and why."""

    ballot: Ballot
    code: Code


@dataclass(frozen=True, slots=True)
class Standing:
    """The seats, where each stands after all ballots, and the ballots that were set aside."""

    seats: Mapping[str, Seat]
    states: Mapping[str, State]
    rejected: tuple[Rejected, ...]


def stand(rule: Rule, electorate: Sequence[Seat], ballots: Sequence[Ballot]) -> Standing:
    """Sort `ballots`, in order of arrival. One's own replaces the proxy's, in whatever order they come."""
    seats = {seat.seat: seat for seat in electorate}
    own: dict[str, State] = {}
    by_proxy: dict[str, State] = {}
    rejected = []
    for ballot in ballots:
        box = by_proxy if ballot.by == "proxy" else own
        code = _why_not(rule, seats.get(ballot.seat), ballot, box)
        if code:
            rejected.append(Rejected(ballot, code))
        else:
            box[ballot.seat] = State(ballot.choice, ballot.by == "proxy")
    absent = {name: _RECUSED if seat.recused else _SILENT for name, seat in seats.items()}
    return Standing(seats, absent | by_proxy | own, tuple(rejected))


def _why_not(rule: Rule, seat: Seat | None, ballot: Ballot, box: Mapping[str, State]) -> Code | None:
    if seat is None:
        return "unknown_seat"
    if seat.recused:
        return "recused_seat"
    if ballot.choice not in rule.ballots:
        return "unlisted_choice"
    if ballot.by == "proxy" and rule.proxies is None:
        return "no_proxies"
    if rule.ballot_change == "never" and ballot.seat in box:
        return "second_ballot"
    return None
