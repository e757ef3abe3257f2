"""The prompts of a partnership as its pages show them: what is asked of whom, and what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from governance.clock import civil_day
from governance.facts.prompts import entered_by, standing
from governance.names import holder_name, mandate_name
from governance.tables.partnership import StateEntry
from governance.tables.prompts import Prompt, PromptAnswer
from policies.calendar import PublicHolidays
from policies.pack.life import Question
from policies.prompts import asked_in
from policies.refusal import NotFound
from policies.text import Text
from workflows.case import View
from workflows.due import last_day
from workflows.prompts import must_be_asked
from workflows.reads.partnership import holders_of


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A prompt that awaits its answer. `names`: who may answer; `opened_late`: nothing ran on its day.

    `skipped`: earlier occurrences that it stands for.
    """

    id: str
    text: Text
    role: Text
    names: tuple[str, ...]
    last_day: date
    late: bool
    opened_late: bool
    skipped: int
    told: Text | None
    mine: bool


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What was answered to one question; no text where it was erased."""

    question: Text
    text: str | None


@dataclass(frozen=True, slots=True)
class AnsweredLine:
    """A prompt that was answered, with who did."""

    text: Text
    at: str
    by: str | None
    late: bool
    answers: tuple[AnswerLine, ...]


@dataclass(frozen=True, slots=True)
class ComingLine:
    """What will be asked next, of whom, and from which day on."""

    text: Text
    role: Text
    day: date


@dataclass(frozen=True, slots=True)
class Life:
    """All prompts of a partnership: what is late first, what was answered last first."""

    asked: tuple[AskedLine, ...]
    coming: tuple[ComingLine, ...]
    answered: tuple[AnsweredLine, ...]


def life(view: View) -> Life:
    asked = [_asked(view, row) for row in standing(view.tx, view.row, view.pack)]
    answered = view.tx.all(Prompt, partnership=view.id, status="answered", order="-ended")
    return Life(tuple(asked), tuple(_coming(view)), tuple(_answered(view, row) for row in answered))


def prompt_to_answer(view: View, prompt: str) -> tuple[AskedLine, Mapping[str, Question]]:
    """A prompt with its questions, for the form. Raises NotFound, and what answering would raise."""
    row = must_be_asked(view, prompt)
    kind = view.pack.prompts.get(row.kind)
    if kind is None:
        raise NotFound("common.not_found")
    return _asked(view, row), kind.questions


def _asked(view: View, row: Prompt) -> AskedLine:
    zone = view.pack.time_zone
    return AskedLine(
        id=row.id,
        text=prompt_text(view, row.kind),
        role=view.pack.roles[row.asked].text,
        names=tuple(holder_name(view.tx, m.holder) or "—" for m in holders_of(view, row.asked)),
        last_day=last_day(row.due, zone),
        late=row.due <= view.tx.now,
        opened_late=civil_day(row.opened, zone).isoformat() > row.day,
        skipped=row.skipped,
        told=view.pack.roles[row.escalates_to].text if row.escalated and row.escalates_to else None,
        mine=any(mandate.role == row.asked for mandate in view.mandates),
    )


def _answered(view: View, row: Prompt) -> AnsweredLine:
    kind = view.pack.prompts.get(row.kind)
    given = {answer.question: answer.text for answer in view.tx.all(PromptAnswer, prompt=row.id)}
    answers = []
    for name, question in kind.questions.items() if kind else ():
        if name in given:
            answers.append(AnswerLine(question.text, view.tx.text(given[name])))
    return AnsweredLine(
        text=prompt_text(view, row.kind),
        at=row.ended or "",
        by=mandate_name(view.tx, (row.answered_by or "").partition(":")[2]),
        late=row.due <= (row.ended or ""),
        answers=tuple(answers),
    )


def _coming(view: View) -> list[ComingLine]:
    """The next occurrence of each kind that recurs in this state, the soonest first."""
    entries = view.tx.all(StateEntry, partnership=view.id, order="seq")
    closed = PublicHolidays(view.row.territory)
    found = []
    for asked in asked_in(view.pack.lifecycle, view.pack.prompts, view.row.state):
        entered = entered_by(entries, asked.states)
        if asked.at_once or entered is None:
            continue
        day = asked.following(civil_day(entered.at, view.pack.time_zone), view.tx.today, closed)
        if day is not None:
            found.append(ComingLine(asked.prompt.text, view.pack.roles[asked.role].text, day))
    return sorted(found, key=lambda line: line.day)


def prompt_text(view: View, kind: str) -> Text:
    """What a kind of prompt is called; its key where the pack knows it no more."""
    found = view.pack.prompts.get(kind)
    return found.text if found else Text(fr=kind, en=kind)
