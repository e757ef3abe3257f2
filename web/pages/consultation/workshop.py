"""The consultation within its partnership: one page that says where it stands, a small one for each form."""

from __future__ import annotations

from typing import Any

from litestar import get, post

from governance.actors import Who
from governance.tables.consultation import Consultation, Contribution, Question, Response
from governance.transaction import Transaction
from policies.refusal import Invalid, NotFound
from policies.text import LANGUAGES
from web.context import parts
from web.given import Answer, Database, Form, Path, Request, Visitor
from web.i18n import N_, NAMES, current, gettext
from web.idempotency import once
from web.pages.common import acting, partnership_page
from web.pages.consultation import forms
from web.pages.steps import Step, Steps
from web.rendering import to
from workflows import consultation
from workflows.case import View, view
from workflows.consultation import Handed, Said, concerned_seat, possible_purposes
from workflows.consultation.loading import consultation_of, in_preparation, questions_of
from workflows.reads.consultation import frame, heard_in, overview
from workflows.reads.permission import why_not

Shown = tuple[dict[str, Any], dict[str, Any]]
NEW = "new"


@get("/partnerships/{partnership:str}/consultation", sync_to_thread=True)
def shown(request: Request, visitor: Visitor, database: Database, partnership: Path) -> Answer:
    with database.reading() as tx:
        seen = view(tx, acting(visitor), partnership)
        return partnership_page(
            request,
            seen,
            "consultation/consultation.html",
            "consultation",
            page=overview(seen, request.query_params.get("of", "")),
            why_not_manage=why_not(seen, "consultation.manage"),
        )


def _plan(tx: Transaction, who: Who, partnership: str, item: str, form: Form) -> None:
    planned = forms.plan_of(form)
    if item == NEW:
        consultation.prepare(tx, who, partnership, planned)
    else:
        consultation.change(tx, who, partnership, item, planned)


def _planning(seen: View, item: str) -> Shown:
    rules, possible = seen.pack.consultation, possible_purposes(seen)
    if item == NEW:
        values = forms.new_plan(seen, possible)
    else:
        possible = list(dict.fromkeys([in_preparation(seen, item).purpose, *possible]))
        values = forms.plan_values(seen, item)
    return values, {
        "purposes": forms.options({key: rules.purposes[key] for key in possible}, "about"),
        "levels": forms.options(rules.levels, "about"),
        "channels": forms.options(rules.channels),
        "settings": rules.settings,
        "fresh": item == NEW,
    }


def _ask(tx: Transaction, who: Who, partnership: str, item: str, form: Form) -> None:
    proofread = form.day("proofread", required=False)
    form.check()
    text, easy = form.text("text", required=False), form.text("easy", required=False)
    question = tx.one(Question, id=item)
    consultation.ask(
        tx,
        who,
        partnership,
        question.consultation if question else item,
        text,
        easy=easy,
        proofread=proofread,
        question=question.id if question else None,
    )


def _asking(seen: View, item: str) -> Shown:
    """A new question of the consultation `item`, or the wording of the question `item`."""
    question = seen.tx.one(Question, id=item)
    if question is None:
        in_preparation(seen, item)
        return {}, {"fresh": True}
    in_preparation(seen, question.consultation)
    text = seen.tx.text
    values = {"text": text(question.text), "easy": text(question.easy), "proofread": question.proofread}
    return values, {"fresh": False}


def _drop(tx: Transaction, who: Who, partnership: str, question: str, _form: Form) -> None:
    consultation.drop(tx, who, partnership, question)


def _launch(tx: Transaction, who: Who, partnership: str, item: str, _form: Form) -> None:
    consultation.launch(tx, who, partnership, item)


def _extend(tx: Transaction, who: Who, partnership: str, item: str, form: Form) -> None:
    until = form.day("until", required=False)
    form.check()
    consultation.extend(tx, who, partnership, item, until)


