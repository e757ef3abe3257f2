"""Who is at the table: parties, seats in colleges, and dated mandates."""

from __future__ import annotations

from sqlmodel import Field

from governance.tables.base import Table


class Party(Table, table=True):
    """An organisation in a partnership, with what it is there for."""

    __tablename__ = "parties"

    id: str = Field(primary_key=True)
    partnership: str = Field(index=True)
    organisation: str = Field(index=True)
    capacity: str | None = None
    expectations: str | None = None
    constraints: str | None = None
    joined: str
    left: str | None = None


class Seat(Table, table=True):
    """A place in a college: one vote. A party's, or nobody's but its holder's."""

    __tablename__ = "seats"

    id: str = Field(primary_key=True)
    partnership: str = Field(index=True)
    college: str
    party: str | None = None
    created: str
    removed: str | None = None


class Mandate(Table, table=True):
    """A person's dated function in a partnership: holder of a seat, facilitator, reviewer, signatory…"""

    __tablename__ = "mandates"

    id: str = Field(primary_key=True)
    partnership: str = Field(index=True)
    role: str
    holder: str = Field(index=True)
    seat: str | None = None
    party: str | None = None
    starts: str
    ends: str | None = None
    given: str
    ended: str | None = None
