"""Ethical review: the question put, declared interests, findings, conditions, replies and the opinion."""

from __future__ import annotations

from sqlmodel import Field

from governance.tables.base import Table


class Review(Table, table=True):
    """One round of review. `state` is where it was opened: when that state is entered anew, it is over."""

    __tablename__ = "reviews"

    id: str = Field(primary_key=True)
    partnership: str = Field(index=True)
    term: int
    state: str
    question: str
    seq: int
    opened: str
    opened_by: str
    opinion: str | None = None
    reason: str | None = None
    minority: str | None = None
    given: str | None = None
    given_by: str | None = None


class InterestDeclaration(Table, table=True):
    """What a reviewer declared before going on; a later declaration replaces it."""

    __tablename__ = "interest_declarations"

    review: str = Field(primary_key=True)
    mandate: str = Field(primary_key=True)
    interest: bool
    text: str | None = None
    at: str


class Finding(Table, table=True):
    """What the reviewers find on one criterion, in the hand of the one who wrote it last."""

    __tablename__ = "findings"

    review: str = Field(primary_key=True)
    criterion: str = Field(primary_key=True)
    finding: str
    reason: str
    mandate: str
    at: str


class Condition(Table, table=True):
    """Something that is to be done for the opinion to hold, with who does it and by when."""

    __tablename__ = "conditions"

    id: str = Field(primary_key=True)
    partnership: str = Field(index=True)
    review: str = Field(index=True)
    criterion: str | None = None
    text: str
    owner: str | None = None
    due: str | None = None
    at: str
    withdrawn: str | None = None
    met: str | None = None
    met_by: str | None = None
    proof: str | None = None
    reopened: str | None = None


class ReviewReply(Table, table=True):
    """What those who carry the project answer to the reviewers."""

    __tablename__ = "review_replies"

    id: str = Field(primary_key=True)
    partnership: str = Field(index=True)
    review: str = Field(index=True)
    text: str
    at: str
    by: str
