"""The format's Table Schema, read from the file it is published as: its one home."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("subventions-2.1.1.schema.json")


@dataclass(frozen=True)
class Field:
    """One column: its type and constraints, in Table Schema's words."""

    name: str
    type: str
    example: str
    required: bool
    pattern: re.Pattern[str] | None
    enum: tuple[str, ...]
    max_length: int | None
    minimum: Decimal | None
    maximum: Decimal | None
    true: tuple[str, ...]
    false: tuple[str, ...]


@dataclass(frozen=True)
class Schema:
    """The columns in the schema's order, and its checks that are beyond one cell's form.

    `sirets` names the columns that hold a SIRET; of each pair in `one_of` one column is filled in.
    """

    fields: tuple[Field, ...]
    sirets: tuple[str, ...]
    one_of: tuple[tuple[str, str], ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields if field.required)


@cache
def schema() -> Schema:
    document = json.loads(_FILE.read_text(encoding="utf-8"), parse_float=Decimal)
    checks = document["custom_checks"]
    return Schema(
        fields=tuple(_field(entry) for entry in document["fields"]),
        sirets=tuple(c["params"]["column"] for c in checks if c["name"] == "french-siret-value"),
        one_of=tuple(
            (c["params"]["column1"], c["params"]["column2"]) for c in checks if c["name"] == "one-of-required"
        ),
    )


def _field(entry: Mapping[str, Any]) -> Field:
    constraints = entry.get("constraints", {})
    pattern = constraints.get("pattern")
    return Field(
        name=entry["name"],
        type=entry["type"],
        example=entry["example"],
        required=constraints.get("required", False),
        # A digit is 0-9: without ASCII, `\d` would let the digits of every script in.
        pattern=re.compile(pattern, re.ASCII) if pattern else None,
        enum=tuple(constraints.get("enum", ())),
        max_length=constraints.get("maxLength"),
        minimum=_decimal(constraints.get("minimum")),
        maximum=_decimal(constraints.get("maximum")),
        true=tuple(entry.get("trueValues", ())),
        false=tuple(entry.get("falseValues", ())),
    )


def _decimal(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)
