"""The ethical review: one page that says where it stands, and a small page for each thing to write."""

from __future__ import annotations

from typing import Any

from litestar import get

from governance.actors import Who
from governance.transaction import Transaction
from policies.refusal import NotFound
from web.given import Answer, Database, Form, Path, Request, Visitor
from web.i18n import N_
from web.pages.common import acting, partnership_page
from web.pages.steps import Step, Steps
from workflows import review
from workflows.case import View, view
from workflows.reads.permission import why_not
from workflows.reads.review import Assessed, condition_line, parties_here, review_page

Shown = tuple[dict[str, Any], dict[str, Any]]


@get("/partnerships/{partnership:str}/review", sync_to_thread=True)
def overview(request: Request, visitor: Visitor, database: Database, partnership: Path) -> Answer:
    with database.reading() as tx:
        seen = view(tx, acting(visitor), partnership)
        page = review_page(seen)
        return partnership_page(
            request,
            seen,
            "review/review.html",
            "review",
            page=page,
            opens_in=[seen.pack.lifecycle.states[name].text for name in seen.pack.review.opens_in],
            here=seen.row.state in seen.pack.review.opens_in,
            why_not_open=why_not(seen, "review.manage"),
        )


def _open(tx: Transaction, who: Who, partnership: str, _item: str, form: Form) -> None:
    review.open_review(tx, who, partnership, form.text("question"))


def _declare(tx: Transaction, who: Who, partnership: str, _item: str, form: Form) -> None:
    answer = form.choice("interest", ("none", "some"))
    text = form.text("text", required=False)
    form.check()
    review.declare_interest(tx, who, partnership, has_interest=answer == "some", text=text)


def _declaring(seen: View, _item: str) -> Shown:
    return {}, {"declaration": seen.pack.review.declaration}


def _assess(tx: Transaction, who: Who, partnership: str, criterion: str, form: Form) -> None:
    due = form.day("due", required=False)
    form.check()
    review.assess(
        tx,
        who,
        partnership,
        criterion,
        finding=form.value("finding"),
        reason=form.value("reason"),
        condition=form.value("condition"),
        owner=form.value("owner"),
        due=due,
    )


def _assessing(seen: View, criterion: str) -> Shown:
    line = _criterion(seen, criterion)
    findings = [(key, finding.text) for key, finding in seen.pack.review.findings.items()]
    values = {"finding": line.finding_key or "", "reason": line.reason or ""}
    return values, {"line": line, "findings": findings, "parties": parties_here(seen)}


def _criterion(seen: View, criterion: str) -> Assessed:
    current = review_page(seen).current
    for line in current.criteria if current else ():
        if line.key == criterion:
            return line
    raise NotFound("common.not_found")


def _set_condition(tx: Transaction, who: Who, partnership: str, _item: str, form: Form) -> None:
    due = form.day("due", required=False)
    form.check()
    review.set_condition(
        tx,
        who,
        partnership,
        text=form.value("text"),
        criterion=form.value("criterion"),
        owner=form.value("owner"),
        due=due,
    )


def _setting(seen: View, _item: str) -> Shown:
    criteria = [(key, criterion.text) for key, criterion in seen.pack.review.criteria.items()]
    return {}, {"criteria": criteria, "parties": parties_here(seen)}


def _withdraw(tx: Transaction, who: Who, partnership: str, condition: str, _form: Form) -> None:
    review.withdraw_condition(tx, who, partnership, condition)


def _schedule(tx: Transaction, who: Who, partnership: str, condition: str, form: Form) -> None:
    due = form.day("due", required=False)
    form.check()
    review.schedule_condition(tx, who, partnership, condition, owner=form.value("owner"), due=due)


def _scheduling(seen: View, condition: str) -> Shown:
    line = condition_line(seen, condition)
    values = {"owner": line.owner_id or "", "due": line.due or ""}
    return values, {"condition": line, "parties": parties_here(seen)}


def _meet(tx: Transaction, who: Who, partnership: str, condition: str, form: Form) -> None:
    review.meet_condition(tx, who, partnership, condition, form.text("proof"))


def _reopen(tx: Transaction, who: Who, partnership: str, condition: str, form: Form) -> None:
    review.reopen_condition(tx, who, partnership, condition, form.text("reason"))


def _of_condition(seen: View, condition: str) -> Shown:
    return {}, {"condition": condition_line(seen, condition)}


def _reply(tx: Transaction, who: Who, partnership: str, _item: str, form: Form) -> None:
    review.reply(tx, who, partnership, form.text("text"))


def _conclude(tx: Transaction, who: Who, partnership: str, _item: str, form: Form) -> None:
    review.give_opinion(
        tx,
        who,
        partnership,
        opinion=form.value("opinion"),
        reason=form.value("reason"),
        minority=form.value("minority"),
    )


def _concluding(seen: View, _item: str) -> Shown:
    opinions = [(key, opinion.text, opinion.about) for key, opinion in seen.pack.review.opinions.items()]
    return {}, {"opinions": opinions}


STEPS = Steps(
    "review",
    {
        "question": Step("review.manage", _open, N_("The review is open."), "review/question.html"),
        "interests": Step(
            "review.write", _declare, N_("Your declaration is recorded."), "review/interests.html", _declaring
        ),
        "criterion": Step(
            "review.write",
            _assess,
            N_("The finding is recorded."),
            "review/criterion.html",
            _assessing,
            "criteria",
        ),
        "condition": Step(
            "review.write",
            _set_condition,
            N_("The condition is recorded."),
            "review/condition.html",
            _setting,
            "conditions",
        ),
        "withdraw": Step("review.write", _withdraw, N_("The condition is withdrawn."), anchor="conditions"),
        "schedule": Step(
            "partnership.see",
            _schedule,
            N_("The condition has an owner and a date."),
            "review/schedule.html",
            _scheduling,
            "conditions",
        ),
        "met": Step(
            "review.reply",
            _meet,
            N_("The condition is reported as met."),
            "review/met.html",
            _of_condition,
            "conditions",
        ),
        "reopen": Step(
            "review.write",
            _reopen,
            N_("The condition is open again."),
            "review/reopen.html",
            _of_condition,
            "conditions",
        ),
        "reply": Step(
            "review.reply", _reply, N_("Your reply is recorded."), "review/reply.html", anchor="replies"
        ),
        "opinion": Step(
            "review.write", _conclude, N_("The opinion is given."), "review/opinion.html", _concluding
        ),
    },
)


HANDLERS = (overview, *STEPS.handlers())
