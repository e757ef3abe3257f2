"""Setting up seats, and giving mandates: each on a page of its own."""

from __future__ import annotations

from litestar import get, post

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

HOME = "/partnerships/{partnership:str}"


def _home(partnership: str) -> str:
    return f"/partnerships/{partnership}/parties"


@get(HOME + "/seats/new", sync_to_thread=True)
def new_seat(request: Request, visitor: Visitor, database: Database, partnership: Path) -> Answer:
    """`?college=` and `?party=` are chosen beforehand."""
    asked = {name: request.query_params.get(name, "") for name in ("college", "party")}
    with database.reading() as tx:
        return _seat(request, view(tx, acting(visitor), partnership), forms.Form(asked))


@post(HOME + "/seats/new", sync_to_thread=True)
def add_seat(request: Request, visitor: Visitor, database: Database, form: Form, partnership: Path) -> Answer:
    who = acting(visitor)

    def work(tx: Transaction) -> str:
        party = form.value("party") or None
        parties.add_seat(tx, who, partnership, college=form.value("college"), party=party)
        return _home(partnership)

    def again(form: forms.Form) -> Answer:
        with database.reading() as tx:
            return _seat(request, view(tx, who, partnership), form, status=422)

    return carried_out(
        request, database, form, work, notice=_("The seat is there. Next: who holds it."), again=again
    )


def _seat(request: Request, seen: View, form: forms.Form, status: int = 200) -> Answer:
    must(seen, "seat.manage")
    table = reads.table(seen)
    return partnership_page(
        request,
        seen,
        "parties/seat.html",
        "parties",
        status=status,
        form=form,
        colleges=[(group.key, group.college.text, group.college.about) for group in table.groups],
        parties=[("", _("Nobody’s but its holder’s"))]
        + [(party.id, party.name or "—") for party in table.parties],
    )


@get(HOME + "/mandates/new", sync_to_thread=True)
def new_mandate(request: Request, visitor: Visitor, database: Database, partnership: Path) -> Answer:
    """First the role is chosen, then the fields that it needs are shown; `?seat=` is kept all along."""
    with database.reading() as tx:
        seen = view(tx, acting(visitor), partnership)
        asked = {name: request.query_params.get(name, "") for name in ("role", "seat", "party")}
        return _mandate(request, seen, forms.Form(asked | {"starts": seen.tx.today.isoformat()}))


@post(HOME + "/mandates/new", sync_to_thread=True)
def give_mandate(
    request: Request, visitor: Visitor, database: Database, form: Form, partnership: Path
) -> Answer:
    who = acting(visitor)
    names = ("role", "name", "email", "seat", "party", "starts", "ends")

    def work(tx: Transaction) -> str:
        form.text("name", required=False, most=200)
        form.check()
        parties.give_mandate(tx, who, partnership, **{name: form.value(name) for name in names})
        return _home(partnership)

    def again(form: forms.Form) -> Answer:
        with database.reading() as tx:
            return _mandate(request, view(tx, who, partnership), form, status=422)

    return carried_out(request, database, form, work, notice=_("The mandate is given."), again=again)


def _mandate(request: Request, seen: View, form: forms.Form, status: int = 200) -> Answer:
    must(seen, "mandate.manage")
    roles = seen.pack.roles
    table = reads.table(seen)
    return partnership_page(
        request,
        seen,
        "parties/mandate.html",
        "parties",
        status=status,
        form=form,
        role=roles.get(form.value("role")),
        roles=[(key, role) for key, role in roles.items() if role.seat or not form.value("seat")],
        seats=[(place.id, _described(group, place)) for group in table.groups for place in group.places],
        parties=[(party.id, party.name or "—") for party in table.parties],
    )


def _described(group: reads.Group, place: reads.Place) -> str:
    """A seat in one line: college, party, and who holds it."""
    names = ", ".join(held.name or _("(name erased)") for held in place.held) or _("vacant")
    party = f" — {place.party_name}" if place.party_name else ""
    return f"{in_words(group.college.text)}{party} ({names})"


HANDLERS = (new_seat, add_seat, new_mandate, give_mandate)
