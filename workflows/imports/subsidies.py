"""Import of subsidy agreements: each row of the file becomes a partnership that was not decided here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from governance.actors import Who
from governance.acts.imports import SubsidyRecorded
from governance.acts.parties import PartyJoined
from governance.packs import keep
from governance.record import Hand, new_id, record
from governance.tables.imports import Subsidy
from governance.transaction import Transaction
from policies.pack import Pack, shipped
from policies.phrases import phrase
from policies.refusal import Complaints, Refused
from policies.text import Text
from workflows.imports.organisations import Organisations
from workflows.imports.scdl import CellProblem, Row, read
from workflows.people import INSTANCE, authorise, begin

CURRENCY = "EUR"  # the format's only one
SYSTEM = Who(system="import")


@dataclass(frozen=True)
class Imported:
    """What an import came to. Where a cell is rejected, nothing was stored."""

    imported: int
    already_known: int
    rejected: tuple[CellProblem, ...]
    warnings: tuple[CellProblem, ...]

    def as_data(self, said: Callable[[Text], str]) -> dict[str, Any]:
        """As JSON has it; `said` tells a reason in the reader's language."""
        return {
            "imported": self.imported,
            "already_known": self.already_known,
            "rejected": [_as_data(problem, said) for problem in self.rejected],
            "warnings": [_as_data(problem, said) for problem in self.warnings],
        }


def _as_data(problem: CellProblem, said: Callable[[Text], str]) -> dict[str, Any]:
    return {
        "line": problem.line,
        "column": problem.column,
        "value": problem.value,
        "reason": said(problem.reason),
    }


def import_subsidies(
    tx: Transaction, file: Path, authority: str, *, who: Who = SYSTEM, pack: Pack | None = None
) -> Imported:
    """Record every row of `file` that the record does not know yet; `authority` answers for the import.

    Raises BadFile for a file that is not of the format, Invalid for an empty `authority`, NotEntitled.
    """
    pack = pack or shipped()
    hand = authorise(tx, who, pack, "import.run")
    complaints = Complaints()
    if not authority.strip():
        complaints.add("authority", "imports.authority")
    complaints.raise_if_any()
    reading = read(file)
    if reading.rejected:
        return Imported(0, 0, reading.rejected, reading.warnings)
    begin(tx)
    tx.lock(INSTANCE)  # two imports of the same rows follow one another
    job = _Job(tx, hand, pack, authority.strip(), reading.file_digest, reading.file_name)
    imported = sum(map(job.take, reading.rows))
    return Imported(imported, len(reading.rows) - imported, (), reading.warnings)


class _Job:
    """One import under way: what all of its rows share, and the organisations met so far."""

    def __init__(self, tx: Transaction, hand: Hand, pack: Pack, authority: str, file: str, name: str) -> None:
        if len(pack.lifecycle.entries) < 2:
            raise Refused("imports.no_entry")
        self._tx, self._hand, self._pack = tx, hand, pack
        self._file, self._name, self._authority = file, name, authority
        self._entry = pack.lifecycle.entries[1]  # the first is for what begins here
        self._known = _known(tx)
        self._organisations = Organisations(tx, hand, pack, authority)

    @cached_property
    def _shared(self) -> tuple[str, str]:
        """Commitments to the file's name and the authority: once for all rows, if there is a new one."""
        keep(self._tx, self._pack)
        return self._tx.conceal(self._name, INSTANCE), self._tx.conceal(self._authority, INSTANCE)

    def take(self, row: Row) -> bool:
        """Record one row; False where it is known already, from before or from this file."""
        if row.digest in self._known:
            return False
        self._known.add(row.digest)
        granter, beneficiary = self._organisations.granter(row), self._organisations.beneficiary(row)
        partnership = new_id(self._tx.moment)
        stream = f"partnership:{partnership}"
        acts = self._acts(row, stream, granter, beneficiary)
        record(self._tx, stream, acts, hand=self._hand, pack=self._pack.digest)
        return True

    def _acts(self, row: Row, stream: str, granter: str, beneficiary: str) -> Iterator[Any]:
        conceal, pack, payment = self._tx.conceal, self._pack, row.payment
        file_name, authority = self._shared
        title = phrase("imports.title", purpose=row.purpose, beneficiary=row.beneficiary)
        yield SubsidyRecorded(
            file=self._file,
            file_name=file_name,
            line=row.line,
            row=row.digest,
            authority=authority,
            title=conceal(title.fr, stream),
            track=pack.lifecycle.lifecycle,
            territory=pack.territory,
            pack=pack.digest,
            state=self._entry,
            granter=granter,
            beneficiary=beneficiary,
            amount=_decimal(row.texts["montant"]),
            currency=CURRENCY,
            share=_decimal(row.texts["pourcentageSubvention"]),
            agreed=row.convention_date.isoformat(),
            paid_from=payment.first.isoformat() if payment.first else None,
            paid_until=payment.last.isoformat() if payment.last else None,
            cells=conceal(msgspec.json.encode(row.texts, order="sorted").decode(), stream),
        )
        for organisation in (granter, beneficiary):
            yield PartyJoined(party=new_id(self._tx.moment), organisation=organisation, capacity=None)


def _known(tx: Transaction) -> set[str]:
    """The digests of every row that was ever imported."""
    return {subsidy.row for subsidy in tx.walk(Subsidy, order="partnership")}


def _decimal(text: str) -> str:
    """The number as the file writes it, without exponent or plus sign."""
    return f"{Decimal(text):f}"
