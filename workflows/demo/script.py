"""What the demo tells: its people and its five stories, read from the YAML files beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field

from governance.clock import ZONE
from policies.calendar import PublicHolidays, is_open
from policies.documents import Entry, load

DATA = Path(__file__).parent / "data"
AGREEMENTS = DATA / "scdl-antibes.csv"
TERRITORY = "FR"
OPENS, OPEN_FOR = time(9, 0), 400  # the hour at which a day's work may begin, and the minutes after it


class Person(Entry):
    """Somebody invented, who may sign in."""

    name: str
    email: str


class Cast(Entry):
    """people.yaml: everybody by a short name, who holds an office, and the organisations."""

    people: dict[str, Person]
    offices: dict[str, str]
    organisations: dict[str, dict[str, str]]


class Party(Entry):
    """A party of one story, with its seats (for each, who holds which role on it) and its mandates.

    `expects` and `bound_by`: its position, as it states it.
    """

    college: str
    capacity: str
    seats: list[dict[str, str]] = Field(default_factory=list)
    mandates: dict[str, str] = Field(default_factory=dict)
    expects: str = ""
    bound_by: str = ""


class Story(Entry):
    """One partnership's story. Days are counted from the day on which the demo is built."""

    title: str
    template: str
    facilitator: str
    parties: dict[str, Party]
    mandates: dict[str, list[str]]
    steps: list[dict[str, Any]]


@dataclass(frozen=True)
class Event:
    """One step of one story, at its moment."""

    moment: datetime
    story: str
    step: str
    values: Mapping[str, Any]


@cache
def cast_of() -> Cast:
    return load(DATA / "people.yaml", Cast)


@cache
def stories() -> dict[str, Story]:
    """Every story by the name of its file."""
    return {path.stem: load(path, Story) for path in sorted(DATA.glob("story-*.yaml"))}


def events(told: Mapping[str, Story], today: date) -> list[Event]:
    """The steps of all stories in the order of time."""
    found = [
        Event(
            _moment(working_day(today, step["day"]), number),
            name,
            step["do"],
            {key: value for key, value in step.items() if key not in ("day", "do")},
        )
        for number, (name, story) in enumerate(told.items())
        for step in story.steps
    ]
    return sorted(found, key=lambda event: event.moment)


def _moment(day: date, number: int) -> datetime:
    """When a story's work of a day begins: at another hour each day, the same for all steps of that day."""
    minutes = (day.toordinal() * 97 + number * 61) % OPEN_FOR
    return datetime.combine(day, OPENS, ZoneInfo(ZONE)) + timedelta(minutes=minutes)


def working_day(today: date, days: int) -> date:
    """The day so many days from today, or the last working day before it: nobody meets on a Sunday."""
    day, closed = today + timedelta(days=days), PublicHolidays(TERRITORY)
    while not is_open(day, closed):
        day -= timedelta(days=1)
    return day
