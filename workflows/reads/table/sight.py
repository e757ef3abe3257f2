"""The partnerships of one person with what every part of their table needs, read in a few statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, select

from governance.actors import Who
from governance.clock import instant
from governance.facts.prompts import is_moot
from governance.tables.base import Table, core
from governance.tables.log import Disclosure
from governance.tables.parties import Mandate
from governance.tables.partnership import StateEntry
from governance.tables.people import Holder, Person
from governance.tables.prompts import Prompt
from governance.transaction import Reading
from policies.calendar import end_of_day
from policies.text import Text
from workflows.case import View, views
from workflows.reads.partnership import awaited_by
from workflows.reads.table.shapes import Ask

T = TypeVar("T", bound=Table)


@dataclass(slots=True)
class Sight:
    """A partnership as the person sees it, with its title, its history and the prompts that still stand."""

    view: View
    title: str
    entries: list[StateEntry]
    prompts: list[Prompt]

    @property
    def id(self) -> str:
        return self.view.id

    @property
    def ended(self) -> bool:
        return self.view.pack.lifecycle.states[self.view.row.state].end

    @property
    def role(self) -> str | None:
        """The role that the present state waits for."""
        awaited = self.view.pack.lifecycle.states[self.view.row.state].waits_for
        return awaited.role if awaited else None

    @property
    def mine(self) -> bool:
        """Whether the present state waits for this person."""
        return self.role in {mandate.role for mandate in self.view.mandates}

    @property
    def parties(self) -> set[str]:
        """The parties for which the person acts here."""
        return {mandate.party for mandate in self.view.mandates if mandate.party}

    @property
    def due(self) -> str | None:
        """The instant by which the present state wants to be left."""
        until = awaited_by(self.view, self.entries, self.prompts)
        return self.end_of(until) if until else None

    def end_of(self, day: date) -> str:
        return instant(end_of_day(day, self.view.pack.time_zone))

    def ask(self, what: str, path: str, label: Text, *, due: str | None = None, settles: bool = False) -> Ask:
        """`path` is within the partnership; what settles the state has the state's own deadline."""
        due = self.due if settles and due is None else due
        late = due is not None and due <= self.view.tx.now
        return Ask(what, f"/partnerships/{self.id}/{path}", self.id, self.title, label, due, late, settles)


def sights(tx: Reading, who: Who) -> list[Sight]:
    """All partnerships where the person holds a mandate today, the latest moved first."""
    seen = views(tx, who)
    ids = [view.id for view in seen]
    titles = texts(tx, [view.row.title for view in seen])
    entries = by_partnership(rows(tx, StateEntry, "partnership", ids, order="seq"))
    prompts = by_partnership(
        rows(tx, Prompt, "partnership", ids, core(Prompt).c.status == "open", order="due")
    )
    return [
        Sight(
            view,
            titles.get(view.row.title, "—"),
            entries.get(view.id, []),
            _standing(view, prompts.get(view.id, []), entries.get(view.id, [])),
        )
        for view in seen
    ]


def _standing(view: View, prompts: list[Prompt], entries: list[StateEntry]) -> list[Prompt]:
    return [prompt for prompt in prompts if not is_moot(prompt, view.row, view.pack, entries)]


def rows(
    tx: Reading,
    table: type[T],
    column: str,
    among: Collection[str],
    *where: ColumnElement[bool],
    order: str = "",
) -> list[T]:
    """The rows whose column is among these values, of all partnerships at once."""
    if not among:
        return []
    found = core(table)
    statement = select(found).where(found.c[column].in_(sorted(among)), *where)
    return cast(list[T], tx.select(statement.order_by(found.c[order]) if order else statement))


def by_partnership(found: Iterable[T]) -> dict[str, list[T]]:
    return grouped(found, "partnership")


def grouped(found: Iterable[T], column: str) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = {}
    for row in found:
        groups.setdefault(getattr(row, column), []).append(row)
    return groups


def texts(tx: Reading, commitments: Collection[str]) -> dict[str, str]:
    """The texts behind commitments, without those that were erased."""
    if not commitments:
        return {}
    disclosure = core(Disclosure).c
    statement = select(disclosure.commitment, disclosure.text).where(disclosure.commitment.in_(commitments))
    return {row.commitment: row.text for row in tx.select(statement)}


def holders(tx: Reading, *where: ColumnElement[bool]) -> Sequence[Any]:
    """Mandates with who holds them: `id`, `partnership`, `role`, `name` (None where it was erased)."""
    mandate, holder, person = core(Mandate).c, core(Holder).c, core(Person).c
    disclosure = core(Disclosure).c
    statement = (
        select(mandate.id, mandate.partnership, mandate.role, disclosure.text.label("name"))
        .select_from(core(Mandate))
        .outerjoin(core(Holder), holder.id == mandate.holder)
        .outerjoin(core(Person), person.id == holder.person)
        .outerjoin(core(Disclosure), disclosure.commitment == person.name)
        .where(*where)
        .order_by(mandate.given)
    )
    return tx.select(statement)
