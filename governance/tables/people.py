"""People and organisations: pseudonymous rows for the log, contact data beside it."""

from __future__ import annotations

from sqlmodel import Field

from governance.tables.base import Table, Ungoverned


class Person(Table, table=True):
    """Someone who may sign in. The name is a disclosure."""

    __tablename__ = "people"

    id: str = Field(primary_key=True)
    name: str
    registered: str
    erased: bool = False


class Contact(Ungoverned, table=True):
    """How to reach a person; erasable, never in the log."""

    __tablename__ = "contacts"

    person: str = Field(primary_key=True)
    email: str = Field(unique=True)
    language: str


class Holder(Ungoverned, table=True):
    """Which person stands behind a holder's identifier, random in each partnership. Erasable."""

    __tablename__ = "holders"

    id: str = Field(primary_key=True)
    person: str = Field(index=True)
    partnership: str | None = Field(default=None, index=True)


class Office(Table, table=True):
    """A function for the whole instance, such as auditor; not a mandate in a partnership."""

    __tablename__ = "offices"

    id: str = Field(primary_key=True)
    office: str
    holder: str = Field(index=True)
    given: str
    ended: str | None = None


class Organisation(Table, table=True):
    """A party-to-be: a public body, association, company, foundation or collective."""

    __tablename__ = "organisations"

    id: str = Field(primary_key=True)
    kind: str
    name: str
    siret: str | None = Field(default=None, index=True)
    rna: str | None = Field(default=None, index=True)
    registered: str


class Instance(Table, table=True):
    """The one row about this record: when it began, and whether it is a demo under a simulated clock."""

    __tablename__ = "instance"

    id: str = Field(primary_key=True)
    created: str
    demo: bool
