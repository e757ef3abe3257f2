"""Who acts: a person with the mandates that are valid today, a link's holder, an office, or the system."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, select

from governance.tables.base import core
from governance.tables.parties import Mandate
from governance.tables.people import Holder, Office
from governance.transaction import Reading


@dataclass(frozen=True, slots=True)
class Who:
    """Who asks. Exactly one is set; none at all is an anonymous visitor."""

    person: str | None = None
    link: str | None = None
    system: str | None = None


ANYONE = Who()


def is_valid(mandate: Mandate, day: date) -> bool:
    """Whether a mandate holds on that civil day: both its first and its last day count."""
    if mandate.ended is not None or mandate.starts > day.isoformat():
        return False
    return mandate.ends is None or day.isoformat() <= mandate.ends


def mandates_of(tx: Reading, who: Who, partnership: str) -> list[Mandate]:
    """The mandates that the person holds there and that are valid today."""
    if who.person is None:
        return []
    found = tx.joined(Mandate, "mandates of a person", _mandates, person=who.person, partnership=partnership)
    return [mandate for mandate in found if is_valid(mandate, tx.today)]


def _mandates() -> Select[Any]:
    mandate, holder = core(Mandate), core(Holder)
    return (
        select(mandate)
        .join(holder, holder.c.id == mandate.c.holder)
        .where(
            holder.c.person == bindparam("person"),
            holder.c.partnership == bindparam("partnership"),
            mandate.c.partnership == bindparam("partnership"),
        )
        .order_by(mandate.c.given, mandate.c.id)
    )


def all_mandates_of(tx: Reading, who: Who) -> dict[str, list[Mandate]]:
    """The mandates that the person holds and that are valid today, by partnership."""
    if who.person is None:
        return {}
    found: dict[str, list[Mandate]] = {}
    for mandate in tx.joined(Mandate, "all mandates of a person", _all_mandates, person=who.person):
        if is_valid(mandate, tx.today):
            found.setdefault(mandate.partnership, []).append(mandate)
    return found


def _all_mandates() -> Select[Any]:
    mandate, holder = core(Mandate), core(Holder)
    return (
        select(mandate)
        .join(holder, holder.c.id == mandate.c.holder)
        .where(holder.c.person == bindparam("person"))
        .order_by(mandate.c.given, mandate.c.id)
    )


def offices_of(tx: Reading, who: Who) -> list[Office]:
    """The offices that the person holds for the whole instance."""
    if who.person is None:
        return []
    holders = tx.all(Holder, person=who.person, partnership=None)
    return [office for holder in holders for office in tx.all(Office, holder=holder.id, ended=None)]
