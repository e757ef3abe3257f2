"""Criteria of a rule: a count or a share against a threshold, and their nesting."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from policies.deliberation.exact import Exact, fraction
from policies.deliberation.measures import Measure
from policies.documents import Entry

Path = tuple[str | int, ...]
Comparator = Literal["at_least", "more_than", "at_most", "fewer_than"]
COMPARATORS: tuple[Comparator, ...] = ("at_least", "more_than", "at_most", "fewer_than")
HALF = Fraction(1, 2)


def fault(text: str, *at: str | int) -> PydanticCustomError:
    """An error of the whole that points at one place inside it."""
    return PydanticCustomError("rule", "{text}", {"text": text, "at": at})


def _college_or_colleges(value: Any) -> Any:
    named = isinstance(value, str) or (
        isinstance(value, list | tuple) and all(isinstance(v, str) for v in value)
    )
    if not named or not value:
        raise ValueError("names one college or a list of colleges")
    return value if isinstance(value, str) else tuple(value)


Nested = Annotated[tuple["Criterion", ...] | None, Field(strict=False)]


class Criterion(Entry):
    """`all_of` or `any_of` others, or a leaf: `{measure, of?, in?, weigh?}` and one comparator."""

    model_config = ConfigDict(validate_by_name=False, validate_by_alias=True, populate_by_name=False)

    all_of: Nested = None
    any_of: Nested = None
    measure: Measure | None = None
    of: Measure | None = None
    in_: Annotated[str | tuple[str, ...] | None, BeforeValidator(_college_or_colleges)] = Field(
        default=None, alias="in"
    )
    weigh_by: str | None = Field(default=None, alias="weigh")
    at_least: Exact | None = None
    more_than: Exact | None = None
    at_most: Exact | None = None
    fewer_than: Exact | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Criterion:
        kinds = [key for key in ("all_of", "any_of", "measure") if getattr(self, key) is not None]
        if len(kinds) != 1:
            raise ValueError("a criterion has exactly one of measure, all_of, any_of")
        if self.measure is None:
            self._only_nests(kinds[0])
        else:
            self._is_a_leaf()
        return self

    def _only_nests(self, kind: str) -> None:
        if not self.nested:
            raise fault(f"{kind} nests at least one criterion", kind)
        for name in sorted(self.model_fields_set - {kind}):
            key = {"in_": "in", "weigh_by": "weigh"}.get(name, name)
            raise fault(f"{kind} nests criteria: '{key}' belongs inside them", key)

    def _is_a_leaf(self) -> None:
        if len([key for key in COMPARATORS if getattr(self, key) is not None]) != 1:
            raise ValueError(f"a criterion has exactly one of {', '.join(COMPARATORS)}")
        if self.weigh == "colleges" and self.of is None:
            raise fault("weigh: colleges is for a share: say of what (`of`)", "weigh")

    @property
    def nested(self) -> tuple[Criterion, ...]:
        return self.all_of or self.any_of or ()

    @property
    def counted(self) -> Measure:
        """What a leaf measures."""
        if self.measure is None:
            raise TypeError("only a leaf measures")
        return self.measure

    @property
    def weigh(self) -> str:
        """`seats` (each 1), `colleges`, or the name of a seat weight."""
        return self.weigh_by or "seats"

    @cached_property
    def comparator(self) -> Comparator:
        return next(key for key in COMPARATORS if getattr(self, key) is not None)

    @property
    def spelling(self) -> int | str:
        """The threshold as written."""
        spelled: int | str = getattr(self, self.comparator)
        return spelled

    @cached_property
    def threshold(self) -> Fraction:
        return fraction(self.spelling)

    @cached_property
    def colleges(self) -> tuple[str, ...]:
        """The colleges it looks at; none named: all."""
        return (self.in_,) if isinstance(self.in_, str) else self.in_ or ()

    @cached_property
    def may_tie(self) -> bool:
        """`for of expressed more_than 1/2` is the one criterion that can be tied: at exactly 1/2."""
        return (self.measure, self.of, self.comparator, self.threshold) == (
            "for",
            "expressed",
            "more_than",
            HALF,
        )

    def walk(self, path: Path = ()) -> Iterator[tuple[Path, Criterion]]:
        """Its leaves in written order, each with its place."""
        if self.measure is not None:
            yield path, self
        key = "any_of" if self.any_of else "all_of"
        for position, inner in enumerate(self.nested):
            yield from inner.walk((*path, key, position))

    def leaves(self) -> list[Criterion]:
        return [leaf for _, leaf in self.walk()]

    def passes(self, value: Fraction | int) -> bool:
        """Whether a count or share stands the comparison of this leaf."""
        match self.comparator:
            case "at_least":
                return value >= self.threshold
            case "more_than":
                return value > self.threshold
            case "at_most":
                return value <= self.threshold
            case "fewer_than":
                return value < self.threshold
