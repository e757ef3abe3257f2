"""The compliance officer's pages: the decision log with filters, acts, decisions, partnerships, integrity."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from litestar import get, post

from governance.acts.base import KINDS
from governance.transaction import Reading
from policies.access import Denied, decide
from policies.pack import shipped
from policies.refusal import NotEntitled
from web import forms
from web.given import Answer, Database, Path, Request, Visitor
from web.identity.sessions import signed_in
from web.pages.common import acting
from web.rendering import page
from workflows.case import view
from workflows.reads import audit
from workflows.reads.decision import decision_row

FIELDS = ("partnership", "id", "kind", "by", "since", "until")


def must_may(visitor: Visitor, action: str) -> None:
    """Raises SignInFirst, or NotEntitled with who may."""
    signed_in(visitor)
    verdict = decide(shipped().access, action, [], visitor.offices)
    if isinstance(verdict, Denied):
        raise NotEntitled("access.denied", reason=verdict.reason)


@get("/audit", sync_to_thread=True)
def log(request: Request, visitor: Visitor, database: Database) -> Answer:
    must_may(visitor, "log.read")
    query = request.query_params
    form = forms.Form({name: query.get(name, "")[:100] for name in FIELDS})
    filters = _filters(form)
    with database.reading() as tx:
        found = None
        if not form.errors:
            found = audit.listing(
                tx, filters, before=_position(query, "before"), after=_position(query, "after")
            )
        return page(
            request,
            "audit/log.html",
            status=422 if form.errors else 200,
            form=form,
            found=found,
            filtered=filters != audit.Filters(),
            titles=audit.titles(tx),
            people=audit.people(tx),
            kinds=audit.kinds(),
            parts=audit.program_parts(tx),
            query=urlencode([(name, form.value(name)) for name in FIELDS if form.value(name)]),
        )


def _filters(form: forms.Form) -> audit.Filters:
    kind = form.value("kind")
    if kind and kind not in KINDS and not kind.endswith("."):
        form.complaints.add("kind", "common.not_a_choice", value=kind)
    since, until = form.day("since", required=False), form.day("until", required=False)
    partnership = form.value("id") or form.value("partnership")
    return audit.Filters(partnership, kind, form.value("by"), since, until)


def _position(query: Any, name: str) -> int | None:
    """A place in the log to go on from; what is none is left out."""
    given = query.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 16 else None


@get("/audit/acts/{act:str}", sync_to_thread=True)
def act(request: Request, visitor: Visitor, database: Database, act: Path) -> Answer:
    must_may(visitor, "log.read")
    with database.reading() as tx:
        return page(request, "audit/act.html", act=audit.act_page(tx, act))


@get("/audit/decisions", sync_to_thread=True)
def decisions(request: Request, visitor: Visitor, database: Database) -> Answer:
    must_may(visitor, "log.read")
    query = request.query_params
    partnership, before = query.get("partnership", "")[:64], query.get("before", "")[:64]
    with database.reading() as tx:
        titles = audit.titles(tx)
        rows = audit.decisions(tx, partnership=partnership, before=before)
        older = rows[-2].id if len(rows) > audit.PAGE else ""
        return page(
            request,
            "audit/decisions.html",
            rows=audit.decided(tx, rows[: audit.PAGE], dict(titles)),
            form=forms.Form({"partnership": partnership}),
            titles=titles,
            older=urlencode({"partnership": partnership, "before": older}) if older else "",
            first=not before,
        )


@get("/audit/decisions/{decision:str}", sync_to_thread=True)
def decision(request: Request, visitor: Visitor, database: Database, decision: Path) -> Answer:
    must_may(visitor, "log.read")
    with database.reading() as tx:
        row = decision_row(tx, decision)
        seen = view(tx, acting(visitor), row.partnership)
        return page(request, "audit/decision.html", account=audit.account(seen, row))


@get("/audit/partnerships/{partnership:str}", sync_to_thread=True)
def partnership(request: Request, visitor: Visitor, database: Database, partnership: Path) -> Answer:
    must_may(visitor, "log.read")
    with database.reading() as tx:
        seen = view(tx, acting(visitor), partnership)
        return page(request, "audit/partnership.html", told=audit.timeline(seen))


@get("/audit/integrity", sync_to_thread=True)
def integrity(request: Request, visitor: Visitor, database: Database) -> Answer:
    must_may(visitor, "log.read")
    with database.reading() as tx:
        return _integrity(request, tx)


@post("/audit/integrity", status_code=200, sync_to_thread=True)
def check(request: Request, visitor: Visitor, database: Database) -> Answer:
    """Check the record now. Nothing is changed, so the answer is the page itself."""
    must_may(visitor, "log.read")
    with database.reading() as tx:
        return _integrity(request, tx, audit.checked(tx))


def _integrity(request: Request, tx: Reading, checked: audit.Checked | None = None) -> Answer:
    return page(
        request,
        "audit/integrity.html",
        standing=audit.standing(tx),
        checked=checked,
        most=audit.MOST_CHECKED,
    )


HANDLERS = (log, act, decisions, decision, partnership, integrity, check)
