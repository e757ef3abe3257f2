"""A decision's page: vote, see how far it is, and afterwards who, what, when, rule and arithmetic."""

from __future__ import annotations

from litestar import get, post
from markupsafe import Markup

from governance.acts.base import KINDS
from governance.acts.texts import text_of
from governance.transaction import Transaction
from policies.refusal import NotFound
from web import forms
from web.given import Answer, Database, Form, Path, Request, Visitor
from web.i18n import gettext as _
from web.pages.common import acting, partnership_page
from web.pages.sending import carried_out
from web.rendering import page
from workflows import deliberation
from workflows.case import view
from workflows.reads.decision import decision_page, decision_row, receipt


def choice_labels() -> dict[str, str]:
    """The choices of the decision algebra in the visitor's language."""
    return {
        "for": _("For"),
        "against": _("Against"),
        "abstain": _("Abstain"),
        "objection": _("Objection"),
        "present": _("Present, without voting"),
    }


def choice_helps() -> dict[str, str]:
    """What the less usual choices mean, for whoever votes for the first time."""
    return {
        "abstain": _("You take part without taking sides."),
        "objection": _("You are against, and for you this cannot go ahead as it is. Say why below."),
    }


@get("/decisions/{decision:str}", sync_to_thread=True)
def decision(request: Request, visitor: Visitor, database: Database, decision: Path) -> Answer:
    return _shown(request, visitor, database, decision)


def _shown(
    request: Request,
    visitor: Visitor,
    database: Database,
    decision: Path,
    form: forms.Form | None = None,
    cancel_form: forms.Form | None = None,
    status: int = 200,
) -> Answer:
    with database.reading() as tx:
        row = decision_row(tx, decision)
        seen = view(tx, acting(visitor), row.partnership)
        found = decision_page(seen, row)
        labels, helps = choice_labels(), choice_helps()
        mine = next((seat for seat in found.mine if seat.choice), None)
        kept = forms.Form({"choice": mine.choice, "reason": mine.reason or ""}) if mine else forms.Form()
        version = _("version %(number)s of the dossier") % {"number": row.dossier_version}
        address = f"/partnerships/{row.partnership}/dossier?version={row.dossier_version}"
        return partnership_page(
            request,
            seen,
            "decision/decision.html",
            "overview",
            page=found,
            form=form or kept,
            cancel_form=cancel_form or forms.Form(),
            ballot_options=[(key, labels.get(key, key), helps.get(key, "")) for key in found.choices],
            dossier_link=Markup('<a href="{}">{}</a>').format(address, version),
            status=status,
        )


@post("/decisions/{decision:str}/ballot", sync_to_thread=True)
def cast(request: Request, visitor: Visitor, database: Database, form: Form, decision: Path) -> Answer:
    who = acting(visitor)

    def work(tx: Transaction) -> str:
        partnership = decision_row(tx, decision).partnership
        acts = deliberation.cast_ballot(
            tx,
            who,
            partnership,
            decision,
            form.value("seat"),
            form.value("choice"),
            reason=form.text("reason", required=False),
            no_interest=form.checked("no_interest"),
        )
        return f"/receipts/{acts[0].id}"

    def again(form: forms.Form) -> Answer:
        return _shown(request, visitor, database, decision, form=form, status=422)

    return carried_out(request, database, form, work, notice=_("Your ballot is recorded."), again=again)


@post("/decisions/{decision:str}/cancel", sync_to_thread=True)
def cancel(request: Request, visitor: Visitor, database: Database, form: Form, decision: Path) -> Answer:
    who = acting(visitor)

    def work(tx: Transaction) -> str:
        partnership = decision_row(tx, decision).partnership
        deliberation.cancel_decision(tx, who, partnership, decision, form.value("reason"))
        return f"/decisions/{decision}"

    def again(form: forms.Form) -> Answer:
        return _shown(request, visitor, database, decision, cancel_form=form, status=422)

    return carried_out(request, database, form, work, notice=_("The vote is cancelled."), again=again)


@get("/receipts/{act:str}", sync_to_thread=True)
def receipt_page(request: Request, visitor: Visitor, database: Database, act: Path) -> Answer:
    """The receipt of an act, for its author: an open ballot is nobody else's to read."""
    with database.reading() as tx:
        found = receipt(tx, act)
        partnership = found.stream.removeprefix("partnership:")
        seen = view(tx, acting(visitor), partnership)
        if not seen.did(found.by):
            raise NotFound("common.not_found")
        title = tx.text(seen.row.title) or "—"
        said = text_of(found.kind) if found.kind in KINDS else found.kind
    back = f"/decisions/{found.decision}" if found.decision else f"/partnerships/{partnership}"
    return page(request, "decision/receipt.html", receipt=found, said=said, title=title, back=back)


HANDLERS = (decision, cast, cancel, receipt_page)
