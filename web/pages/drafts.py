"""Beginning a partnership: from a starter template, or from nothing."""

from __future__ import annotations

from litestar import get, post

from governance.transaction import Transaction
from policies.calendar import TERRITORIES
from policies.pack import shipped
from policies.phrases import phrase
from web import forms
from web.given import Answer, Database, Form, Request, Visitor
from web.i18n import gettext as _
from web.pages.common import acting
from web.pages.sending import carried_out
from web.rendering import page
from workflows.partnership import create_draft


@get("/partnerships/new", sync_to_thread=True)
def new(request: Request, visitor: Visitor) -> Answer:
    acting(visitor)
    asked = request.query_params.get("template", "")
    return _shown(request, forms.Form({"template": asked, "territory": shipped().territory}))


@post("/partnerships/new", sync_to_thread=True)
def create(request: Request, visitor: Visitor, database: Database, form: Form) -> Answer:
    who = acting(visitor)

    def work(tx: Transaction) -> str:
        title = form.text("title", most=200)
        form.check()
        template, territory = form.value("template") or None, form.value("territory")
        begun = create_draft(tx, who, shipped(), title=title, template=template, territory=territory)
        return f"/partnerships/{begun}"

    return carried_out(
        request,
        database,
        form,
        work,
        notice=_("The draft is begun. Next: who is at the table, and the text."),
        again=lambda form: _shown(request, form, status=422),
    )


def _shown(request: Request, form: forms.Form, status: int = 200) -> Answer:
    pack = shipped()
    return page(
        request,
        "drafts/new.html",
        status=status,
        form=form,
        pack=pack,
        territories=[(code, phrase(f"territories.{code}")) for code in TERRITORIES],
    )


HANDLERS = (new, create)
