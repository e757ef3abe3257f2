"""Mails to those who hold a role in a partnership: each person once, in their own language."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from governance.actors import is_valid
from governance.tables.parties import Mandate
from governance.tables.people import Contact, Holder
from policies.text import Language
from workflows.case import Case
from workflows.notifications import Mail, queue


def tell(case: Case, role: str, about: str, mail: Callable[[Language], Mail], *, but: str = "") -> int:
    """Queue a mail to whoever holds `role` today; gives how many.

    `but` is whose hand did what the mail tells of (`mandate:…`, `person:…`): nobody is told of their own act.
    """
    contacts = [contact for contact in _contacts(case, role) if contact.person != _person(case, but)]
    for contact in contacts:
        language: Language = "en" if contact.language == "en" else "fr"
        queue(case.tx, mail(language), to=contact.email, language=language, about=about)
    return len(contacts)


def _contacts(case: Case, role: str) -> Iterator[Contact]:
    told: set[str] = set()
    for mandate in case.tx.all(Mandate, partnership=case.id, role=role, order="given"):
        holder = case.tx.one(Holder, id=mandate.holder) if is_valid(mandate, case.tx.today) else None
        contact = case.tx.one(Contact, person=holder.person) if holder else None
        if contact is not None and contact.person not in told:
            told.add(contact.person)
            yield contact


def _person(case: Case, by: str) -> str | None:
    """The person behind `mandate:<id>` or `person:<id>`, where it is known."""
    kind, _, name = by.partition(":")
    if kind == "person":
        return name
    mandate = case.tx.one(Mandate, id=name) if kind == "mandate" else None
    holder = case.tx.one(Holder, id=mandate.holder) if mandate else None
    return holder.person if holder else None
