"""Sitting in another seat: the demo's sign-in without mail, on the very machine of the server only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, get, post

from governance.database import Database
from governance.tables.people import Contact, Person
from governance.transaction import Reading
from policies.refusal import NotFound
from web.context import parts
from web.forms import Form
from web.identity import sessions
from web.rendering import Page, Redirect, local, on_loopback, page, to

AnyRequest = Request[Any, Any, Any]


@dataclass(frozen=True)
class Seat:
    """Someone of the demo whom a visitor may be."""

    person: str
    name: str
    role: str


@get("/sign-in/demo", sync_to_thread=True)
def demo(request: AnyRequest, database: Database) -> Page:
    _must_be_demo(request)
    with database.reading() as tx:
        found = seats(tx)
    return page(request, "sign_in/demo.html", seats=found, next=local(request.query_params.get("next", "/")))


@post("/sign-in/demo", sync_to_thread=True)
def sit(request: AnyRequest, form: Form, database: Database) -> Redirect:
    _must_be_demo(request)
    with database.transaction() as tx:
        person = tx.one(Person, id=form.value("person"))
        if person is None or person.erased:
            raise NotFound("common.not_found")
        sessions.begin(tx, request, person.id, "demo")
    return to(request, local(form.value("next") or "/"))


def seats(tx: Reading) -> list[Seat]:
    """Everyone who may be chosen, by name."""
    found = []
    for contact in tx.all(Contact):
        person = tx.one(Person, id=contact.person)
        if person and not person.erased:
            found.append(Seat(person.id, tx.text(person.name) or contact.email, contact.email))
    return sorted(found, key=lambda seat: seat.name)


HANDLERS = (demo, sit)


def _must_be_demo(request: AnyRequest) -> None:
    """Raises NotFound anywhere but in a demo, seen from its own machine."""
    if not parts(request).demo or not on_loopback(request):
        raise NotFound("common.not_found")
