"""Active life: what is asked of whom and by when, what was answered, and how the indicators move."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from litestar import get

from governance.actors import Who
from governance.transaction import Transaction
from policies.refusal import NotFound
from web.given import Answer, Database, Form, Path, Request, Visitor
from web.i18n import N_
from web.pages.common import acting, partnership_page
from web.pages.steps import Step, Steps
from workflows.case import View, view
from workflows.evaluation import enter_measure
from workflows.prompts import answer_prompt
from workflows.reads.evaluation import measured
from workflows.reads.permission import why_not
from workflows.reads.prompts import life, prompt_to_answer

Shown = tuple[dict[str, Any], dict[str, Any]]


@get("/partnerships/{partnership:str}/life", sync_to_thread=True)
def overview(request: Request, visitor: Visitor, database: Database, partnership: Path) -> Answer:
    with database.reading() as tx:
        seen = view(tx, acting(visitor), partnership)
        return partnership_page(
            request,
            seen,
            "prompts/life.html",
            "life",
            life=life(seen),
            indicators=measured(seen),
            why_not_measure=why_not(seen, "measure.write"),
        )


def _answer(tx: Transaction, who: Who, partnership: str, prompt: str, form: Form) -> None:
    _, questions = prompt_to_answer(view(tx, who, partnership), prompt)
    answer_prompt(tx, who, partnership, prompt, {name: form.value(name) for name in questions})


def _answering(seen: View, prompt: str) -> Shown:
    line, questions = prompt_to_answer(seen, prompt)
    return {}, {"line": line, "questions": questions}


def _measure(tx: Transaction, who: Who, partnership: str, indicator: str, form: Form) -> None:
    day, value = form.day("day"), form.amount("value")
    form.check()
    enter_measure(
        tx, who, partnership, indicator, day=day, value=value or Decimal(0), note=form.value("note")
    )


def _measuring(seen: View, indicator: str) -> Shown:
    for line in measured(seen):
        if line.id == indicator:
            return {"day": seen.tx.today.isoformat()}, {"line": line}
    raise NotFound("common.not_found")


STEPS = Steps(
    "life",
    {
        "answer": Step(
            "prompt.answer",
            _answer,
            N_("Your answer is recorded. Thank you."),
            "prompts/answer.html",
            _answering,
            "answered",
        ),
        "measure": Step(
            "measure.write",
            _measure,
            N_("The measure is recorded."),
            "prompts/measure.html",
            _measuring,
            "measures",
        ),
    },
)


HANDLERS = (overview, *STEPS.handlers())
