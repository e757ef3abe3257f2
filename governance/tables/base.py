"""What every table shares: plain columns, and whether the log alone may write it."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import MetaData
from sqlalchemy import Table as CoreTable
from sqlmodel import SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "pk": "pk_%(table_name)s",
}

METADATA = MetaData(naming_convention=NAMING)


class Table(SQLModel):
    """Base of all tables. Columns hold text, integers, booleans and bytes only."""

    metadata = METADATA
    governed: ClassVar[bool] = True  # written by acts alone, and rebuilt by replay


class Ungoverned(Table):
    """Base of tables that acts do not write: contact data, sessions, disclosures, the log's own."""

    governed: ClassVar[bool] = False


def core(table: type[Table]) -> CoreTable:
    """The SQLAlchemy Core table behind a class."""
    found: Any = table.__table__  # type: ignore[attr-defined]
    assert isinstance(found, CoreTable)
    return found
