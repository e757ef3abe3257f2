"""Whose hand an act is by, in words: a name and role, an office, a part of the program; no contributor."""

from __future__ import annotations

from dataclasses import dataclass

from governance.names import holder_name, person_name
from governance.tables.parties import Mandate
from governance.tables.partnership import Partnership
from governance.tables.people import Office
from governance.transaction import Reading
from policies.pack import Pack, shipped
from policies.phrases import keys, phrase
from policies.text import Text
from workflows.reads.audit.words import pack_for


@dataclass(frozen=True, slots=True)
class Author:
    """Who did something: a name (or what stands for it), and the function they did it in."""

    name: Text
    role: Text | None = None


def author(tx: Reading, by: str) -> Author:
    """The author behind `by` of an envelope."""
    kind, _, name = by.partition(":")
    if kind == "system":
        known = f"log.system_{name}"
        return Author(phrase(known) if known in keys() else phrase("log.system_other", part=name))
    if kind == "link":
        return Author(phrase("log.by_link"))
    if kind == "person":
        return Author(named(person_name(tx, name)))
    if kind == "mandate" and (mandate := tx.one(Mandate, id=name)):
        return Author(named(holder_name(tx, mandate.holder)), role_text(tx, mandate))
    if kind == "office" and (office := tx.one(Office, id=name)):
        return Author(named(holder_name(tx, office.holder)), office_text(office))
    return Author(phrase("log.unknown_hand", by=by))


def unnamed() -> Author:
    """Who stands where a contribution's author would."""
    return Author(phrase("log.unnamed"))


def named(name: str | None) -> Text:
    """A name in both languages; that it was erased, where there is none."""
    return plain(name) if name else phrase("log.name_erased")


def plain(text: str) -> Text:
    return Text(fr=text, en=text)


def role_text(tx: Reading, mandate: Mandate) -> Text:
    role = pack_of_partnership(tx, mandate.partnership).roles.get(mandate.role)
    return role.text if role else plain(mandate.role)


def office_text(office: Office) -> Text:
    known = shipped().offices.get(office.office)
    return known.text if known else plain(office.office)


def pack_of_partnership(tx: Reading, partnership: str) -> Pack:
    row = tx.one(Partnership, id=partnership)
    return pack_for(tx, row.pack if row else None)
