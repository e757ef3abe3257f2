"""Whether one cell keeps the schema, and why not: types and constraints as Table Schema defines them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from policies.phrases import phrase
from policies.text import Text
from workflows.imports.scdl.schema import Field

Check = Callable[[str], Text | None]

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_NOT_FINITE = re.compile(r"nan|[+-]?inf", re.IGNORECASE)
# A guard, not a rule of the format: Table Schema takes `1e999999`, which fills the memory as an integer.
_MOST_DIGITS = 30


@dataclass(frozen=True)
class CellProblem:
    """What is wrong or strange with one cell: physical line (header 1), column, trimmed value, reason."""

    line: int
    column: str
    value: str
    reason: Text


def real_date(text: str) -> date | None:
    """The day `text` names as YYYY-MM-DD, or None: `fromisoformat` alone would take `20170101`."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def number(text: str) -> Decimal | None:
    """The finite number `text` writes with a decimal point, an exponent allowed; or None."""
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:  # an exponent beyond what Decimal holds
        return None


def check_of(field: Field) -> Check:
    """A function from the trimmed text of a cell to the first reason it breaks the schema, or None.

    A cell without text is missing: no constraint but `required` speaks of it.
    """
    checks = tuple(_checks(field))
    if_empty = phrase("scdl.required") if field.required else None

    def check(text: str) -> Text | None:
        if not text:
            return if_empty
        for each in checks:
            reason = each(text)
            if reason:
                return reason
        return None

    return check


def _checks(field: Field) -> Iterator[Check]:
    if field.type == "date":
        yield lambda text: _unless(real_date(text) is not None, "scdl.not_a_date", example=field.example)
    if field.type == "number":
        yield lambda text: _number_reason(field, text)
    if field.type == "boolean":
        yield _one_of(field.true + field.false)
    if field.enum:
        yield _one_of(field.enum)
    if (pattern := field.pattern) is not None:
        yield lambda text: _unless(bool(pattern.fullmatch(text)), "scdl.pattern", example=field.example)
    if (most := field.max_length) is not None:
        yield lambda text: _unless(len(text) <= most, "scdl.too_long", length=len(text), most=most)


def _number_reason(field: Field, text: str) -> Text | None:
    if _NOT_FINITE.fullmatch(text):
        return phrase("scdl.not_finite", value=text)
    if not _NUMBER.fullmatch(text):
        return phrase("scdl.not_a_number", example=field.example)
    value = number(text)
    if value is None or _out_of_scale(value):
        return phrase("scdl.out_of_scale")
    if field.minimum is not None and value < field.minimum:
        return phrase("scdl.too_small", least=field.minimum)
    if field.maximum is not None and value > field.maximum:
        return phrase("scdl.too_large", most=field.maximum)
    return None


def _out_of_scale(value: Decimal) -> bool:
    _, digits, exponent = value.as_tuple()
    return len(digits) > _MOST_DIGITS or abs(int(exponent)) > _MOST_DIGITS


def _unless(good: bool, code: str, **values: object) -> Text | None:
    return None if good else phrase(code, **values)


def _one_of(values: tuple[str, ...]) -> Check:
    listed = Text(
        fr=", ".join(f"« {value} »" for value in values), en=", ".join(f"“{value}”" for value in values)
    )
    return lambda text: _unless(text in values, "scdl.not_in_list", values=listed)
