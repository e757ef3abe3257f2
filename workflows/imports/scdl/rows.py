"""One row of the file as typed values, known again by the digest of its cells."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import msgspec

from workflows.imports.scdl.cells import number, real_date
from workflows.imports.scdl.schema import schema

_TRUE = next(field.true for field in schema().fields if field.name == "notificationUE")
# RFC 8785 for what is encoded here: ASCII keys, and no number.
_canonical = msgspec.json.Encoder(order="sorted")


@dataclass(frozen=True, slots=True)
class Payment:
    """When the subsidy is paid: a day (`first` is `last`) or a period; an impossible date is None."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row that keeps the schema. Optional cells left empty are empty strings.

    `line` is the physical line the row begins on, the header's being 1. `amount` is in euros, before it is
    shared out; `share` is this beneficiary's part of it, from 0.01 to 1. `texts` are the trimmed cells by
    column name, for every column of the schema; `digest` is the SHA-256 of their canonical JSON, in hex.
    """

    line: int
    authority: str
    authority_siret: str
    convention_date: date
    decision_reference: str
    beneficiary: str
    beneficiary_siret: str
    beneficiary_rna: str
    purpose: str
    amount: Decimal
    nature: tuple[str, ...]
    conditions: str
    payment: Payment
    rae: str
    notified_to_eu: bool
    share: Fraction
    scheme: str
    texts: Mapping[str, str]
    digest: str


def row(line: int, texts: Mapping[str, str]) -> Row:
    """The row of cells that were checked before. Raises ValueError for cells that break the schema."""
    return Row(
        line=line,
        authority=texts["nomAttribuant"],
        authority_siret=texts["idAttribuant"],
        convention_date=date.fromisoformat(texts["dateConvention"]),
        decision_reference=texts["referenceDecision"],
        beneficiary=texts["nomBeneficiaire"],
        beneficiary_siret=texts["idBeneficiaire"],
        beneficiary_rna=texts["rnaBeneficiaire"],
        purpose=texts["objet"],
        amount=_number(texts["montant"]),
        nature=tuple(texts["nature"].split(";")),
        conditions=texts["conditionsVersement"],
        payment=payment(texts["datesPeriodeVersement"]),
        rae=texts["idRAE"],
        notified_to_eu=texts["notificationUE"] in _TRUE,
        share=Fraction(_number(texts["pourcentageSubvention"])),
        scheme=texts["dispositifAide"],
        texts=texts,
        digest=digest(texts),
    )


def payment(text: str) -> Payment:
    first, _, last = text.partition("/")
    return Payment(real_date(first), real_date(last or first))


def digest(texts: Mapping[str, str]) -> str:
    """SHA-256, in hex, of {column: trimmed text} for every column of the schema, absent ones being empty.

    So neither the columns' order, nor unknown columns, nor an empty optional one changes it.
    """
    return hashlib.sha256(_canonical.encode(texts)).hexdigest()


def _number(text: str) -> Decimal:
    value = number(text)
    if value is None:
        raise ValueError(text)
    return value
