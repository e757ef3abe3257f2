"""What is strange in a row but allowed, because real files have it: warnings, never rejections."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from stdnum.exceptions import ValidationError
from stdnum.fr import siret

from policies.phrases import phrase
from policies.text import Text
from workflows.imports.scdl.cells import number, real_date
from workflows.imports.scdl.schema import Schema

Doubt = tuple[str, Text]

_SIRET = re.compile(r"[0-9]{14}")


def doubts(schema: Schema, texts: Mapping[str, str], rejected: Collection[str]) -> Iterator[Doubt]:
    """Column and reason of each doubt about a row; nothing on columns whose cell is `rejected` already."""
    found = (*_identifiers(schema, texts), *_payment(texts), *_amount(texts))
    return (doubt for doubt in found if doubt[0] not in rejected)


def _identifiers(schema: Schema, texts: Mapping[str, str]) -> Iterator[Doubt]:
    for column in schema.sirets:
        reason = _siret_doubt(texts[column])
        if reason:
            yield column, reason
    for column, other in schema.one_of:
        if not texts[column] and not texts[other]:
            yield column, phrase("scdl.neither", other=other)


@lru_cache(maxsize=4096)  # a file names the same authority on every line
def _siret_doubt(text: str) -> Text | None:
    """python-stdnum knows La Poste's own check; it would also drop spaces and points."""
    if not text:
        return None
    if not _SIRET.fullmatch(text):
        return phrase("scdl.siret_malformed")
    try:
        siret.validate(text)
    except ValidationError:
        return phrase("scdl.siret_check_digit")
    return None


def _payment(texts: Mapping[str, str]) -> Iterator[Doubt]:
    column = "datesPeriodeVersement"
    dates = texts[column].split("/")
    days = [real_date(text) for text in dates]
    for text, day in zip(dates, days, strict=True):
        if day is None:
            yield column, phrase("scdl.payment_date", date=text)
    first, last = days[0], days[-1]
    if first and last and last < first:
        yield column, phrase("scdl.payment_reversed")


def _amount(texts: Mapping[str, str]) -> Iterator[Doubt]:
    amount = number(texts["montant"])
    if amount is not None and amount < 0:
        yield "montant", phrase("scdl.negative_amount")
