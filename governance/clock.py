"""Time as the record sees it: UTC instants as text, civil days in the partnership's zone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

ZONE = "Europe/Paris"


def true_clock() -> datetime:
    return datetime.now(UTC)


class SimulatedClock:
    """A clock that stands still until it is moved: for tests, and for building the demo."""

    def __init__(self, now: datetime) -> None:
        self.now = now.astimezone(UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


def instant(moment: datetime) -> str:
    """UTC, microseconds, `Z`: of a fixed width, so that text order is time order."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(text: str) -> datetime:
    """The datetime that `instant` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z")


def civil_day(text: str, zone: str = ZONE) -> date:
    """The civil date on which an instant falls."""
    return moment(text).astimezone(ZoneInfo(zone)).date()
