"""Thresholds and weights as written in a rule: `1/2`, `55%` or a whole number, never a decimal."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator

_FRACTION = re.compile(r"(\d{1,15})(?:/(\d{1,15})|(%))?", re.ASCII)
_DECIMAL = re.compile(r"-?\d*[.,]\d+ ?%?|-?\d+[eE]-?\d+", re.ASCII)


def _exact(value: Any) -> Any:
    """`value` itself if it is exact. Raises ValueError, saying what to write instead."""
    if isinstance(value, float) or (isinstance(value, str) and _DECIMAL.fullmatch(value)):
        raise ValueError(
            f"{value} is not exact: write a fraction such as 1/2, a percentage such as 55%, or an integer"
        )
    if isinstance(value, bool) or not isinstance(value, int | str) or not _FRACTION.fullmatch(str(value)):
        raise ValueError(f"{value!r} is not a fraction such as 1/2, a percentage such as 55%, or an integer")
    if re.search("/0+$", str(value)):
        raise ValueError(f"{value} divides by zero")
    return value


def _whole(value: Any) -> Any:
    if isinstance(value, float):
        raise ValueError(f"{value} is not exact: a weight is a whole number")
    return value


Exact = Annotated[int | str, BeforeValidator(_exact)]
"""A number that keeps its spelling; `fraction` gives its value."""

Whole = Annotated[int, BeforeValidator(_whole)]


def fraction(spelling: int | str) -> Fraction:
    """The value of an `Exact` that was read."""
    if isinstance(spelling, str) and spelling.endswith("%"):
        return Fraction(int(spelling[:-1]), 100)
    return Fraction(spelling)
