"""Civil time: public holidays of a territory, deadlines, recurrences, and the instants at which days end.

Days are civil dates; instants are UTC. The way of counting is that of the code of civil procedure, articles
641 (the first day does not count; months by date, else the month's last day) and 642 (a delay expires at
24:00 of its last day, and not on a Saturday, Sunday or holiday).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Container, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import count
from zoneinfo import ZoneInfo

import holidays

from policies.duration import Duration, Unit

PARIS = "Europe/Paris"
_DAY = timedelta(days=1)
_SATURDAY = 5

# Each territory: its subdivision in `holidays`, and the (month, day) that the labour code adds to the
# national holidays of L3133-1: L3134-13 for Moselle and Alsace, L3422-2 overseas. The library's own local
# days are not taken, since it mixes custom (Mi-Carême, Victor Schœlcher) with law.
_TERRITORIES: dict[str, tuple[str | None, tuple[tuple[int, int], ...]]] = {
    "FR": (None, ()),
    "FR-57": ("57", ((12, 26),)),  # Moselle
    "FR-67": ("6AE", ((12, 26),)),  # Bas-Rhin
    "FR-68": ("6AE", ((12, 26),)),  # Haut-Rhin
    "FR-971": ("971", ((5, 27),)),  # Guadeloupe
    "FR-972": ("972", ((5, 22),)),  # Martinique
    "FR-973": ("973", ((6, 10),)),  # Guyane
    "FR-974": ("974", ((12, 20),)),  # La Réunion
    "FR-975": ("PM", ()),  # Saint-Pierre-et-Miquelon
    "FR-976": ("976", ((4, 27),)),  # Mayotte
    "FR-977": ("BL", ((10, 9),)),  # Saint-Barthélemy
    "FR-978": ("MF", ((5, 27),)),  # Saint-Martin
}
TERRITORIES = tuple(_TERRITORIES)


class PublicHolidays(Container[date]):
    """All the public holidays of a territory, of any year: `day in PublicHolidays("FR")`.

    Raises ValueError for an unknown territory. See `closed_days` for what is counted.
    """

    def __init__(self, territory: str) -> None:
        _known(territory)
        self.territory = territory

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in _public(self.territory, day.year)


def closed_days(territory: str, first: date, last: date) -> tuple[date, ...]:
    """The public holidays from `first` to `last`, both included, in order; weekends are not listed.

    Good Friday in Moselle and Alsace is left out: it is closed only in the communes with a Protestant or
    mixed church, which we do not know (`local_days` names it). Raises ValueError for an unknown territory.
    """
    return _between(territory, first, last, _public)


def local_days(territory: str, first: date, last: date) -> tuple[date, ...]:
    """Days on which much is closed there, yet not by a law that holds everywhere in the territory.

    They depend on the commune (Good Friday) or on custom (Mi-Carême); deadlines do not move for them.
    """
    return _between(territory, first, last, _local)


def is_open(day: date, closed: Container[date]) -> bool:
    """Whether `day` is a business day: no Saturday, no Sunday, and not in `closed`."""
    return day.weekday() < _SATURDAY and day not in closed


def next_open(day: date, closed: Container[date]) -> date:
    """`day` itself where it is open, else the first open day after it."""
    while not is_open(day, closed):
        day += _DAY
    return day


def add(start: date, duration: Duration, closed: Container[date]) -> date:
    """The day that is `duration` after `start`, which does not count; it may be a closed day.

    A month without that date ends on its last day. Business days skip weekends and `closed`.
    Raises OverflowError after the year 9999.
    """
    return _after(start, duration.unit, duration.count, closed)


def deadline(start: date, duration: Duration, closed: Container[date]) -> date:
    """The last day of `duration` after `start`: one that is closed moves to the next open day."""
    return next_open(add(start, duration, closed), closed)


def business_days_between(start: date, end: date, closed: Container[date]) -> int:
    """How many open days follow `start` up to and including `end`; 0 where `end` is not later."""
    return sum(is_open(start + timedelta(days=days), closed) for days in range(1, (end - start).days + 1))


def occurrences(every: Duration, anchor: date, closed: Container[date]) -> Iterator[date]:
    """`anchor`, then each `every` after it, to the end of the calendar.

    Counted from the anchor: 31 January by months gives 28 February, then 31 March. An occurrence does not
    move off a closed day; the deadline counted from it does. Raises ValueError where `every` is zero.
    """
    if every.count == 0:
        raise ValueError("a recurrence needs a duration that is longer than zero")
    return _recur(every, anchor, closed)


def end_of_day(day: date, zone: str = PARIS) -> datetime:
    """The UTC instant at which `day` is over in `zone`: the next midnight there, exclusive.

    What happens before this instant is in time; what happens at it is late.
    """
    return datetime.combine(day + _DAY, time.min, ZoneInfo(zone)).astimezone(UTC)


def civil_date(instant: datetime, zone: str = PARIS) -> date:
    """The civil date in `zone` at `instant`. Raises ValueError for an instant without a time zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return instant.astimezone(ZoneInfo(zone)).date()


def _recur(every: Duration, anchor: date, closed: Container[date]) -> Iterator[date]:
    try:
        if every.unit == "business_days":  # each starts on the one before: the count is the same, and fast
            while True:
                yield anchor
                anchor = add(anchor, every, closed)
        for number in count():
            yield _after(anchor, every.unit, every.count * number, closed)
    except OverflowError:
        return


def _after(start: date, unit: Unit, number: int, closed: Container[date]) -> date:
    match unit:
        case "days":
            return start + timedelta(days=number)
        case "weeks":
            return start + timedelta(weeks=number)
        case "months":
            return _months_after(start, number)
        case "years":
            return _months_after(start, 12 * number)
        case "business_days":
            for _ in range(number):
                start = next_open(start + _DAY, closed)
            return start


def _months_after(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > date.max.year:
        raise OverflowError("after the year 9999")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _known(territory: str) -> None:
    if territory not in _TERRITORIES:
        raise ValueError(f"unknown territory {territory!r}; known are {', '.join(TERRITORIES)}")


def _between(
    territory: str, first: date, last: date, of_year: Callable[[str, int], frozenset[date]]
) -> tuple[date, ...]:
    _known(territory)
    days = (day for year in range(first.year, last.year + 1) for day in of_year(territory, year))
    return tuple(sorted(day for day in days if first <= day <= last))


@cache
def _public(territory: str, year: int) -> frozenset[date]:
    _, added = _TERRITORIES[territory]
    return frozenset(holidays.country_holidays("FR", years=year)) | {date(year, *day) for day in added}


@cache
def _local(territory: str, year: int) -> frozenset[date]:
    subdivision, _ = _TERRITORIES[territory]
    every = holidays.country_holidays("FR", subdiv=subdivision, years=year)
    return frozenset(every) - _public(territory, year)
