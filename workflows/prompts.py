"""Prompts: opened when they are due, reminded, escalated, answered, closed when they serve no more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

import msgspec
from sqlalchemy import ColumnElement, and_, false, or_, select

from governance.actors import Who
from governance.acts.prompts import (
    PromptAnswered,
    PromptClosed,
    PromptEscalated,
    PromptOpened,
    PromptReminded,
)
from governance.clock import civil_day, instant
from governance.facts.prompts import entered_by, is_moot
from governance.packs import pack_of
from governance.record import new_id
from governance.tables.base import core
from governance.tables.log import PackFile
from governance.tables.partnership import Partnership, StateEntry
from governance.tables.prompts import Prompt, PromptWatch
from governance.transaction import Reading, Transaction
from policies.calendar import PublicHolidays, end_of_day
from policies.prompts import Asked, asked_in, escalation_day, reminder_days
from policies.refusal import Complaints, NotEntitled, NotFound, Refused
from workflows.case import Acts, Case, View, command
from workflows.due import TICK, Due
from workflows.prompt_mails import say_escalated, say_opened, say_reminded

LONGEST = 20_000  # characters of an answer


def due(tx: Reading, now: str) -> list[Due]:
    """The partnerships whose prompts need looking at: a day has come, or the state has changed."""
    of, watch = core(Partnership).c, core(PromptWatch).c
    changed = or_(watch.partnership.is_(None), watch.state_since != of.state_since, watch.next <= now)
    statement = (
        select(of.id, of.state_since, watch.next)
        .outerjoin_from(core(Partnership), core(PromptWatch), watch.partnership == of.id)
        .where(changed, or_(watch.partnership.is_not(None), _asking(tx)))
    )
    return [
        Due(min(row.next or row.state_since, now), row.id, "prompts", partial(_keep_up, row.id))
        for row in tx.select(statement)
    ]


def _asking(tx: Reading) -> ColumnElement[bool]:
    """That a partnership is in a state in which its pack asks something of somebody.

    The others (an import brings thousands) need no look, and are left to the database to pass over.
    """
    of = core(Partnership).c
    packs = [pack_of(tx, row.digest) for row in tx.all(PackFile)]
    return or_(
        false(),
        *(
            and_(
                of.pack == pack.digest,
                of.state.in_([s for s in pack.lifecycle.states if asked_in(pack.lifecycle, pack.prompts, s)]),
            )
            for pack in packs
        ),
    )


def _keep_up(partnership: str, tx: Transaction) -> None:
    keep_up(tx, Who(system=TICK), partnership)


@command
def keep_up(case: Case) -> Acts:
    """Do all that is due of this partnership's prompts; what was missed is done once, in due order."""
    entries = case.tx.all(StateEntry, partnership=case.id, order="seq")
    closed = PublicHolidays(case.row.territory)
    yield from _close_moot(case, entries)
    asked = asked_in(case.pack.lifecycle, case.pack.prompts, case.row.state)
    for each in asked:
        yield from _open_if_due(case, each, entries, closed)
    for prompt in _open(case):
        yield from _remind(case, prompt)
        yield from _escalate(case, prompt)
    _watch(case, asked, entries, closed)


@command
def answer_prompt(case: Case, prompt: str, answers: Mapping[str, str]) -> Acts:
    """Answer a prompt, by question. Raises NotEntitled for who does not hold the role that is asked;
    Refused for one that is answered or has become moot; Invalid where a required answer is missing."""
    case.may("prompt.answer")
    row = must_be_asked(case, prompt)
    mandate = next(held for held in case.mandates if held.role == row.asked)
    case.hand.by = f"mandate:{mandate.id}"
    given = _checked(case, row, answers)
    case.tx.delete(PromptWatch, partnership=case.id)  # what waited behind this one may open now
    yield PromptAnswered(
        prompt=row.id, answers={question: case.concealed(text) for question, text in given.items()}
    )


def must_be_asked(view: View, prompt: str) -> Prompt:
    """The prompt, still to be answered, and by this very person. Raises NotFound, Refused, NotEntitled."""
    row = view.tx.one(Prompt, id=prompt, partnership=view.id)
    if row is None:
        raise NotFound("common.not_found")
    if row.status == "answered":
        raise Refused("prompts.answered_already")
    entries = view.tx.all(StateEntry, partnership=view.id, order="seq")
    if row.status != "open" or is_moot(row, view.row, view.pack, entries):
        raise Refused("prompts.moot")
    if not any(held.role == row.asked for held in view.mandates):
        raise NotEntitled("prompts.not_asked", who=view.pack.roles[row.asked].text)
    return row


