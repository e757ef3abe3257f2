"""The main menu: which entries there are, and who sees each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from policies.access import decide
from policies.pack import shipped
from web.i18n import N_, gettext
from web.identity.visitor import Visitor


@dataclass(frozen=True)
class Entry:
    """A menu entry. `shown` decides on the visitor alone, so that no page pays a query for it."""

    address: str
    label: str
    shown: Callable[[Visitor], bool]


@dataclass(frozen=True)
class Shown:
    """An entry as one page shows it, in its language."""

    address: str
    label: str
    here: bool


def signed_in(visitor: Visitor) -> bool:
    return visitor.person is not None


def registers_people(visitor: Visitor) -> bool:
    return not visitor.offices.isdisjoint(shipped().offices_with("registers_people"))


def may(action: str) -> Callable[[Visitor], bool]:
    """Whether the visitor's offices allow an action outside any partnership."""
    return lambda visitor: signed_in(visitor) and bool(decide(shipped().access, action, [], visitor.offices))


MENU: tuple[Entry, ...] = (
    Entry("/", N_("My table"), signed_in),
    Entry("/people", N_("People"), registers_people),
    Entry("/audit", N_("Decision log"), may("log.read")),
    Entry("/administration", N_("Administration"), may("scheduler.see")),
)


def menu(visitor: Visitor, path: str) -> list[Shown]:
    """The entries this visitor sees, the one that leads to `path` marked."""
    entries = [entry for entry in MENU if entry.shown(visitor)]
    under = [e.address for e in entries if path == e.address or path.startswith(e.address.rstrip("/") + "/")]
    here = max(under, key=len, default="")
    if here == "/" and path != "/":
        here = ""
    return [Shown(entry.address, gettext(entry.label), entry.address == here) for entry in entries]
