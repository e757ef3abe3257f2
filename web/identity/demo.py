"""Sitting in another seat: the demo's sign-in without mail, on the very machine of the server only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from litestar import get, post

from governance.people import Function, Known, everyone
from governance.tables.people import Person
from governance.transaction import Reading
from policies.pack import Pack, shipped
from policies.phrases import phrase
from policies.refusal import NotFound
from policies.text import Text
from web.context import parts
from web.given import Answer, Database, Form, Request
from web.identity import sessions
from web.rendering import local, on_loopback, page, to


@dataclass(frozen=True)
class Seat:
    """Someone of the demo whom a visitor may be: in which partnerships, with which other functions there."""

    person: str
    name: str
    places: tuple[tuple[str, tuple[Text, ...]], ...]


@dataclass(frozen=True)
class Bench:
    """People who are first of all the same thing."""

    title: Text
    seats: tuple[Seat, ...]


@get("/sign-in/demo", sync_to_thread=True)
def demo(request: Request, database: Database) -> Answer:
    _must_be_demo(request)
    with database.reading() as tx:
        found = benches(tx)
    return page(
        request, "sign_in/demo.html", benches=found, next=local(request.query_params.get("next", "/"))
    )


@post("/sign-in/demo", sync_to_thread=True)
def sit(request: Request, form: Form, database: Database) -> Answer:
    _must_be_demo(request)
    with database.transaction() as tx:
        person = tx.one(Person, id=form.value("person"))
        if person is None or person.erased:
            raise NotFound("common.not_found")
        sessions.begin(tx, request, person.id, "demo")
    return to(request, local(form.value("next") or "/"))


def benches(tx: Reading) -> list[Bench]:
    """Everyone who may be chosen, by what they are first of all, in the order and the words of the pack."""
    pack = shipped()
    people = everyone(tx)
    found = []
    for title, fits in _kinds(pack):
        seats = tuple(_seat(pack, known) for known in people if _is(known, fits))
        people = [known for known in people if not _is(known, fits)]
        if seats:
            found.append(Bench(title, seats))
    if people:
        found.append(Bench(phrase("people.no_function"), tuple(_seat(pack, known) for known in people)))
    return found


Fits = Callable[[Function], bool]


def _kinds(pack: Pack) -> list[tuple[Text, Fits]]:
    """Whoever creates partnerships, then the colleges (those concerned first), other roles, and offices."""
    colleges = sorted(pack.colleges, key=lambda key: key != pack.concerned)
    creates = pack.roles_with("creates")
    rest = [key for key in pack.roles if key not in creates]
    return [
        *((pack.roles[key].text, partial(_named, key)) for key in creates),
        *((pack.colleges[key].text, partial(_sits, key)) for key in colleges),
        *((pack.roles[key].text, partial(_named, key)) for key in rest),
        *((pack.offices[key].text, partial(_named, key)) for key in pack.offices),
    ]


def _named(name: str, function: Function) -> bool:
    return function.name == name


def _sits(college: str, function: Function) -> bool:
    return function.college == college


def _is(known: Known, fits: Fits) -> bool:
    return any(fits(function) for function in known.functions)


def _seat(pack: Pack, known: Known) -> Seat:
    places: dict[str, dict[str, Text]] = {}
    for function in known.functions:
        if function.title:
            role = pack.roles[function.name].text if function.name in pack.roles else None
            places.setdefault(function.title, {})
            if role:
                places[function.title][function.name] = role
    return Seat(known.person, known.name, tuple((t, tuple(roles.values())) for t, roles in places.items()))


HANDLERS = (demo, sit)


def _must_be_demo(request: Request) -> None:
    """Raises NotFound anywhere but in a demo, seen from its own machine."""
    if not parts(request).demo or not on_loopback(request):
        raise NotFound("common.not_found")