def _of_consultation(seen: View, item: str) -> Shown:
    return {}, {"frame": frame(seen.tx, seen.pack, consultation_of(seen, item))}


def _revoke(tx: Transaction, who: Who, partnership: str, link: str, _form: Form) -> None:
    consultation.revoke(tx, who, partnership, link)


def _say(tx: Transaction, who: Who, partnership: str, item: str, form: Form) -> None:
    consultation.contribute(tx, who, partnership, item, _said(tx, item, form))


def _saying(seen: View, item: str) -> Shown:
    found = frame(seen.tx, seen.pack, consultation_of(seen, item))
    return {}, {"frame": found, **forms.asked_of_contributor(seen.pack)}


def _entering(seen: View, item: str) -> Shown:
    row = consultation_of(seen, item)
    helped = {k: c for k, c in seen.pack.consultation.channels.items() if c.helper and k in row.channels}
    mandate = seen.with_role("consultation.contribute_for")
    values, context = _saying(seen, item)
    return values, context | {
        "channels": forms.options(helped),
        "languages": [(code, NAMES[code]) for code in LANGUAGES],
        "employed": mandate is not None and mandate.party is not None,
    }


def _withdraw(tx: Transaction, who: Who, partnership: str, contribution: str, _form: Form) -> None:
    consultation.withdraw(tx, who, partnership, contribution)


def _withdrawing(seen: View, item: str) -> Shown:
    """Only for its author or the helper who wrote it down."""
    row = seen.tx.one(Contribution, id=item, partnership=seen.id)
    seat = concerned_seat(seen)
    if row is None or row.withdrawn:
        raise NotFound("common.not_found")
    if row.helper not in {m.id for m in seen.mandates} and (seat is None or row.seat != seat.seat):
        raise NotFound("common.not_found")
    return {}, {"number": row.number}


def _respond(tx: Transaction, who: Who, partnership: str, item: str, form: Form) -> None:
    response = tx.one(Response, id=item)
    row = response.consultation if response else item
    consultation.respond(tx, who, partnership, row, forms.reply_of(form), response.id if response else None)


def _responding(seen: View, item: str) -> Shown:
    """A new response in the consultation `item`, or the draft `item`."""
    response = seen.tx.one(Response, id=item)
    contributions = heard_in(seen, response.consultation if response else item)
    values: dict[str, Any] = {}
    if response:
        text = seen.tx.text
        values = {
            "verdict": response.verdict,
            "decided": text(response.decided),
            "because": text(response.because),
            "next_step": text(response.next_step),
            "contributions": [one.id for one in contributions if one.response == response.id],
        }
    mine = [one for one in contributions if one.response in (None, response.id if response else None)]
    return values, {"contributions": mine, "verdicts": forms.options(seen.pack.consultation.verdicts)}


def _publish(tx: Transaction, who: Who, partnership: str, item: str, form: Form) -> None:
    consultation.publish(tx, who, partnership, item, form.text("synthesis", required=False))


def _inviting(_seen: View, _item: str) -> Shown:
    return {"language": current()}, {"languages": [(code, NAMES[code]) for code in LANGUAGES]}


def _invite(request: Request, tx: Transaction, who: Who, partnership: str, item: str, form: Form) -> Handed:
    language = form.value("language")
    return consultation.invite(
        tx,
        who,
        partnership,
        item,
        label=form.value("label"),
        email=form.value("email"),
        language=language,
        address=lambda token: f"{address_of(request, token)}?lang={language}",
    )


def _enter(request: Request, tx: Transaction, who: Who, partnership: str, item: str, form: Form) -> Handed:  # noqa: ARG001
    said = _said(tx, item, form)
    return consultation.enter(tx, who, partnership, item, said, form.value("language") or current())


def _said(tx: Transaction, item: str, form: Form) -> Said:
    return forms.said_of(form, (question.id for question in questions_of(tx, item)))


def _unsent(_tx: Transaction, _who: Who, _partnership: str, _item: str, _form: Form) -> None:
    """Forms whose answer is a link to hand over do not go this way."""


