"""A thing that time has made due: what the tick collects, orders and does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from governance.clock import moment
from governance.transaction import Reading, Transaction
from policies.calendar import civil_date

TICK = "tick"  # `Who(system=TICK)`: whose hand the acts are by that only time has caused


@dataclass(frozen=True)
class Due:
    """One due thing of one partnership. `at`: the instant since which it is due; `key`: what it is.

    `run` is given a writing transaction in which the partnership's stream is locked already. It looks
    again whether the thing is still due, and records nothing where it is not: another node was faster.
    """

    at: str
    partnership: str
    key: str
    run: Callable[[Transaction], object]


Source = Callable[[Reading, str], list[Due]]
"""`due(tx, now)`: all that is due at the instant `now`, in any order. It writes nothing."""


def last_day(until: str, zone: str) -> date:
    """The last civil day of what ends at the instant `until`, which is the midnight after it."""
    return civil_date(moment(until) - timedelta(microseconds=1), zone)
