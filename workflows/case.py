"""A partnership in hand: what every command on it is given, and how its acts reach the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from sqlalchemy import Select, bindparam, select

from governance.actors import Who, all_mandates_of, mandates_of, offices_of
from governance.acts.base import Act, Envelope
from governance.packs import pack_of
from governance.record import Caused, Hand, record
from governance.tables.base import core
from governance.tables.parties import Mandate
from governance.tables.partnership import Partnership
from governance.tables.people import Holder, Office
from governance.transaction import Reading, Transaction
from policies.access import Denied, decide
from policies.pack import Pack
from policies.refusal import NotEntitled, NotFound

P = ParamSpec("P")
Acts = Iterator[Act | Caused]


@dataclass(slots=True)
class View:
    """A partnership as one person sees it: row, pack, and what that person may do there."""

    tx: Reading
    row: Partnership
    pack: Pack
    who: Who
    mandates: list[Mandate]
    _held: list[Office] | None = field(default=None, kw_only=True)

    @property
    def offices(self) -> list[Office]:
        """The offices that the person holds; read only where the mandates do not answer already."""
        if self._held is None:
            self._held = offices_of(self.tx, self.who)
        return self._held

    @property
    def id(self) -> str:
        return self.row.id

    def allows(self, action: str) -> bool:
        """Whether the person may do this now; for showing a button, not for guarding a command."""
        if self.who.system:
            return True
        if self.who.person is None:
            return False
        access, roles, state = self.pack.access, self._roles(), self.row.state
        return bool(
            decide(access, action, roles, [], state) or decide(access, action, roles, self._offices(), state)
        )

    def with_role(self, action: str) -> Mandate | None:
        """The first mandate that allows the action by itself, if any does."""
        for mandate in self.mandates:
            if decide(self.pack.access, action, [mandate.role], [], self.row.state):
                return mandate
        return None

    def did(self, by: str) -> bool:
        """Whether an act's hand is this person's: their mandates here, those that are over too."""
        holders = [row.id for row in self.tx.all(Holder, person=self.who.person, partnership=self.id)]
        held = [m.id for holder in holders for m in self.tx.all(Mandate, partnership=self.id, holder=holder)]
        return by == f"person:{self.who.person}" or by in {f"mandate:{mandate}" for mandate in held}

    def _roles(self) -> list[str]:
        return [mandate.role for mandate in self.mandates]

    def _offices(self) -> list[str]:
        return [office.office for office in self.offices]


@dataclass(slots=True)
class Case(View):
    """A partnership locked for a command. `hand` is whose hand its acts are by."""

    tx: Transaction
    hand: Hand = field(default_factory=lambda: Hand("person:none"))

    @property
    def stream(self) -> str:
        return f"partnership:{self.row.id}"

    def may(self, action: str) -> Mandate | None:
        """Require the action and act by the mandate (or office) that allows it. Raises NotEntitled."""
        if self.who.system:
            return None
        mandate = self.with_role(action)
        if mandate is not None:
            self.hand.by = f"mandate:{mandate.id}"
            return mandate
        for office in self.offices:
            if decide(self.pack.access, action, [], [office.office], self.row.state):
                self.hand.by = f"office:{office.id}"
                return None
        verdict = decide(self.pack.access, action, self._roles(), self._offices(), self.row.state)
        if isinstance(verdict, Denied):
            raise NotEntitled("access.denied", reason=verdict.reason)
        return None

    def conceal(self, text: str | None) -> str | None:
        """The commitment to a text of this partnership; None for no text at all."""
        text = (text or "").strip()
        return self.tx.conceal(text, self.stream) if text else None

    def concealed(self, text: str) -> str:
        """The commitment to a text that must be there: the caller has checked that it is."""
        return self.tx.conceal(text.strip(), self.stream)

    def reload(self) -> None:
        """Read the partnership's row anew, after an act that changed it."""
        row = self.tx.one(Partnership, id=self.row.id)
        assert row is not None
        self.row = row


def view(tx: Reading, who: Who, partnership: str) -> View:
    """The partnership as `who` sees it. Raises NotFound where it is not theirs to see."""
    row = tx.one(Partnership, id=partnership)
    if row is None:
        raise NotFound("common.not_found")
    seen = View(tx, row, pack_of(tx, row.pack), who, mandates_of(tx, who, partnership))
    if not seen.allows("partnership.see"):
        raise NotFound("common.not_found")
    return seen


def views(tx: Reading, who: Who) -> list[View]:
    """All partnerships in which `who` holds a mandate today, the latest moved first.

    A handful of statements, however many they are.
    """
    held = all_mandates_of(tx, who)
    if not held:
        return []
    rows = tx.joined(Partnership, "partnerships of a person", _partnerships, person=who.person)
    offices, found = offices_of(tx, who), [row for row in rows if row.id in held]
    seen = [View(tx, row, pack_of(tx, row.pack), who, held[row.id], _held=offices) for row in found]
    return [one for one in seen if one.allows("partnership.see")]


def _partnerships() -> Select[Any]:
    partnership, holder = core(Partnership), core(Holder)
    held = select(holder.c.partnership).where(holder.c.person == bindparam("person"))
    return select(partnership).where(partnership.c.id.in_(held)).order_by(partnership.c.state_since.desc())


def locked(tx: Transaction, who: Who, partnership: str) -> Case:
    """The partnership, locked, in `who`'s hand. Raises NotFound where it is not theirs to see.

    The holder of a link sees nothing of the partnership but what the link's own command shows.
    """
    tx.lock(f"partnership:{partnership}")
    row = tx.one(Partnership, id=partnership)
    if row is None:
        raise NotFound("common.not_found")
    hand = Hand(_by(who))
    case = Case(tx, row, pack_of(tx, row.pack), who, mandates_of(tx, who, partnership), hand)
    if who.link is None and not case.allows("partnership.see"):
        raise NotFound("common.not_found")
    return case


def _by(who: Who) -> str:
    if who.system:
        return f"system:{who.system}"
    return f"link:{who.link}" if who.link else f"person:{who.person}"


def command(
    body: Callable[Concatenate[Case, P], Acts],
) -> Callable[Concatenate[Transaction, Who, str, P], list[Envelope]]:
    """Make a command of a generator of acts: lock the partnership, run, record.

    The command is called as `name(tx, who, partnership, …)` and gives the recorded acts; the generator itself
    stays at `name.acts`, for a command that consists of others.
    """

    @wraps(body)
    def run(tx: Transaction, who: Who, partnership: str, *args: P.args, **kwargs: P.kwargs) -> list[Envelope]:
        case = locked(tx, who, partnership)
        acts = body(case, *args, **kwargs)
        return record(tx, case.stream, acts, hand=case.hand, pack=case.pack.digest)

    run.acts = body  # type: ignore[attr-defined]
    return cast(Callable[Concatenate[Transaction, Who, str, P], list[Envelope]], run)
