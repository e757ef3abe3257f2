"""A length of time as packs write it: one whole number of one unit."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from policies.documents import Entry

Unit = Literal["business_days", "days", "weeks", "months", "years"]
_Count = Annotated[int | None, Field(ge=0)]


class Duration(Entry):
    """Exactly one of the units, such as `{business_days: 10}`. What a unit means is for the calendar."""

    business_days: _Count = None
    days: _Count = None
    weeks: _Count = None
    months: _Count = None
    years: _Count = None

    @model_validator(mode="after")
    def _one_unit(self) -> Duration:
        if len(self._given()) != 1:
            raise ValueError("a duration has exactly one of business_days, days, weeks, months, years")
        return self

    @property
    def unit(self) -> Unit:
        return next(iter(self._given()))

    @property
    def count(self) -> int:
        return next(iter(self._given().values()))

    def _given(self) -> dict[Unit, int]:
        units: dict[Unit, int | None] = {
            "business_days": self.business_days,
            "days": self.days,
            "weeks": self.weeks,
            "months": self.months,
            "years": self.years,
        }
        return {unit: count for unit, count in units.items() if count is not None}
