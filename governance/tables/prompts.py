"""What is asked of whom, by when, and what they answered."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from governance.tables.base import Table, Ungoverned


class Prompt(Table, table=True):
    """One occurrence of a prompt of the pack. `status`: open, answered, moot.

    `entry` is the `seq` of the act by which the state was entered from which it is counted, `day` the civil
    day of the occurrence: with its kind they tell it from every other, so that none opens twice.
    """

    __tablename__ = "prompts"
    __table_args__ = (UniqueConstraint("partnership", "kind", "entry", "day"),)

    id: str = Field(primary_key=True)
    partnership: str = Field(index=True)
    kind: str
    asked: str
    state: str
    term: int
    entry: int
    day: str
    opened: str
    due: str  # the instant at which its last day is over
    skipped: int  # earlier occurrences that this one stands for, after an outage
    reminders: str  # JSON list of days
    reminded: int  # how many of these days are dealt with
    last_reminder: str | None = None
    escalates: str | None = None
    escalates_to: str | None = None
    escalated: str | None = None
    status: str = Field(index=True)
    ended: str | None = None
    answered_by: str | None = None


class PromptAnswer(Table, table=True):
    """What was answered to one question of a prompt."""

    __tablename__ = "prompt_answers"

    prompt: str = Field(primary_key=True)
    question: str = Field(primary_key=True)
    text: str


class PromptWatch(Ungoverned, table=True):
    """When a partnership's prompts need looking at again; losing a row costs one look, nothing else."""

    __tablename__ = "prompt_watches"

    partnership: str = Field(primary_key=True)
    state_since: str
    next: str | None = Field(default=None, index=True)
