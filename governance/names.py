"""Names as a reader may see them: texts behind commitments, None where they were erased."""

from __future__ import annotations

from governance.tables.parties import Mandate, Party, Seat
from governance.tables.people import Contact, Holder, Organisation, Person
from governance.transaction import Reading


def person_name(tx: Reading, person: str | None) -> str | None:
    row = tx.one(Person, id=person) if person else None
    return tx.text(row.name) if row else None


def holder_name(tx: Reading, holder: str | None) -> str | None:
    row = tx.one(Holder, id=holder) if holder else None
    return person_name(tx, row.person) if row else None


def mandate_name(tx: Reading, mandate: str | None) -> str | None:
    """Who holds the mandate."""
    row = tx.one(Mandate, id=mandate) if mandate else None
    return holder_name(tx, row.holder) if row else None


def organisation_name(tx: Reading, organisation: str | None) -> str | None:
    row = tx.one(Organisation, id=organisation) if organisation else None
    return tx.text(row.name) if row else None


def party_name(tx: Reading, party: str | None) -> str | None:
    row = tx.one(Party, id=party) if party else None
    return organisation_name(tx, row.organisation) if row else None


def seat_party_name(tx: Reading, seat: str) -> str | None:
    """The organisation that a seat belongs to; None for a seat that is nobody's but its holder's."""
    row = tx.one(Seat, id=seat)
    return party_name(tx, row.party) if row else None


def email_of(tx: Reading, holder: str) -> str | None:
    """Where to write to the person behind a holder."""
    row = tx.one(Holder, id=holder)
    contact = tx.one(Contact, person=row.person) if row else None
    return contact.email if contact else None
