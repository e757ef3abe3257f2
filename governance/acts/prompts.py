"""Acts of a prompt's life: opened, reminded, escalated, answered, or no longer of use."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from governance.acts.base import (
    Act,
    Change,
    Commitment,
    Day,
    Envelope,
    Id,
    Instant,
    Key,
    Whole,
    applies,
    kind,
    put,
    set_,
)
from governance.tables.prompts import Prompt, PromptAnswer


@kind("prompts.opened")
class PromptOpened(Act):
    """Something is asked of a role from now on.

    `entry` and `day` tell which occurrence it is; `skipped` earlier ones were never opened, because nothing
    ran then or an earlier one was still open. The days of its reminders are settled here.
    """

    prompt: Id
    kind: Key
    asked: Key
    state: Key
    term: Whole
    entry: Whole
    day: Day
    due: Instant
    skipped: Whole
    reminders: list[Day]
    escalates: Instant | None
    escalates_to: Key | None


@applies(PromptOpened)
def _(act: PromptOpened, on: Envelope) -> Iterator[Change]:
    yield put(
        Prompt,
        id=act.prompt,
        partnership=on.subject,
        kind=act.kind,
        asked=act.asked,
        state=act.state,
        term=act.term,
        entry=act.entry,
        day=act.day,
        opened=on.at,
        due=act.due,
        skipped=act.skipped,
        reminders=msgspec.json.encode(act.reminders).decode(),
        reminded=0,
        last_reminder=None,
        escalates=act.escalates,
        escalates_to=act.escalates_to,
        escalated=None,
        status="open",
        ended=None,
        answered_by=None,
    )


@kind("prompts.reminded")
class PromptReminded(Act):
    """Those who are asked were reminded. `days`: how many of the reminder days are dealt with."""

    prompt: Id
    days: Whole


@applies(PromptReminded)
def _(act: PromptReminded, on: Envelope) -> Iterator[Change]:
    yield set_(Prompt, {"id": act.prompt}, reminded=act.days, last_reminder=on.at)


@kind("prompts.escalated")
class PromptEscalated(Act):
    """No answer came in time, and another role was told."""

    prompt: Id
    to: Key


@applies(PromptEscalated)
def _(act: PromptEscalated, on: Envelope) -> Iterator[Change]:
    yield set_(Prompt, {"id": act.prompt}, escalated=on.at)


@kind("prompts.answered")
class PromptAnswered(Act):
    """The prompt was answered, question by question."""

    prompt: Id
    answers: dict[Key, Commitment]


@applies(PromptAnswered)
def _(act: PromptAnswered, on: Envelope) -> Iterator[Change]:
    yield set_(Prompt, {"id": act.prompt}, status="answered", ended=on.at, answered_by=on.by)
    for question, text in act.answers.items():
        yield put(PromptAnswer, prompt=act.prompt, question=question, text=text)


@kind("prompts.closed")
class PromptClosed(Act):
    """An answer would serve nothing any more: the state or the term that it belongs to is over."""

    prompt: Id


@applies(PromptClosed)
def _(act: PromptClosed, on: Envelope) -> Iterator[Change]:
    yield set_(Prompt, {"id": act.prompt}, status="moot", ended=on.at)
