"""How the work that time makes due is doing: one row a node."""

from __future__ import annotations

from sqlmodel import Field

from governance.tables.base import Ungoverned


class Tick(Ungoverned, table=True):
    """A node's latest tick. `overdue`: what was due when it ended and still is."""

    __tablename__ = "ticks"

    node: str = Field(primary_key=True)
    started: str
    ended: str
    done: int
    failed: int
    overdue: int
