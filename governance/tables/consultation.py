"""Consultations of those concerned: questions, invitations, contributions, responses, personal links."""

from __future__ import annotations

from sqlmodel import Field

from governance.tables.base import Table, Ungoverned


class Consultation(Table, table=True):
    """One consultation of a term. `status`: prepared, open, closed; results are out once `published` is set.

    `channels`: JSON list of the pack's keys; `closes`: the instant at which `closing_day` is over, once open.
    """

    __tablename__ = "consultations"

    id: str = Field(primary_key=True)
    partnership: str = Field(index=True)
    term: int
    purpose: str
    level: str
    channels: str
    closing_day: str
    aim: str
    aim_easy: str | None = None
    status: str = Field(index=True)
    prepared: str
    opened: str | None = None
    closes: str | None = None
    closed: str | None = None
    closed_because: str | None = None
    synthesis: str | None = None
    published: str | None = None


class Question(Table, table=True):
    """A question in plain words. `proofread`: the day on which people concerned read the easy version."""

    __tablename__ = "consultation_questions"

    id: str = Field(primary_key=True)
    consultation: str = Field(index=True)
    number: int
    text: str
    easy: str | None = None
    proofread: str | None = None
    dropped: str | None = None


class Invitation(Table, table=True):
    """That somebody was given a personal link; who, and the link itself, is nowhere in the log."""

    __tablename__ = "consultation_invitations"

    id: str = Field(primary_key=True)
    consultation: str = Field(index=True)
    partnership: str = Field(index=True)
    made: str
    by: str
    revoked: str | None = None


class Link(Ungoverned, table=True):
    """The secret of an invitation, as SHA-256 only, and how to reach its holder. Erasable."""

    __tablename__ = "links"

    id: str = Field(primary_key=True)
    token_hash: str = Field(unique=True)
    consultation: str = Field(index=True)
    partnership: str
    label: str | None = None
    email: str | None = None
    language: str


class Contribution(Table, table=True):
    """What one person said. Its author is behind `link` or `seat`; `helper`: the mandate that wrote it down.

    `employer`: whom the helper works for; `consents`: JSON list of the pack's keys.
    """

    __tablename__ = "consultation_contributions"

    id: str = Field(primary_key=True)
    consultation: str = Field(index=True)
    partnership: str = Field(index=True)
    number: int
    channel: str
    category: str
    link: str | None = Field(default=None, index=True)
    seat: str | None = None
    helper: str | None = None
    employer: str | None = None
    interpreter: str | None = None
    guardian_consent: bool
    consents: str
    made: str
    revised: str | None = None
    withdrawn: str | None = None
    withdrawn_because: str | None = None
    response: str | None = Field(default=None, index=True)


class Answer(Table, table=True):
    """A contribution's answer to one question; without a text where it was left open."""

    __tablename__ = "consultation_answers"

    contribution: str = Field(primary_key=True)
    question: str = Field(primary_key=True)
    text: str | None = None


class Response(Table, table=True):
    """What becomes of one or more contributions; a draft until its consultation is published."""

    __tablename__ = "consultation_responses"

    id: str = Field(primary_key=True)
    consultation: str = Field(index=True)
    verdict: str
    decided: str | None = None
    because: str
    next_step: str | None = None
    drafted: str
    by: str