MANAGE = "consultation.manage"
STEPS = Steps(
    "consultation",
    {
        "plan": Step(MANAGE, _plan, N_("The consultation is prepared."), "consultation/plan.html", _planning),
        "question": Step(
            MANAGE, _ask, N_("The question is recorded."), "consultation/question.html", _asking, "questions"
        ),
        "drop": Step(MANAGE, _drop, N_("The question is taken out."), anchor="questions"),
        "open": Step(MANAGE, _launch, N_("The consultation is open.")),
        "extend": Step(
            MANAGE,
            _extend,
            N_("The consultation lasts longer."),
            "consultation/extend.html",
            _of_consultation,
        ),
        "invite": Step(MANAGE, _unsent, "", "consultation/invite.html", _inviting),
        "revoke": Step(MANAGE, _revoke, N_("The link opens nothing any more."), anchor="links"),
        "say": Step(
            "consultation.contribute",
            _say,
            N_("Thank you. Your contribution is recorded."),
            "consultation/say.html",
            _saying,
        ),
        "enter": Step("consultation.contribute_for", _unsent, "", "consultation/enter.html", _entering),
        "withdraw": Step(
            "partnership.see",
            _withdraw,
            N_("The contribution is withdrawn and its text erased."),
            "consultation/withdraw.html",
            _withdrawing,
        ),
        "response": Step(
            "response.write",
            _respond,
            N_("The draft is kept. Nobody is told before all is published."),
            "consultation/response.html",
            _responding,
            "responses",
        ),
        "publish": Step(
            MANAGE,
            _publish,
            N_("The responses and the synthesis are published."),
            "consultation/publish.html",
            _of_consultation,
        ),
    },
)

HANDING = {"invite": _invite, "enter": _enter}


@get("/partnerships/{partnership:str}/consultation/{name:str}/{item:str}", sync_to_thread=True)
def step(
    request: Request, visitor: Visitor, database: Database, partnership: Path, name: Path, item: Path
) -> Answer:
    return STEPS.page(request, visitor, database, partnership, name, item)


@post("/partnerships/{partnership:str}/consultation/{name:str}/{item:str}", sync_to_thread=True)
def take(
    request: Request,
    visitor: Visitor,
    database: Database,
    form: Form,
    partnership: Path,
    name: Path,
    item: Path,
) -> Answer:
    if name in HANDING:
        return _hand_over(request, visitor, database, form, partnership, name, item)
    return STEPS.send(request, visitor, database, form, partnership, name, item)


def _hand_over(
    request: Request,
    visitor: Visitor,
    database: Database,
    form: Form,
    partnership: str,
    name: str,
    item: str,
) -> Answer:
    """Answer with the page that shows a new link, this one time; the form sent again leads home."""
    who, made = acting(visitor), list[Handed]()
    home = f"/partnerships/{partnership}/consultation"

    def work(tx: Transaction) -> str:
        made.append(HANDING[name](request, tx, who, partnership, item, form))
        return home

    try:
        with database.transaction() as tx:
            once(tx, request, form, lambda: work(tx))
    except Invalid as no:
        return STEPS.again(request, visitor, database, partnership, name, item, form.blame(no))
    if not made:
        return to(request, home, notice=gettext("This was recorded already. A link is shown only once."))
    with database.reading() as reading:
        seen = view(reading, who, partnership)
        row = reading.one(Consultation, id=item)
        return partnership_page(
            request,
            seen,
            "consultation/handed.html",
            "consultation",
            address=address_of(request, made[0].token),
            frame=frame(reading, seen.pack, row) if row else None,
            email=form.value("email"),
            mailed=parts(request).courier.can_send,
            helped=name == "enter",
            back=home,
        )


def address_of(request: Request, token: str) -> str:
    """The address that a contributor is given."""
    return f"{parts(request).settings.base_url}/c/{token}"


HANDLERS = (shown, step, take)
