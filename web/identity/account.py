"""One's own account: language, and the browsers that are signed in."""

from __future__ import annotations

from litestar import get, post

from governance.tables.people import Contact
from policies.refusal import NotFound
from policies.text import LANGUAGES
from web import forms
from web.context import leave_cookie, parts
from web.given import Answer, Database, Form, Request, Visitor
from web.i18n import NAMES
from web.i18n import gettext as _
from web.identity import sessions
from web.identity.agents import described
from web.identity.sessions import signed_in
from web.rendering import language_of, page, to


@get("/account", sync_to_thread=True)
def account(request: Request, visitor: Visitor, database: Database) -> Answer:
    person = signed_in(visitor)
    with database.reading() as tx:
        found = sessions.of_person(tx, person, parts(request).settings)
    return page(
        request,
        "account/account.html",
        form=forms.Form({"language": visitor.language or language_of(request)}),
        languages=[(code, NAMES[code]) for code in LANGUAGES],
        sessions=[(row, described(row.agent), row.id == visitor.session) for row in found],
    )


@post("/account/language", sync_to_thread=True)
def language(request: Request, visitor: Visitor, form: Form, database: Database) -> Answer:
    person = signed_in(visitor)
    chosen = form.choice("language", LANGUAGES)
    form.check()
    with database.transaction() as tx:
        if tx.one(Contact, person=person):
            tx.set(Contact, {"person": person}, language=chosen)
    leave_cookie(request, "language", chosen, max_age=365 * 86_400)
    return to(request, "/account")


@post("/account/sessions/end", sync_to_thread=True)
def end_session(request: Request, visitor: Visitor, form: Form, database: Database) -> Answer:
    person = signed_in(visitor)
    with database.transaction() as tx:
        if not sessions.revoke(tx, person, form.value("session")):
            raise NotFound("common.not_found")
    return to(request, "/account", notice=_("This browser is signed out."))


@post("/account/sessions/end-others", sync_to_thread=True)
def end_others(request: Request, visitor: Visitor, database: Database) -> Answer:
    person = signed_in(visitor)
    with database.transaction() as tx:
        sessions.revoke_others(tx, person, visitor.session)
    return to(request, "/account", notice=_("All other browsers are signed out."))


HANDLERS = (account, language, end_session, end_others)
