"""The log's own tables: streams, leaves, the head, disclosures and packs by digest."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from governance.tables.base import Ungoverned


class Stream(Ungoverned, table=True):
    """One row a stream: what a command locks, and the `seq` of its latest act."""

    __tablename__ = "streams"

    name: str = Field(primary_key=True)
    seq: int = Field(sa_column_kwargs={"server_default": "0"})


class Leaf(Ungoverned, table=True):
    """One act in the log. The columns beside `bytes` are an index into them, nothing more."""

    __tablename__ = "leaves"
    __table_args__ = (UniqueConstraint("stream", "seq"),)

    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    act: str = Field(unique=True)
    stream: str
    seq: int
    kind: str = Field(index=True)
    at: str
    by: str
    bytes: bytes


class LogHead(Ungoverned, table=True):
    """The one row that says how long the log is: its size and the roots of its perfect subtrees."""

    __tablename__ = "log_head"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    size: int
    frontier: bytes


class Disclosure(Ungoverned, table=True):
    """A text behind a commitment. Erasing it leaves every proof valid."""

    __tablename__ = "disclosures"

    commitment: str = Field(primary_key=True)
    salt: bytes
    text: str
    stream: str = Field(index=True)


class PackFile(Ungoverned, table=True):
    """A pack as it was when it was first used: canonical JSON of its files, by digest."""

    __tablename__ = "packs"

    digest: str = Field(primary_key=True)
    files: str
