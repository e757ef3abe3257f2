"""The evaluation: its pieces by kind with what is missing, its recommendation, and what may follow."""

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
from workflows import evaluation
from workflows.case import View, view
from workflows.reads.evaluation import evaluation_page, feedback_choices, measured
from workflows.reads.partnership import next_steps
from workflows.reads.permission import must, why_not

Shown = tuple[dict[str, Any], dict[str, Any]]


@get("/partnerships/{partnership:str}/evaluation", sync_to_thread=True)
def overview(request: Request, visitor: Visitor, database: Database, partnership: Path) -> Answer:
    with database.reading() as tx:
        seen = view(tx, acting(visitor), partnership)
        permission = seen.pack.access.actions["evaluation.write"]
        after = {advice.transition for advice in seen.pack.evaluation.recommendations.values()}
        return partnership_page(
            request,
            seen,
            "evaluation/evaluation.html",
            "evaluation",
            page=evaluation_page(seen),
            steps=[step for step in next_steps(seen) if step.name in after] if _here(seen) else [],
            here=_here(seen),
            written_in=[seen.pack.lifecycle.states[state].text for state in permission.states],
            why_not_write=why_not(seen, "evaluation.write"),
            why_not_recommend=why_not(seen, "evaluation.recommend"),
            may_withdraw=seen.allows("evaluation.withdraw"),
        )


def _here(seen: View) -> bool:
    """Whether the partnership is where its evaluation is written."""
    return seen.row.state in seen.pack.access.actions["evaluation.write"].states


def _add(tx: Transaction, who: Who, partnership: str, kind: str, form: Form) -> None:
    seen = view(tx, who, partnership)
    until = form.day("until", required=False)
    figures = {line.id: form.amount(f"figure-{line.id}", required=False) for line in measured(seen)}
    form.check()
    evaluation.add_piece(
        tx,
        who,
        partnership,
        kind,
        text=form.value("text"),
        figures=figures,
        consultation=form.value("consultation") or None,
        consent=form.checked("consent"),
        told_by=form.value("told_by"),
        purpose=form.value("purpose"),
        media=form.value("media"),
        until=until,
    )


def _adding(seen: View, kind: str) -> Shown:
    piece = seen.pack.evaluation.pieces.get(kind)
    if piece is None:
        raise NotFound("common.not_found")
    purposes = seen.pack.consultation.purposes
    choices = [
        (row.id, purposes[row.purpose].text, seen.tx.text(row.aim) or "") for row in feedback_choices(seen)
    ]
    return {}, {"piece": piece, "indicators": measured(seen), "consultations": choices}


def _withdraw(tx: Transaction, who: Who, partnership: str, piece: str, form: Form) -> None:
    evaluation.withdraw_piece(tx, who, partnership, piece, form.value("reason"))


def _withdrawing(seen: View, piece: str) -> Shown:
    for kind in evaluation_page(seen).kinds:
        for line in kind.pieces:
            if line.id == piece and line.withdrawn is None:
                if not line.consented:
                    must(seen, "evaluation.write")
                return {}, {"line": line, "kind": kind.kind}
    raise NotFound("common.not_found")


def _recommend(tx: Transaction, who: Who, partnership: str, _item: str, form: Form) -> None:
    evaluation.recommend(tx, who, partnership, form.value("recommendation"), reasons=form.value("reasons"))


def _recommending(seen: View, _item: str) -> Shown:
    advice = seen.pack.evaluation.recommendations
    return {}, {"choices_made": [(key, one.text, one.about) for key, one in advice.items()]}


STEPS = Steps(
    "evaluation",
    {
        "piece": Step(
            "evaluation.write",
            _add,
            N_("The piece is part of the evaluation."),
            "evaluation/piece.html",
            _adding,
            "pieces",
        ),
        "withdraw": Step(
            "evaluation.withdraw",
            _withdraw,
            N_("The piece is withdrawn."),
            "evaluation/withdraw.html",
            _withdrawing,
            "pieces",
        ),
        "recommendation": Step(
            "evaluation.recommend",
            _recommend,
            N_("The recommendation is recorded."),
            "evaluation/recommend.html",
            _recommending,
            "recommendation",
        ),
    },
)


HANDLERS = (overview, *STEPS.handlers())
