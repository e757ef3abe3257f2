"""The people of this record with their offices, as those see them who register people."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from governance.tables.base import core
from governance.tables.log import Disclosure
from governance.tables.people import Contact, Holder, Office, Person
from governance.transaction import Reading
from policies.pack import Pack
from policies.refusal import NotFound
from policies.text import Text

MOST = 200  # people on one page


@dataclass(frozen=True, slots=True)
class Charge:
    """An office somebody holds."""

    id: str
    name: str
    text: Text


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody who may sign in."""

    person: str
    name: str
    email: str
    offices: tuple[Charge, ...]


def listing(tx: Reading, pack: Pack, sought: str = "") -> list[Listed]:
    """Everyone whose name or address holds `sought`, by name; at most MOST."""
    charges = _charges(tx, pack)
    contact, person, disclosure = core(Contact).c, core(Person).c, core(Disclosure).c
    rows = tx.select(
        select(contact.person, disclosure.text, contact.email)
        .join(core(Person), person.id == contact.person)
        .join(core(Disclosure), disclosure.commitment == person.name)
    )
    wanted = sought.strip().casefold()
    found = [
        Listed(row.person, row.text, row.email, tuple(charges.get(row.person, ())))
        for row in rows
        if wanted in row.text.casefold() or wanted in row.email
    ]
    return sorted(found, key=lambda one: one.name.casefold())[:MOST]


def listed(tx: Reading, pack: Pack, person: str) -> Listed:
    """One person. Raises NotFound where nobody may sign in under that identifier."""
    row, contact = tx.one(Person, id=person), tx.one(Contact, person=person)
    if row is None or contact is None:
        raise NotFound("common.not_found")
    charges = _charges(tx, pack)
    return Listed(person, tx.text(row.name) or "—", contact.email, tuple(charges.get(person, ())))


def _charges(tx: Reading, pack: Pack) -> dict[str, list[Charge]]:
    """The offices of each person."""
    found: dict[str, list[Charge]] = {}
    for office in tx.all(Office, ended=None, order="given"):
        holder = tx.one(Holder, id=office.holder)
        known = pack.offices.get(office.office)
        text = known.text if known else Text(fr=office.office, en=office.office)
        if holder is not None:
            found.setdefault(holder.person, []).append(Charge(office.id, office.office, text))
    return found
