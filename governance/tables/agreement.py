"""The role agreement: missions, contributions, indicators, clauses, deliberations, acknowledgements.

`removed` is the instant at which an item was taken out; it stays readable and no longer counts.
"""

from __future__ import annotations

from sqlmodel import Field

from governance.tables.base import Table


class Mission(Table, table=True):
    """Something that the partnership does."""

    __tablename__ = "missions"

    id: str = Field(primary_key=True)
    partnership: str = Field(index=True)
    title: str
    at: str
    removed: str | None = None


class MissionPart(Table, table=True):
    """A party's part in a mission; `role` is empty where it has none any more."""

    __tablename__ = "mission_parts"

    mission: str = Field(primary_key=True)
    party: str = Field(primary_key=True)
    partnership: str = Field(index=True)
    role: str | None = None


class NotReplaced(Table, table=True):
    """What a party does not replace by being here: the rights, duties and posts that stay as they are."""

    __tablename__ = "not_replaced"

    partnership: str = Field(primary_key=True)
    party: str = Field(primary_key=True)
    text: str | None = None
    at: str


class Pledge(Table, table=True):
    """What a party brings. `amount` is money, or the value given to what is not money."""

    __tablename__ = "pledges"

    id: str = Field(primary_key=True)
    partnership: str = Field(index=True)
    party: str
    kind: str
    text: str
    amount: str | None = None
    currency: str | None = None
    quantity: str | None = None
    due: str | None = None
    at: str
    removed: str | None = None


class Indicator(Table, table=True):
    """What is measured, from where to where. `name`, `unit`, `source`, `measured_by` are commitments."""

    __tablename__ = "indicators"

    id: str = Field(primary_key=True)
    partnership: str = Field(index=True)
    name: str
    nature: str
    type: str
    unit: str
    baseline: str | None = None
    target: str | None = None
    source: str | None = None
    measured_by: str | None = None
    at: str
    removed: str | None = None


class Clause(Table, table=True):
    """The words of one of the clauses that the pack lists; no text means that it was taken out."""

    __tablename__ = "clauses"

    partnership: str = Field(primary_key=True)
    clause: str = Field(primary_key=True)
    text: str | None = None
    at: str


class Training(Table, table=True):
    """The day on which the parties learn together."""

    __tablename__ = "trainings"

    partnership: str = Field(primary_key=True)
    day: str | None = None
    text: str | None = None
    at: str


class GlossaryEntry(Table, table=True):
    """A word, and what the parties mean by it."""

    __tablename__ = "glossary_entries"

    id: str = Field(primary_key=True)
    partnership: str = Field(index=True)
    word: str
    meaning: str
    at: str
    removed: str | None = None


class PartyDeliberation(Table, table=True):
    """The deliberation by which a public party engages itself, outside Tablée."""

    __tablename__ = "party_deliberations"

    id: str = Field(primary_key=True)
    partnership: str = Field(index=True)
    party: str
    reference: str
    adopted: str
    enforceable: str | None = None
    at: str
    removed: str | None = None


class AgreementAcknowledgement(Table, table=True):
    """A party's signatory acknowledged the agreement whose digest this is; the latest stands."""

    __tablename__ = "agreement_acknowledgements"

    partnership: str = Field(primary_key=True)
    party: str = Field(primary_key=True)
    digest: str
    mandate: str
    at: str
