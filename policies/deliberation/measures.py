"""What can be measured of a seat: whether its holder took part, and how it voted."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Literal, NamedTuple, get_args

Choice = Literal["for", "against", "abstain", "objection", "present"]
Measure = Literal[
    "for",
    "against",
    "abstain",
    "objection",
    "expressed",
    "cast",
    "present",
    "represented",
    "present_or_represented",
    "entitled",
    "unmoved",
]
CHOICES: tuple[str, ...] = get_args(Choice)
NAMED_CHOICES = frozenset({"for", "against", "abstain", "objection"})
"""The measures that count one choice. (`present` measures taking part, with whatever choice.)"""

_AGAINST = frozenset({"against", "objection"})
_EXPRESSED = _AGAINST | {"for"}
_CAST = _EXPRESSED | {"abstain"}


class State(NamedTuple):
    """Where a seat stands: its choice (None: no ballot), by proxy or not, and whether it is recused."""

    choice: str | None = None
    by_proxy: bool = False
    recused: bool = False


@cache
def holds(measure: Measure, state: State, recused_count: bool) -> bool:
    """Whether a seat in `state` counts in `measure`. `recused_count`: the recused stay in the base."""
    choice = state.choice
    match measure:
        case "entitled":
            return recused_count or not state.recused
        case "unmoved":
            return choice != "for" and holds("entitled", state, recused_count)
        case "present":
            return choice is not None and not state.by_proxy
        case "represented":
            return choice is not None and state.by_proxy
        case "present_or_represented":
            return choice is not None
        case "cast":
            return choice in _CAST
        case "expressed":
            return choice in _EXPRESSED
        case "against":
            return choice in _AGAINST
        case _:
            return choice == measure


@cache
def contains(base: Measure, measure: Measure, proxies: bool) -> bool:
    """Whether every seat that counts in `measure` counts in `base`, so that no share is above 1.

    It holds for all choices, so that adding one to a rule breaks no criterion; only without `proxies` are
    all who take part present.
    """
    ballots = [State(choice, proxy) for choice, proxy in product(CHOICES, {False, proxies})]
    return all(
        holds(base, state, counted)
        for state in [State(), State(recused=True), *ballots]
        for counted in (False, True)
        if holds(measure, state, counted)
    )
