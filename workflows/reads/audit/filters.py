"""What the log can be filtered by: partnership, kind, hand, period; and the choices that a reader has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select

from governance.acts.base import KIND_OF, KINDS
from governance.clock import ZONE, instant
from governance.tables.base import core
from governance.tables.log import Disclosure, Leaf
from governance.tables.parties import Mandate
from governance.tables.partnership import Partnership
from governance.tables.people import Holder, Office, Person
from governance.transaction import Reading
from policies.phrases import keys, phrase
from policies.text import Text
from workflows.reads.audit.discretion import CONTRIBUTED
from workflows.reads.audit.hands import author, plain
from workflows.reads.audit.words import line_of_kind


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show of the log; empty means all. `kind`: a kind, or a subject followed by a point.

    `by`: `person:<id>` for all that this person did in any function, else a hand as the log writes it.
    `since` and `until` are civil days in Paris, both included.
    """

    partnership: str = ""
    kind: str = ""
    by: str = ""
    since: date | None = None
    until: date | None = None


def conditions(tx: Reading, filters: Filters) -> list[ColumnElement[bool]]:
    """The filters as conditions on the leaves."""
    leaf: Any = core(Leaf).c
    found: list[ColumnElement[bool]] = []
    if filters.partnership:
        found.append(leaf.stream == f"partnership:{filters.partnership}")
    if filters.kind.endswith("."):
        found.append(leaf.kind.startswith(filters.kind, autoescape=True))
    elif filters.kind:
        found.append(leaf.kind == filters.kind)
    if filters.by:
        found += _by(tx, filters.by)
    if filters.since:
        found.append(leaf.at >= _midnight(filters.since))
    if filters.until:
        found.append(leaf.at < _midnight(filters.until + timedelta(days=1)))
    return found


def _by(tx: Reading, by: str) -> list[ColumnElement[bool]]:
    """The acts of a person's hands, but for their contributions: whose those are is told to nobody."""
    leaf: Any = core(Leaf).c
    if not by.startswith("person:"):
        return [leaf.by == by]
    contributed = [KIND_OF[body].name for body in CONTRIBUTED]
    return [leaf.by.in_(hands_of(tx, by.removeprefix("person:"))), leaf.kind.not_in(contributed)]


def hands_of(tx: Reading, person: str) -> list[str]:
    """Every hand that is this person's: themselves, their mandates, their offices."""
    found = [f"person:{person}"]
    for holder in tx.all(Holder, person=person):
        found += [f"mandate:{mandate.id}" for mandate in tx.all(Mandate, holder=holder.id)]
        found += [f"office:{office.id}" for office in tx.all(Office, holder=holder.id)]
    return found


def titles(tx: Reading) -> list[tuple[str, str]]:
    """The partnerships that have a title, by title."""
    table, disclosure = core(Partnership).c, core(Disclosure).c
    found = tx.select(
        select(table.id, disclosure.text).join(core(Disclosure), disclosure.commitment == table.title)
    )
    return sorted(((row.id, row.text) for row in found), key=lambda pair: pair[1].casefold())


def people(tx: Reading) -> list[tuple[str, str]]:
    """The people who have a name, by name, as `person:<id>`."""
    table, disclosure = core(Person).c, core(Disclosure).c
    found = tx.select(
        select(table.id, disclosure.text).join(core(Disclosure), disclosure.commitment == table.name)
    )
    return sorted(((f"person:{row.id}", row.text) for row in found), key=lambda pair: pair[1].casefold())


def kinds() -> list[tuple[Text, list[tuple[str, Text]]]]:
    """Every kind of act, grouped by subject; the first choice of a group is the whole subject."""
    groups: dict[str, list[tuple[str, Text]]] = {}
    for name in sorted(KINDS):
        groups.setdefault(name.partition(".")[0], []).append((name, line_of_kind(name)))
    return [
        (_subject(subject), [(f"{subject}.", _subject(subject)), *rows]) for subject, rows in groups.items()
    ]


def _subject(subject: str) -> Text:
    key = f"log.subject_{subject}"
    return phrase(key) if key in keys() else plain(subject)


def _midnight(day: date) -> str:
    """The instant at which a civil day begins in Paris."""
    return instant(datetime.combine(day, time(), ZoneInfo(ZONE)))


def program_parts(tx: Reading) -> list[tuple[str, Text]]:
    """The parts of the program that have acted, as hands."""
    leaf: Any = core(Leaf).c
    found = tx.select(select(leaf.by).where(leaf.by.startswith("system:", autoescape=True)).distinct())
    return sorted(((row.by, author(tx, row.by).name) for row in found), key=lambda pair: pair[0])
