"""Ending a mandate, removing a seat or a party: asked on a page of its own, never without a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from litestar import get, post

from governance.actors import Who
from governance.transaction import Transaction
from web import forms
from web.given import Answer, Database, Form, Path, Request, Visitor
from web.i18n import gettext as _
from web.i18n import text as in_words
from web.pages.common import acting, partnership_page
from web.pages.sending import carried_out
from workflows import parties
from workflows.case import View, view
from workflows.reads import parties as reads
from workflows.reads.permission import must

MANDATE = "/partnerships/{partnership:str}/mandates/{mandate:str}/end"
SEAT = "/partnerships/{partnership:str}/seats/{seat:str}/remove"
PARTY = "/partnerships/{partnership:str}/parties/{party:str}/remove"


@dataclass(frozen=True)
class Leaving:
    """What goes, as its page says it before it goes."""

    title: str
    what: str
    consequences: list[str]
    button: str
    action: str


def _mandate(seen: View, mandate: str) -> Leaving:
    must(seen, "mandate.manage")
    held = reads.mandate(seen, mandate)
    return Leaving(
        title=_("End a mandate"),
        what=" — ".join([held.name or _("(name erased)"), in_words(held.role)]),
        consequences=[
            _("From now on this person can no longer act by this mandate."),
            _("What they did by it stands, ballots included."),
        ],
        button=_("End this mandate"),
        action=f"/partnerships/{seen.id}/mandates/{mandate}/end",
    )


def _seat(seen: View, seat: str) -> Leaving:
    must(seen, "seat.manage")
    place = reads.place(seen, seat)
    college = seen.pack.colleges[place.college].text
    names = [held.name or _("(name erased)") for held in place.held]
    return Leaving(
        title=_("Remove a seat"),
        what=" — ".join([in_words(college), *([place.party_name] if place.party_name else []), *names]),
        consequences=[
            _("The seat no longer counts in any later vote, and the mandates on it end."),
            _("Votes that are closed stay as they are."),
        ],
        button=_("Remove this seat"),
        action=f"/partnerships/{seen.id}/seats/{seat}/remove",
    )


def _party(seen: View, party: str) -> Leaving:
    must(seen, "party.manage")
    found = reads.party(seen, party)
    return Leaving(
        title=_("Remove a party"),
        what=found.name or _("(name erased)"),
        consequences=[
            _("Its seats are removed and its mandates end, all by one step."),
            _("What it wrote, said and voted stays on record."),
        ],
        button=_("Remove this party"),
        action=f"/partnerships/{seen.id}/parties/{party}/remove",
    )


Describe = Callable[[View, str], Leaving]
Command = Callable[[Transaction, Who, str, str, str], Any]


def _ask(
    request: Request,
    database: Database,
    who: Who,
    ids: tuple[str, str],
    describe: Describe,
    form: forms.Form,
    status: int = 200,
) -> Answer:
    """The page that asks; `ids` are the partnership's and that of what leaves."""
    partnership, leaving = ids
    with database.reading() as tx:
        seen = view(tx, who, partnership)
        asked = describe(seen, leaving)
        return partnership_page(
            request, seen, "parties/leave.html", "parties", status=status, asked=asked, form=form
        )


def _do(
    request: Request,
    database: Database,
    form: forms.Form,
    who: Who,
    ids: tuple[str, str],
    describe: Describe,
    command: Command,
    notice: str,
) -> Answer:
    partnership, leaving = ids

    def work(tx: Transaction) -> str:
        reason = form.text("reason", required=False, most=2000)
        form.check()
        command(tx, who, partnership, leaving, reason)
        return f"/partnerships/{partnership}/parties"

    return carried_out(
        request,
        database,
        form,
        work,
        notice=notice,
        again=lambda form: _ask(request, database, who, ids, describe, form, status=422),
    )


@get(MANDATE, sync_to_thread=True)
def ask_mandate(
    request: Request, visitor: Visitor, database: Database, partnership: Path, mandate: Path
) -> Answer:
    return _ask(request, database, acting(visitor), (partnership, mandate), _mandate, forms.Form())


@post(MANDATE, sync_to_thread=True)
def end_mandate(
    request: Request, visitor: Visitor, database: Database, form: Form, partnership: Path, mandate: Path
) -> Answer:
    ids, notice = (partnership, mandate), _("The mandate is ended.")
    return _do(request, database, form, acting(visitor), ids, _mandate, parties.end_mandate, notice)


@get(SEAT, sync_to_thread=True)
def ask_seat(request: Request, visitor: Visitor, database: Database, partnership: Path, seat: Path) -> Answer:
    return _ask(request, database, acting(visitor), (partnership, seat), _seat, forms.Form())


@post(SEAT, sync_to_thread=True)
def remove_seat(
    request: Request, visitor: Visitor, database: Database, form: Form, partnership: Path, seat: Path
) -> Answer:
    ids, notice = (partnership, seat), _("The seat is removed.")
    return _do(request, database, form, acting(visitor), ids, _seat, parties.remove_seat, notice)


@get(PARTY, sync_to_thread=True)
def ask_party(
    request: Request, visitor: Visitor, database: Database, partnership: Path, party: Path
) -> Answer:
    return _ask(request, database, acting(visitor), (partnership, party), _party, forms.Form())


@post(PARTY, sync_to_thread=True)
def remove_party(
    request: Request, visitor: Visitor, database: Database, form: Form, partnership: Path, party: Path
) -> Answer:
    ids, notice = (partnership, party), _("The party has left the table.")
    return _do(request, database, form, acting(visitor), ids, _party, parties.remove_party, notice)


HANDLERS = (ask_mandate, end_mandate, ask_seat, remove_seat, ask_party, remove_party)
