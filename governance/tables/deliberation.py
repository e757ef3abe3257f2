"""Decisions with their frozen rule, electorate and text; ballots; outcomes with their arithmetic."""

from __future__ import annotations

from sqlmodel import Field

from governance.tables.base import Table


class Decision(Table, table=True):
    """One vote on one transition. `status`: open, closed, cancelled; `effect`: done, held, lapsed, none."""

    __tablename__ = "decisions"

    id: str = Field(primary_key=True)
    partnership: str = Field(index=True)
    transition: str
    source: str
    rule_name: str
    rule: str
    round: str
    previous: str | None = None
    term: int
    dossier_version: int
    dossier_digest: str
    electorate: str
    seats: int
    chair: str | None = None
    opened: str
    opened_by: str
    closes: str
    status: str = Field(index=True)
    closed: str | None = None
    closed_because: str | None = None
    outcome: str | None = None
    answer: str | None = None
    reason: str | None = None
    effect: str | None = None
    held_until: str | None = None
    missing: str | None = None


class Elector(Table, table=True):
    """A seat in a decision's frozen electorate, with the mandate that held it at opening."""

    __tablename__ = "electors"

    decision: str = Field(primary_key=True)
    seat: str = Field(primary_key=True)
    college: str
    mandate: str | None = Field(default=None, index=True)
    substitute: str | None = Field(default=None, index=True)
    weights: str
    recused: bool


class Ballot(Table, table=True):
    """The ballot that stands for a seat; a later one under the rule replaces it."""

    __tablename__ = "ballots"

    decision: str = Field(primary_key=True)
    seat: str = Field(primary_key=True)
    cast_as: str = Field(primary_key=True)
    choice: str
    mandate: str
    reason: str | None = None
    interests: str
    seq: int
    at: str
    act: str