def _checked(case: Case, row: Prompt, answers: Mapping[str, str]) -> dict[str, str]:
    """What was answered, blanks left out, in the order of the questions. Raises Invalid."""
    questions = case.pack.prompts[row.kind].questions
    complaints = Complaints()
    for name in answers:
        if name not in questions:
            complaints.add(name, "common.not_a_choice", value=name[:60])
    for name, question in questions.items():
        text = answers.get(name, "").strip()
        if question.required and not text:
            complaints.add(name, "common.required")
        if len(text) > LONGEST:
            complaints.add(name, "common.too_long", most=LONGEST)
    complaints.raise_if_any()
    return {name: answers[name].strip() for name in questions if answers.get(name, "").strip()}


def _open(case: Case) -> list[Prompt]:
    return case.tx.all(Prompt, partnership=case.id, status="open", order="due")


def _close_moot(case: Case, entries: list[StateEntry]) -> Acts:
    for prompt in _open(case):
        if is_moot(prompt, case.row, case.pack, entries):
            yield PromptClosed(prompt=prompt.id)


def _open_if_due(case: Case, asked: Asked, entries: list[StateEntry], closed: PublicHolidays) -> Acts:
    """Open the latest occurrence that has come; one of a kind at a time, and none twice."""
    entered = entered_by(entries, asked.states)
    assert entered is not None
    same = case.tx.all(Prompt, partnership=case.id, kind=asked.kind, entry=entered.seq, order="day")
    if any(prompt.status == "open" for prompt in same):
        return
    after = date.fromisoformat(same[-1].day) if same else None
    today = _today(case)
    days = asked.reached(_entered_on(case, entered), today, closed, after=after)
    if not days:
        return
    act = _opening(case, asked, entered, days, closed)
    yield act
    say_opened(case, act, but=entered.by if asked.at_once else "")


def _opening(
    case: Case, asked: Asked, entered: StateEntry, days: list[date], closed: PublicHolidays
) -> PromptOpened:
    today, zone = _today(case), case.pack.time_zone
    last_day = asked.last_day(days[-1], today, closed)
    escalates = escalation_day(asked.prompt, last_day, closed)
    return PromptOpened(
        prompt=new_id(case.tx.moment),
        kind=asked.kind,
        asked=asked.role,
        state=case.row.state,
        term=case.row.term,
        entry=entered.seq,
        day=days[-1].isoformat(),
        due=instant(end_of_day(last_day, zone)),
        skipped=len(days) - 1,
        reminders=[day.isoformat() for day in reminder_days(asked.prompt, last_day, today, closed)],
        escalates=instant(end_of_day(escalates, zone)) if escalates else None,
        escalates_to=asked.prompt.escalates.to if asked.prompt.escalates else None,
    )


def _remind(case: Case, prompt: Prompt) -> Acts:
    """However many reminder days were missed, one reminder is sent."""
    days = sum(day <= _today(case).isoformat() for day in _reminders(prompt))
    if days > prompt.reminded:
        yield PromptReminded(prompt=prompt.id, days=days)
        say_reminded(case, prompt)


def _escalate(case: Case, prompt: Prompt) -> Acts:
    if prompt.escalates_to and not prompt.escalated and (prompt.escalates or "") <= case.tx.now:
        yield PromptEscalated(prompt=prompt.id, to=prompt.escalates_to)
        say_escalated(case, prompt)


def _watch(case: Case, asked: list[Asked], entries: list[StateEntry], closed: PublicHolidays) -> None:
    """Note the next instant at which something can become due here, for all that is known now."""
    today, zone = _today(case), case.pack.time_zone
    days: list[date | None] = []
    for each in asked:
        entered = entered_by(entries, each.states)
        assert entered is not None
        days.append(each.following(_entered_on(case, entered), today, closed))
    instants = []
    for prompt in _open(case):
        days += [date.fromisoformat(day) for day in _reminders(prompt)[prompt.reminded :]]
        if prompt.escalates and not prompt.escalated:
            instants.append(prompt.escalates)
    instants += [instant(end_of_day(day - timedelta(days=1), zone)) for day in days if day is not None]
    case.tx.put(
        PromptWatch,
        partnership=case.id,
        state_since=case.row.state_since,
        next=min(instants, default=None),
    )


def _reminders(prompt: Prompt) -> list[str]:
    return msgspec.json.decode(prompt.reminders, type=list[str])


def _today(case: Case) -> date:
    return civil_day(case.tx.now, case.pack.time_zone)


def _entered_on(case: Case, entered: StateEntry) -> date:
    return civil_day(entered.at, case.pack.time_zone)
