"""Before a consultation opens: what it is for, how much it can change, by which channels, which questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from governance.acts.consultation import (
    ConsultationChanged,
    ConsultationPrepared,
    QuestionAsked,
    QuestionDropped,
)
from governance.record import new_id
from governance.tables.consultation import Consultation, Question
from policies.refusal import Complaints, NotFound, Refused
from workflows import inputs
from workflows.case import Acts, Case, View, command
from workflows.consultation.loading import (
    consultation_of,
    in_preparation,
)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is said of a consultation before it opens. `aim`: what it is about, and of what use."""

    purpose: str
    level: str
    channels: tuple[str, ...]
    closing_day: date | None
    aim: str
    aim_easy: str = ""


def possible_purposes(view: View) -> list[str]:
    """The purposes for which a consultation may be prepared now: it could open in this state or the next."""
    near = {view.row.state} | {way.to for way in view.pack.lifecycle.leaving(view.row.state)}
    return [key for key, purpose in view.pack.consultation.purposes.items() if near & set(purpose.opens_in)]


@command
def prepare(case: Case, plan: Plan) -> Acts:
    """Yield a new consultation. Raises Refused while another one for the same purpose is not closed yet."""
    case.may("consultation.manage")
    _must_be_sound(case, plan)
    rows = case.tx.all(Consultation, partnership=case.id, term=case.row.term, purpose=plan.purpose)
    if any(row.status != "closed" for row in rows):
        raise Refused("consultation.another_one")
    assert plan.closing_day is not None
    yield ConsultationPrepared(
        consultation=new_id(case.tx.moment),
        term=case.row.term,
        purpose=plan.purpose,
        level=plan.level,
        channels=list(plan.channels),
        closing_day=plan.closing_day.isoformat(),
        aim=case.concealed(plan.aim),
        aim_easy=case.conceal(plan.aim_easy),
    )


@command
def change(case: Case, consultation: str, plan: Plan) -> Acts:
    """Yield another plan for a consultation that has not opened yet."""
    case.may("consultation.manage")
    row = in_preparation(case, consultation)
    _must_be_sound(case, plan, (row.purpose,))
    assert plan.closing_day is not None
    yield ConsultationChanged(
        consultation=row.id,
        purpose=plan.purpose,
        level=plan.level,
        channels=list(plan.channels),
        closing_day=plan.closing_day.isoformat(),
        aim=case.concealed(plan.aim),
        aim_easy=case.conceal(plan.aim_easy),
    )


@command
def ask(
    case: Case,
    consultation: str,
    text: str,
    *,
    easy: str = "",
    proofread: date | None = None,
    question: str | None = None,
) -> Acts:
    """Yield a question; with `question`, the new wording of that one.

    `proofread`: the day on which people concerned read the easy-to-read version; without one nothing is
    called easy-to-read.
    """
    case.may("consultation.manage")
    row = in_preparation(case, consultation)
    _question_must_be_sound(case, text, easy, proofread)
    known = case.tx.all(Question, consultation=row.id)
    found = next((q for q in known if q.id == question and q.dropped is None), None)
    if question is not None and found is None:
        raise NotFound("common.not_found")
    yield QuestionAsked(
        question=found.id if found else new_id(case.tx.moment),
        consultation=row.id,
        number=found.number if found else 1 + max((q.number for q in known), default=0),
        text=case.concealed(text),
        easy=case.conceal(easy),
        proofread=proofread.isoformat() if proofread else None,
    )


@command
def drop(case: Case, question: str) -> Acts:
    """Yield that a question is taken out, before the opening."""
    case.may("consultation.manage")
    found = case.tx.one(Question, id=question)
    if found is None or found.dropped:
        raise NotFound("common.not_found")
    consultation_of(case, found.consultation)
    in_preparation(case, found.consultation)
    yield QuestionDropped(question=question)


def _must_be_sound(case: Case, plan: Plan, also: tuple[str, ...] = ()) -> None:
    rules, complaints = case.pack.consultation, Complaints()
    inputs.choice(complaints, "purpose", plan.purpose, [*possible_purposes(case), *also])
    inputs.choice(complaints, "level", plan.level, rules.levels)
    for channel in plan.channels:
        inputs.choice(complaints, "channels", channel, rules.channels)
    if len(set(plan.channels)) < rules.settings.minimum_channels:
        complaints.add("channels", "consultation.too_few_channels", least=rules.settings.minimum_channels)
    if plan.closing_day is None:
        complaints.add("closing_day", "common.required")
    elif (plan.closing_day - case.tx.today).days < rules.settings.minimum_days:
        complaints.add("closing_day", "consultation.too_short", least=rules.settings.minimum_days)
    inputs.text(complaints, "aim", plan.aim)
    inputs.text(complaints, "aim_easy", plan.aim_easy, required=False)
    complaints.raise_if_any()


def _question_must_be_sound(case: Case, text: str, easy: str, proofread: date | None) -> None:
    complaints = Complaints()
    inputs.text(complaints, "text", text, most=2_000)
    inputs.text(complaints, "easy", easy, required=False, most=2_000)
    if proofread and not easy.strip():
        complaints.add("easy", "consultation.proofread_what")
    if proofread and proofread > case.tx.today:
        complaints.add("proofread", "consultation.not_read_yet")
    complaints.raise_if_any()
