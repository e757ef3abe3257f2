"""What was taken over from files: subsidy agreements, each with the file and line it came from."""

from __future__ import annotations

from sqlmodel import Field

from governance.tables.base import Table


class Subsidy(Table, table=True):
    """The row of a file that a partnership was taken over from.

    `row`: the digest by which the same row is known again; `share`: the beneficiary's part of `amount`, from
    0 to 1, as decimal text; `cells`: commitment to the row's trimmed cells, as JSON by column.
    """

    __tablename__ = "subsidies"

    partnership: str = Field(primary_key=True)
    row: str = Field(unique=True)
    file: str
    file_name: str
    line: int
    authority: str
    granter: str = Field(index=True)
    beneficiary: str = Field(index=True)
    amount: str
    currency: str
    share: str
    agreed: str
    paid_from: str | None = None
    paid_until: str | None = None
    cells: str
    at: str
