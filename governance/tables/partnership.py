"""A partnership and the history of its states."""

from __future__ import annotations

from sqlmodel import Field

from governance.tables.base import Table


class Partnership(Table, table=True):
    """Where a partnership stands, and under which pack."""

    __tablename__ = "partnerships"

    id: str = Field(primary_key=True)
    title: str
    form: str | None = None
    track: str
    territory: str
    pack: str
    state: str = Field(index=True)
    state_since: str
    term: int
    created: str


class StateEntry(Table, table=True):
    """One state that a partnership entered, by which transition and on whose decision."""

    __tablename__ = "state_entries"

    partnership: str = Field(primary_key=True)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    state: str
    left: str | None = None
    transition: str | None = None
    decision: str | None = None
    reason: str | None = None
    facts: str | None = None
    term: int
    at: str
    by: str
    act: str
