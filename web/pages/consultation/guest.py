"""The pages of who holds a personal link: very plain, without menu, account or way to anything else."""

from __future__ import annotations

from typing import Any

from litestar import get, post

from policies.refusal import Invalid, NotFound
from web import forms as web_forms
from web.given import Answer, Database, Form, Path, Request
from web.i18n import gettext
from web.idempotency import once
from web.pages.consultation import forms
from web.rendering import page, to
from workflows import consultation
from workflows.reads.contributor import Guest, guest


@get("/c/{token:str}", sync_to_thread=True)
def shown(request: Request, database: Database, token: Path) -> Answer:
    """The form while it is open and nothing was said; else what was said, and what became of it."""
    try:
        with database.reading() as tx:
            found = guest(tx, token)
    except NotFound as no:
        return _none(request, no)
    if found.frame.takes and not found.said:
        return _form(request, found, token, web_forms.Form())
    return _plain(request, "consultation/guest.html", guest=found, address=f"/c/{token}")


@get("/c/{token:str}/change", sync_to_thread=True)
def changing(request: Request, database: Database, token: Path) -> Answer:
    try:
        with database.reading() as tx:
            found = guest(tx, token)
    except NotFound as no:
        return _none(request, no)
    if not found.may_write:
        return to(request, f"/c/{token}")
    return _form(request, found, token, web_forms.Form(forms.said_values(found.answers, found.category)))


@post("/c/{token:str}", sync_to_thread=True)
def say(request: Request, database: Database, form: Form, token: Path) -> Answer:
    try:
        with database.reading() as tx:
            found = guest(tx, token)
    except NotFound as no:
        return _none(request, no)

    try:
        said = forms.said_of(form, (question.id for question in found.frame.questions))
        with database.transaction() as tx:

            def work() -> str:
                consultation.contribute(tx, found.who, found.partnership, found.frame.id, said)
                return f"/c/{token}"

            location = once(tx, request, form, work)
    except Invalid as no:
        return _form(request, found, token, form.blame(no))
    return to(request, location, notice=gettext("Thank you. Your words are kept."))


@get("/c/{token:str}/withdraw", sync_to_thread=True)
def withdrawing(request: Request, database: Database, token: Path) -> Answer:
    try:
        with database.reading() as tx:
            found = guest(tx, token)
    except NotFound as no:
        return _none(request, no)
    if not found.said:
        return to(request, f"/c/{token}")
    return _plain(request, "consultation/guest_withdraw.html", guest=found, address=f"/c/{token}")


@post("/c/{token:str}/withdraw", sync_to_thread=True)
def withdraw(request: Request, database: Database, form: Form, token: Path) -> Answer:
    try:
        with database.transaction() as tx:
            found = guest(tx, token)

            def work() -> str:
                if found.mine is not None and found.said:
                    consultation.withdraw(tx, found.who, found.partnership, found.mine.id)
                return f"/c/{token}"

            location = once(tx, request, form, work)
    except NotFound as no:
        return _none(request, no)
    return to(request, location, notice=gettext("Your words are erased."))


def _form(request: Request, found: Guest, token: str, form: Form) -> Answer:
    return _plain(
        request,
        "consultation/guest_form.html",
        status=422 if form.errors else 200,
        guest=found,
        form=form,
        address=f"/c/{token}",
        **forms.asked_of_contributor(found.pack),
    )


def _none(request: Request, no: NotFound) -> Answer:
    """One page for a link that never was and for one that is revoked: the two are not told apart."""
    return _plain(request, "consultation/no_link.html", status=404, text=no.text)


def _plain(request: Request, template: str, *, status: int = 200, **context: Any) -> Answer:
    """A page whose address is a secret: it is not sent on to any other site, nor indexed."""
    response = page(request, template, status=status, bare=True, **context)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


HANDLERS = (shown, changing, say, withdrawing, withdraw)
