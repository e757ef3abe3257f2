"""What commands check of an input before they yield: texts, choices, days and amounts."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from decimal import Decimal

from policies.refusal import Complaints

LONG, SHORT = 5_000, 300  # characters: of a paragraph, of a name
LARGEST = Decimal(10) ** 15


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


def amount(
    complaints: Complaints, name: str, value: Decimal | None, *, required: bool = True, least: int = 0
) -> str | None:
    """The number as acts write it: plain decimals, six at most. A complaint where it is below `least`."""
    if value is None:
        if required:
            complaints.add(name, "common.required")
        return None
    if not value.is_finite() or abs(value) >= LARGEST or value != value.quantize(Decimal("0.000001")):
        complaints.add(name, "common.not_an_amount")
    elif value < least:
        complaints.add(name, "common.too_small", least=least)
    return f"{value:f}"
