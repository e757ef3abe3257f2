"""Measures of indicators, the pieces of an evaluation, and what its evaluators recommend."""

from __future__ import annotations

from sqlmodel import Field

from governance.tables.base import Table


class Measure(Table, table=True):
    """The value of an indicator on a day. A later entry for the same day corrects an earlier one."""

    __tablename__ = "measures"

    id: str = Field(primary_key=True)
    partnership: str = Field(index=True)
    term: int
    indicator: str
    day: str
    value: str
    note: str | None = None
    by: str
    at: str


class EvaluationPiece(Table, table=True):
    """A piece of a term’s evaluation. What a person told has their consent: for what, where, until when."""

    __tablename__ = "evaluation_pieces"

    id: str = Field(primary_key=True)
    partnership: str = Field(index=True)
    term: int
    kind: str
    text: str
    consultation: str | None = None
    consented: bool
    told_by: str | None = None
    purpose: str | None = None
    media: str | None = None
    until: str | None = None
    added: str
    by: str
    withdrawn: str | None = None
    reason: str | None = None


class EvaluationFigure(Table, table=True):
    """The value that a piece gives for one indicator."""

    __tablename__ = "evaluation_figures"

    piece: str = Field(primary_key=True)
    indicator: str = Field(primary_key=True)
    value: str


class Recommendation(Table, table=True):
    """What an evaluator recommends for what comes after; a later one takes the earlier one's place."""

    __tablename__ = "recommendations"

    id: str = Field(primary_key=True)
    partnership: str = Field(index=True)
    term: int
    recommendation: str
    reasons: str
    by: str
    at: str
