"""Who is at the table: colleges, seats and parties; naming a party, its position, its acknowledgement."""

from __future__ import annotations

from litestar import get, post

from governance.record import new_id
from governance.transaction import Transaction
from policies.refusal import Complaints, Refused
from web import forms
from web.given import Answer, Database, Form, Path, Request, Visitor
from web.i18n import gettext as _
from web.i18n import text as in_words
from web.pages.common import acting, partnership_page
from web.pages.sending import carried_out
from workflows import dossier, parties
from workflows.case import View, view
from workflows.reads import parties as reads
from workflows.reads.permission import must, why_not

HOME = "/partnerships/{partnership:str}/parties"


@get(HOME, sync_to_thread=True)
def table(request: Request, visitor: Visitor, database: Database, partnership: Path) -> Answer:
    with database.reading() as tx:
        seen = view(tx, acting(visitor), partnership)
        return partnership_page(
            request,
            seen,
            "parties/table.html",
            "parties",
            table=reads.table(seen),
            mine=reads.mine(seen),
            why_not=why_not(seen, "mandate.manage"),
        )


@get(HOME + "/new", sync_to_thread=True)
def new(request: Request, visitor: Visitor, database: Database, partnership: Path) -> Answer:
    """`?like=` prefills from a typical party of the starter template."""
    with database.reading() as tx:
        seen = view(tx, acting(visitor), partnership)
        like = reads.typical(seen).get(request.query_params.get("like", ""))
        given = (
            {"kind": like.kind, "college": like.college, "capacity": in_words(like.capacity)} if like else {}
        )
        return _new(request, seen, forms.Form(given))


@post(HOME + "/new", sync_to_thread=True)
def add(request: Request, visitor: Visitor, database: Database, form: Form, partnership: Path) -> Answer:
    who = acting(visitor)

    def work(tx: Transaction) -> str:
        party = new_id(tx.moment)
        try:
            parties.add_party(
                tx,
                who,
                partnership,
                party=party,
                capacity=form.text("capacity", required=False, most=500),
                **{name: form.value(name) for name in ("kind", "name", "siret", "rna")},
            )
        except Refused as no:
            _blame_name(no)
            raise
        form.check()
        if form.value("college"):
            parties.add_seat(tx, who, partnership, college=form.value("college"), party=party)
        return f"/partnerships/{partnership}/parties"

    def again(form: forms.Form) -> Answer:
        with database.reading() as tx:
            return _new(request, view(tx, who, partnership), form, status=422)

    return carried_out(request, database, form, work, notice=_("The party is at the table."), again=again)


def _blame_name(no: Refused) -> None:
    """A party that is there already is a mistake in the form, not the end of the road."""
    if no.code == "parties.already_there":
        complaints = Complaints()
        complaints.say("name", no.text)
        complaints.raise_if_any()


def _new(request: Request, seen: View, form: forms.Form, status: int = 200) -> Answer:
    must(seen, "party.manage")
    return partnership_page(
        request,
        seen,
        "parties/new.html",
        "parties",
        status=status,
        form=form,
        kinds=[(key, kind.text) for key, kind in seen.pack.kinds.items() if not kind.unstated],
        colleges=[("", _("No seat for now"))]
        + [(key, college.text) for key, college in seen.pack.colleges.items()],
    )


@get(HOME + "/{party:str}/position", sync_to_thread=True)
def position(
    request: Request, visitor: Visitor, database: Database, partnership: Path, party: Path
) -> Answer:
    with database.reading() as tx:
        seen = view(tx, acting(visitor), partnership)
        found = reads.party(seen, party)
        form = forms.Form({"expectations": found.expectations, "constraints": found.constraints})
        return _position(request, seen, party, form)


@post(HOME + "/{party:str}/position", sync_to_thread=True)
def state(
    request: Request, visitor: Visitor, database: Database, form: Form, partnership: Path, party: Path
) -> Answer:
    who = acting(visitor)

    def work(tx: Transaction) -> str:
        said = {name: form.text(name, required=False, most=5000) for name in ("expectations", "constraints")}
        form.check()
        parties.state_position(tx, who, partnership, party, **said)
        return f"/partnerships/{partnership}/parties#party-{party}"

    def again(form: forms.Form) -> Answer:
        with database.reading() as tx:
            return _position(request, view(tx, who, partnership), party, form, status=422)

    return carried_out(
        request, database, form, work, notice=_("The others can now read your position."), again=again
    )


def _position(request: Request, seen: View, party: str, form: forms.Form, status: int = 200) -> Answer:
    must(seen, "objectives.acknowledge")
    found = reads.party(seen, party)
    if not found.mine:
        raise Refused("parties.not_yours")
    return partnership_page(
        request, seen, "parties/position.html", "parties", status=status, form=form, party=found
    )


@post(HOME + "/{party:str}/acknowledge", sync_to_thread=True)
def acknowledge(
    request: Request, visitor: Visitor, database: Database, form: Form, partnership: Path, party: Path
) -> Answer:
    who = acting(visitor)
    home = f"/partnerships/{partnership}/parties"

    def work(tx: Transaction) -> str:
        dossier.acknowledge_objectives(tx, who, partnership, party, form.value("read") or None)
        return home

    def again(form: forms.Form) -> Answer:
        raise AssertionError(f"this form has no fields to correct: {form.errors}")

    return carried_out(
        request, database, form, work, notice=_("Your party acknowledged the objectives."), again=again
    )


HANDLERS = (table, new, add, position, state, acknowledge)
