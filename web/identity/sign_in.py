"""Signing in by a mailed link or code, and signing out."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from litestar import get, post

from policies.refusal import Invalid
from web import forms
from web.context import parts
from web.given import Answer, Database, Form, Path, Request, Visitor
from web.identity import challenges, limits, sessions
from web.rendering import local, on_loopback, page, to
from workflows.notifications import Mail

ASKED_PER_ADDRESS = 6  # an hour
ASKED_PER_PEER = 60
TRIED_PER_PEER = 120

_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\]+\.[^@\s<>,;:\"()\[\]\\.]+")


@get("/sign-in", sync_to_thread=True)
def sign_in(request: Request, visitor: Visitor) -> Answer:
    destination = local(request.query_params.get("next", "/"))
    if visitor.person:
        return to(request, destination)
    return page(request, "sign_in/ask.html", form=forms.Form({"next": destination}))


@post("/sign-in", sync_to_thread=True)
def ask(request: Request, form: Form, database: Database) -> Answer:
    try:
        email = _address(form)
    except Invalid:
        return page(request, "sign_in/ask.html", form=form, status=422)
    with database.transaction() as tx:
        limits.count(tx, f"ask peer {limits.peer(request)}", ASKED_PER_PEER)
        limits.count(tx, f"ask address {email}", ASKED_PER_ADDRESS)
        base_url = parts(request).settings.base_url
        challenge = challenges.ask(tx, email, local(form.value("next")), base_url)
    parts(request).courier.wake()
    return to(request, f"/sign-in/code/{challenge}")


@get("/sign-in/code/{challenge:str}", sync_to_thread=True)
def code_page(request: Request, challenge: Path, database: Database) -> Answer:
    with database.reading() as tx:
        row = challenges.open_by_id(tx, challenge)
    if row is None:
        return _over(request)
    return _code_page(request, database, challenge, forms.Form())


@post("/sign-in/code/{challenge:str}", sync_to_thread=True)
def code(request: Request, challenge: Path, form: Form, database: Database) -> Answer:
    given = form.text("code", most=20)
    with database.transaction() as tx:
        limits.count(tx, f"try peer {limits.peer(request)}", TRIED_PER_PEER)
        used = challenges.use_code(tx, challenge, given)
        if used and used.person:
            sessions.begin(tx, request, used.person, "code")
            return to(request, local(used.destination))
        remains = challenges.open_by_id(tx, challenge)
    if remains is None:
        return _over(request)
    if given:
        form.complaints.add("code", "web.wrong_code", left=challenges.TRIES - remains.tries)
    return _code_page(request, database, challenge, form, status=422)


@get("/sign-in/link/{link:str}", sync_to_thread=True)
def link_page(request: Request, link: Path, database: Database) -> Answer:
    with database.reading() as tx:
        row = challenges.open_by_link(tx, link)
    if row is None:
        return _over(request)
    return page(request, "sign_in/link.html", email=row.email, link=link)


@post("/sign-in/link/{link:str}", sync_to_thread=True)
def link(request: Request, link: Path, database: Database) -> Answer:
    with database.transaction() as tx:
        used = challenges.use_link(tx, link)
        if used is None or used.person is None:
            return _over(request)
        sessions.begin(tx, request, used.person, "link")
    return to(request, local(used.destination))


@post("/sign-out", sync_to_thread=True)
def sign_out(request: Request, database: Database) -> Answer:
    with database.transaction() as tx:
        sessions.end(tx, request)
    return to(request, "/sign-in?" + urlencode({"out": "1"}))


HANDLERS = (sign_in, ask, code_page, code, link_page, link, sign_out)


def _address(form: Form) -> str:
    """The address typed, lower-cased. Raises Invalid where it is none."""
    email = form.text("email", most=254).lower()
    if email and not _ADDRESS.fullmatch(email):
        form.complaints.add("email", "web.not_an_address")
    form.check()
    return email


def _code_page(
    request: Request, database: Database, challenge: Path, form: Form, status: int = 200
) -> Answer:
    return page(
        request,
        "sign_in/code.html",
        form=form,
        challenge=challenge,
        mail=_shown_mail(request, database, challenge),
        status=status,
    )


def _shown_mail(request: Request, database: Database, challenge: str) -> Mail | None:
    """A demo without a mail server shows the mail on the page, to its own machine only."""
    known = parts(request)
    if not known.demo or known.courier.can_send or not on_loopback(request):
        return None
    with database.reading() as tx:
        return challenges.mail_of(tx, challenge)


def _over(request: Request) -> Answer:
    return page(request, "sign_in/over.html", status=410)
