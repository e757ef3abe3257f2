"""Sitting in another seat: the demo's sign-in without mail, on the very machine of the server only."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import get, post

from governance.packs import pack_of
from governance.people import everyone
from governance.tables.log import PackFile
from governance.tables.people import Person
from governance.transaction import Reading
from policies.refusal import NotFound
from policies.text import Text
from web.context import parts
from web.given import Answer, Database, Form, Request
from web.identity import sessions
from web.rendering import local, on_loopback, page, to


@dataclass(frozen=True)
class Seat:
    """Someone of the demo whom a visitor may be."""

    person: str
    name: str
    functions: tuple[tuple[Text | str, str], ...]  # what they are, and in which partnership


@get("/sign-in/demo", sync_to_thread=True)
def demo(request: Request, database: Database) -> Answer:
    _must_be_demo(request)
    with database.reading() as tx:
        found = seats(tx)
    return page(request, "sign_in/demo.html", seats=found, next=local(request.query_params.get("next", "/")))


@post("/sign-in/demo", sync_to_thread=True)
def sit(request: Request, form: Form, database: Database) -> Answer:
    _must_be_demo(request)
    with database.transaction() as tx:
        person = tx.one(Person, id=form.value("person"))
        if person is None or person.erased:
            raise NotFound("common.not_found")
        sessions.begin(tx, request, person.id, "demo")
    return to(request, local(form.value("next") or "/"))


def seats(tx: Reading) -> list[Seat]:
    """Everyone who may be chosen, by name, with what they are in the words of the packs in use."""
    words: dict[str, Text] = {}
    for row in tx.all(PackFile):
        pack = pack_of(tx, row.digest)
        words |= {key: role.text for key, role in pack.roles.items()}
        words |= {key: office.text for key, office in pack.offices.items()}
    return [
        Seat(
            known.person,
            known.name,
            tuple((words.get(f.name, f.name), f.title or "") for f in known.functions),
        )
        for known in everyone(tx)
    ]


HANDLERS = (demo, sit)


def _must_be_demo(request: Request) -> None:
    """Raises NotFound anywhere but in a demo, seen from its own machine."""
    if not parts(request).demo or not on_loopback(request):
        raise NotFound("common.not_found")
