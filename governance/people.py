"""Finding people: by address, and in a demo all those one may sign in as."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from governance.names import person_name
from governance.tables.base import core
from governance.tables.parties import Mandate, Seat
from governance.tables.partnership import Partnership
from governance.tables.people import Contact, Holder, Office
from governance.transaction import Reading


def person_of_email(tx: Reading, email: str) -> str | None:
    row = tx.one(Contact, email=email.strip().lower())
    return row.person if row else None


@dataclass(frozen=True, slots=True)
class Function:
    """What a person is somewhere: a role in a partnership (its title, the seat's college), or an office."""

    name: str
    title: str | None = None
    college: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A person with a name and functions, for lists that only those in charge (or a demo) may see."""

    person: str
    name: str
    email: str
    functions: tuple[Function, ...]


def everyone(tx: Reading) -> list[Known]:
    """Everyone who may sign in, with their functions, by name."""
    found = []
    for contact in tx.all(Contact):
        name = person_name(tx, contact.person)
        if name:
            found.append(Known(contact.person, name, contact.email, functions_of(tx, contact.person)))
    return sorted(found, key=lambda known: known.name.casefold())


def functions_of(tx: Reading, person: str) -> tuple[Function, ...]:
    """The roles and offices that a person holds, or held, everywhere."""
    holder, office, mandate = core(Holder).c, core(Office).c, core(Mandate).c
    partnership, seat = core(Partnership).c, core(Seat).c
    offices = (
        select(office.office)
        .join(core(Holder), holder.id == office.holder)
        .where(holder.person == person, office.ended.is_(None))
    )
    mandates = (
        select(mandate.role, partnership.title, seat.college)
        .join(core(Holder), holder.id == mandate.holder)
        .join(core(Partnership), partnership.id == mandate.partnership)
        .outerjoin(core(Seat), seat.id == mandate.seat)
        .where(holder.person == person)
        .order_by(mandate.given)
    )
    held = [Function(row.office) for row in tx.select(offices)]
    return (*held, *(Function(row.role, tx.text(row.title), row.college) for row in tx.select(mandates)))
