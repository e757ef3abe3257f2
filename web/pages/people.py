"""The administrators' page: who may sign in, and who holds an office."""

from __future__ import annotations

from litestar import get, post

from governance.transaction import Transaction
from policies.access import Denied, decide
from policies.pack import shipped
from policies.refusal import NotEntitled
from policies.text import LANGUAGES
from web import forms, i18n
from web.given import Answer, Database, Form, Path, Request, Visitor
from web.i18n import gettext as _
from web.identity.sessions import signed_in
from web.pages.common import acting
from web.pages.sending import carried_out
from web.rendering import page
from workflows.people import end_office, give_office, register_person
from workflows.reads.people import MOST, listed, listing


def _must_manage(visitor: Visitor) -> None:
    """Raises SignInFirst, or NotEntitled with who may."""
    signed_in(visitor)
    verdict = decide(shipped().access, "person.manage", [], visitor.offices)
    if isinstance(verdict, Denied):
        raise NotEntitled("access.denied", reason=verdict.reason)


@get("/people", sync_to_thread=True)
def people(request: Request, visitor: Visitor, database: Database) -> Answer:
    _must_manage(visitor)
    sought = request.query_params.get("q", "")[:100]
    with database.reading() as tx:
        found = listing(tx, shipped(), sought)
    return page(
        request,
        "people/list.html",
        people=found,
        form=forms.Form({"q": sought}),
        sought=sought,
        more=len(found) == MOST,
    )


@get("/people/new", sync_to_thread=True)
def new(request: Request, visitor: Visitor) -> Answer:
    _must_manage(visitor)
    return _new(request, forms.Form({"language": i18n.DEFAULT}))


@post("/people/new", sync_to_thread=True)
def register(request: Request, visitor: Visitor, database: Database, form: Form) -> Answer:
    who = acting(visitor)
    _must_manage(visitor)

    def work(tx: Transaction) -> str:
        language = form.choice("language", LANGUAGES)
        name = form.text("name", most=200)
        form.check()
        person = register_person(tx, who, shipped(), name=name, email=form.value("email"), language=language)
        return f"/people/{person}"

    return carried_out(
        request,
        database,
        form,
        work,
        notice=_("This person can now sign in with their address."),
        again=lambda form: _new(request, form, status=422),
    )


@get("/people/{person:str}", sync_to_thread=True)
def person(request: Request, visitor: Visitor, database: Database, person: Path) -> Answer:
    _must_manage(visitor)
    return _person(request, database, person, forms.Form())


@post("/people/{person:str}/offices", sync_to_thread=True)
def give(request: Request, visitor: Visitor, database: Database, form: Form, person: Path) -> Answer:
    who = acting(visitor)
    _must_manage(visitor)

    def work(tx: Transaction) -> str:
        someone = listed(tx, shipped(), person)
        office = form.choice("office", set(shipped().offices) - {charge.name for charge in someone.offices})
        form.check()
        give_office(tx, who, shipped(), person=person, office=office)
        return f"/people/{person}"

    return carried_out(
        request,
        database,
        form,
        work,
        notice=_("The office is given."),
        again=lambda form: _person(request, database, person, form, status=422),
    )


@post("/people/{person:str}/offices/{office:str}/end", sync_to_thread=True)
def end(
    request: Request, visitor: Visitor, database: Database, form: Form, person: Path, office: Path
) -> Answer:
    who = acting(visitor)

    def work(tx: Transaction) -> str:
        end_office(tx, who, shipped(), office)
        return f"/people/{person}"

    return carried_out(
        request,
        database,
        form,
        work,
        notice=_("The office is ended."),
        again=lambda form: _person(request, database, person, form, status=422),
    )


def _new(request: Request, form: forms.Form, status: int = 200) -> Answer:
    languages = [(code, i18n.NAMES[code]) for code in LANGUAGES]
    return page(request, "people/new.html", status=status, form=form, languages=languages)


def _person(request: Request, database: Database, person: str, form: forms.Form, status: int = 200) -> Answer:
    with database.reading() as tx:
        found = listed(tx, shipped(), person)
    held = {charge.name for charge in found.offices}
    return page(
        request,
        "people/person.html",
        status=status,
        form=form,
        person=found,
        offices=[
            (key, office.text, office.who) for key, office in shipped().offices.items() if key not in held
        ],
    )


HANDLERS = (people, new, register, person, give, end)
