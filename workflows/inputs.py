"""What commands check of an input before they yield: texts, choices, days and amounts."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from decimal import Decimal

from policies.refusal import Complaints

LONG, SHORT = 5_000, 300  # characters: of a paragraph, of a name
LARGEST = Decimal(10) ** 15
CENT, MILLIONTH = Decimal("0.01"), Decimal("0.000001")


def text(complaints: Complaints, name: str, value: str, *, required: bool = True, most: int = LONG) -> str:
    """The text without surrounding blanks, with a complaint where it is missing or too long."""
    value = value.strip()
    if required and not value:
        complaints.add(name, "common.required")
    if len(value) > most:
        complaints.add(name, "common.too_long", most=most)
    return value


def choice(
    complaints: Complaints, name: str, value: str | None, among: Container[str], *, required: bool = True
) -> str:
    """The value, or nothing; with a complaint where it is missing or none of those."""
    if not value:
        if required:
            complaints.add(name, "common.required")
        return ""
    if value not in among:
        complaints.add(name, "common.not_a_choice", value=value[:60])
    return value


def day(complaints: Complaints, name: str, value: date | None, *, required: bool = True) -> str | None:
    """The day as acts write it."""
    if value is None and required:
        complaints.add(name, "common.required")
    return value.isoformat() if value else None


def number(
    complaints: Complaints, name: str, value: Decimal | None, *, required: bool = True, positive: bool = False
) -> str | None:
    """The number as acts write it: plain decimals, six at most, no zeros at the end."""
    if value is None:
        if required:
            complaints.add(name, "common.required")
        return None
    if not value.is_finite() or abs(value) >= LARGEST or value != value.quantize(MILLIONTH):
        complaints.add(name, "common.not_an_amount")
        return None
    if positive and value <= 0:
        complaints.add(name, "common.not_positive")
    return f"{(value + 0).normalize():f}"


def money(complaints: Complaints, name: str, value: Decimal | None) -> str | None:
    """An amount above nothing, in whole cents, as acts write it."""
    written = number(complaints, name, value, positive=True)
    if written is None:
        return None
    exact = Decimal(written)
    if exact != exact.quantize(CENT):
        complaints.add(name, "common.not_an_amount")
    return f"{exact.quantize(CENT):f}"
