"""The text that is decided on: sections, versions with their digests, acknowledged objectives."""

from __future__ import annotations

from sqlmodel import Field

from governance.tables.base import Table


class DossierVersion(Table, table=True):
    """One version of the whole text, named by a digest over its sections' commitments."""

    __tablename__ = "dossier_versions"

    partnership: str = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    digest: str
    at: str
    by: str


class DossierSection(Table, table=True):
    """A section as one version wrote it; it stands until a later version writes it again."""

    __tablename__ = "dossier_sections"

    partnership: str = Field(primary_key=True)
    section: str = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    text: str
    college: str | None = None
    by: str


class ObjectivesAcknowledgement(Table, table=True):
    """A party acknowledged the objectives as this commitment words them."""

    __tablename__ = "objectives_acknowledgements"

    partnership: str = Field(primary_key=True)
    party: str = Field(primary_key=True)
    objectives: str
    mandate: str
    at: str
