"""Acts of taking over what was agreed before Tablée."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec

from governance.acts.base import (
    Act,
    Change,
    Commitment,
    Day,
    Digest,
    Envelope,
    Id,
    Key,
    Whole,
    applies,
    kind,
    put,
)
from governance.acts.partnership import entry
from governance.tables.imports import Subsidy
from governance.tables.partnership import Partnership

Exact = Annotated[str, msgspec.Meta(pattern=r"^-?\d{1,61}(\.\d{1,60})?$")]
"""A decimal number as a file may hold it: longer than what is entered here."""
Currency = Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]


@kind("imports.subsidy-recorded")
class SubsidyRecorded(Act):
    """A subsidy agreement from before Tablée was recorded: a partnership that was not decided here.

    `file` is the digest of the file's bytes, `row` that of the row's trimmed cells; `authority` names who
    answers for the import.
    """

    file: Digest
    file_name: Commitment
    line: Whole
    row: Digest
    authority: Commitment
    title: Commitment
    track: Key
    territory: str
    pack: Digest
    state: Key
    granter: Id
    beneficiary: Id
    amount: Exact
    currency: Currency
    share: Exact
    agreed: Day
    paid_from: Day | None
    paid_until: Day | None
    cells: Commitment


@applies(SubsidyRecorded)
def _(act: SubsidyRecorded, on: Envelope) -> Iterator[Change]:
    yield put(
        Partnership,
        id=on.subject,
        title=act.title,
        form=None,
        track=act.track,
        territory=act.territory,
        pack=act.pack,
        state=act.state,
        state_since=on.at,
        term=1,
        created=on.at,
    )
    yield entry(on, state=act.state, term=1)
    yield put(
        Subsidy,
        partnership=on.subject,
        row=act.row,
        file=act.file,
        file_name=act.file_name,
        line=act.line,
        authority=act.authority,
        granter=act.granter,
        beneficiary=act.beneficiary,
        amount=act.amount,
        currency=act.currency,
        share=act.share,
        agreed=act.agreed,
        paid_from=act.paid_from,
        paid_until=act.paid_until,
        cells=act.cells,
        at=on.at,
    )
