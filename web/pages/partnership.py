"""A partnership's overview, and the two ways on: opening a vote, or moving where none is needed."""

from __future__ import annotations

from litestar import get, post

from governance.tables.deliberation import Decision
from governance.transaction import Transaction
from policies.refusal import NotFound
from web import forms
from web.given import Answer, Database, Form, Path, Request, Visitor
from web.i18n import gettext as _
from web.pages.common import acting, partnership_page
from web.pages.sending import carried_out
from workflows import deliberation
from workflows.case import view
from workflows.partnership import move
from workflows.reads.decision import opening
from workflows.reads.partnership import Next, history, next_steps, votes, waiting


@get("/partnerships/{partnership:str}", sync_to_thread=True)
def overview(request: Request, visitor: Visitor, database: Database, partnership: Path) -> Answer:
    with database.reading() as tx:
        seen = view(tx, acting(visitor), partnership)
        found = votes(seen)
        return partnership_page(
            request,
            seen,
            "partnership/overview.html",
            "overview",
            steps=next_steps(seen),
            waiting=waiting(seen),
            open_votes=[vote for vote in found if vote.status == "open"],
            past=[vote for vote in found if vote.status != "open"],
            history=history(seen),
        )


# One handler for each address: Litestar wraps a handler of two addresses twice, and answers 500.
@get("/partnerships/{partnership:str}/decide/{transition:str}", sync_to_thread=True)
def before_deciding(
    request: Request, visitor: Visitor, database: Database, partnership: Path, transition: Path
) -> Answer:
    return _confirm(request, visitor, database, partnership, transition, forms.Form())


@get("/partnerships/{partnership:str}/move/{transition:str}", sync_to_thread=True)
def before_moving(
    request: Request, visitor: Visitor, database: Database, partnership: Path, transition: Path
) -> Answer:
    return _confirm(request, visitor, database, partnership, transition, forms.Form())


def _confirm(
    request: Request,
    visitor: Visitor,
    database: Database,
    partnership: Path,
    transition: Path,
    form: Form,
    status: int = 200,
) -> Answer:
    with database.reading() as tx:
        seen = view(tx, acting(visitor), partnership)
        step = _step(next_steps(seen), transition)
        return partnership_page(
            request,
            seen,
            "decision/open.html",
            "overview",
            step=step,
            vote=opening(seen, step.rule_name) if step.rule_name else None,
            form=form,
            status=status,
        )


def _step(steps: list[Next], name: str) -> Next:
    found = next((step for step in steps if step.name == name), None)
    if found is None:
        raise NotFound("common.not_found")
    return found


@post("/partnerships/{partnership:str}/decide/{transition:str}", sync_to_thread=True)
def decide(
    request: Request, visitor: Visitor, database: Database, form: Form, partnership: Path, transition: Path
) -> Answer:
    who = acting(visitor)

    def work(tx: Transaction) -> str:
        deliberation.open_decision(tx, who, partnership, transition)
        opened = tx.all(Decision, partnership=partnership, transition=transition, status="open")
        return f"/decisions/{opened[0].id}"

    return carried_out(request, database, form, work, notice=_("The vote is open."))


@post("/partnerships/{partnership:str}/move/{transition:str}", sync_to_thread=True)
def go_on(
    request: Request, visitor: Visitor, database: Database, form: Form, partnership: Path, transition: Path
) -> Answer:
    who = acting(visitor)

    def work(tx: Transaction) -> str:
        move(tx, who, partnership, transition, form.value("reason"))
        return f"/partnerships/{partnership}"

    def again(form: forms.Form) -> Answer:
        return _confirm(request, visitor, database, partnership, transition, form, status=422)

    notice = _("The partnership has moved on.")
    return carried_out(request, database, form, work, notice=notice, again=again)


HANDLERS = (overview, before_deciding, before_moving, decide, go_on)
