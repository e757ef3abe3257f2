"""Cells against the schema: chosen borders, and an oracle written from Table Schema's own words."""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import workflows.imports.scdl
from policies.phrases import phrase
from workflows.imports.scdl import Reading
from workflows.imports.scdl.cells import check_of
from workflows.imports.scdl.schema import schema

Reader = Callable[..., Reading]

PUBLISHED: dict[str, Any] = json.loads(
    (Path(workflows.imports.scdl.__file__).parent / "subventions-2.1.1.schema.json").read_text("utf-8")
)
FIELDS: dict[str, Any] = {field["name"]: field for field in PUBLISHED["fields"]}
CHECKS = {field.name: check_of(field) for field in schema().fields}


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("nomAttribuant", ""),
        ("nomAttribuant", " \u00a0"),
        ("idAttribuant", "7328293200007"),
        ("idAttribuant", "732829320000744"),
        ("idAttribuant", "٧٣٢٨٢٩٣٢٠٠٠٠٧٤"),
        ("dateConvention", "2017-02-29"),
        ("dateConvention", "20170101"),
        ("dateConvention", "2017-W01-1"),
        ("dateConvention", "2017-1-1"),
        ("dateConvention", "0000-01-01"),
        ("dateConvention", "2017-01-01T00:00"),
        ("rnaBeneficiaire", "w380475558"),
        ("rnaBeneficiaire", "W9R1011072"),
        ("objet", "é" * 257),
        ("montant", "1 000"),
        ("montant", "1_000"),
        ("montant", "1000,5"),
        ("montant", "12 €"),
        ("montant", "NaN"),
        ("montant", "INF"),
        ("montant", "-inf"),
        ("montant", "Infinity"),
        ("montant", "."),
        ("montant", "e5"),
        ("montant", "1e999999999"),
        ("montant", "1e99999999999999999999999"),
        ("montant", "9" * 31),
        ("montant", "1e-400"),
        ("nature", "aide en numeraire"),
        ("nature", "Aide en nature"),
        ("nature", "aide en nature; aide en numéraire"),
        ("conditionsVersement", "x" * 257),
        ("datesPeriodeVersement", "2017-01-01/"),
        ("datesPeriodeVersement", "2017-01-01/2017-01-02/2017-01-03"),
        ("idRAE", "123456"),
        ("notificationUE", "Oui"),
        ("notificationUE", "true"),
        ("notificationUE", "1"),
        ("pourcentageSubvention", "0.009999"),
        ("pourcentageSubvention", "1.0000000000000000001"),
        ("pourcentageSubvention", "NaN"),
        ("pourcentageSubvention", "45%"),
    ],
)
def test_a_cell_that_breaks_the_schema_is_rejected_with_a_reason_in_both_languages(
    read_rows: Reader, column: str, text: str
) -> None:
    reading = read_rows({column: text})
    assert [(p.line, p.column, p.value) for p in reading.rejected] == [(2, column, text.strip())]
    assert reading.rows == ()
    reason = reading.rejected[0].reason
    assert reason.fr.endswith(".")
    assert reason.en.endswith(".")


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("dateConvention", "2016-02-29"),
        ("idBeneficiaire", "not a number at all"),
        ("rnaBeneficiaire", ""),
        ("objet", "é" * 256),
        ("montant", "+5"),
        ("montant", "5."),
        ("montant", ".5"),
        ("montant", "1E+5"),
        ("montant", "-3"),
        ("montant", "9" * 30),
        ("conditionsVersement", "unique;échelonné"),
        ("idRAE", "12345"),
        ("pourcentageSubvention", "0.01"),
        ("pourcentageSubvention", "1"),
        ("pourcentageSubvention", "1.000"),
        ("pourcentageSubvention", "1e-2"),
    ],
)
def test_a_cell_that_keeps_the_schema_is_taken(read_rows: Reader, column: str, text: str) -> None:
    reading = read_rows({column: text})
    assert reading.rejected == ()
    assert reading.rows[0].texts[column] == text


def test_the_schema_asks_for_nothing_that_is_not_checked() -> None:
    constraints = {key for field in FIELDS.values() for key in field.get("constraints", {})}
    assert constraints == {"required", "pattern", "enum", "maxLength", "minimum", "maximum"}
    assert {field["type"] for field in FIELDS.values()} == {"string", "date", "number", "boolean"}
    assert {key for field in FIELDS.values() for key in field} <= {
        *("name", "title", "description", "example", "type", "constraints", "trueValues", "falseValues"),
    }
    assert {check["name"] for check in PUBLISHED["custom_checks"]} == {
        "french-siret-value",
        "one-of-required",
    }


@pytest.mark.parametrize("name", FIELDS)
def test_the_example_of_each_column_keeps_the_schema(name: str) -> None:
    assert CHECKS[name](FIELDS[name]["example"]) is None


def _a_day_of_the_calendar(text: str) -> bool:
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    year, month, day = map(int, text.split("-"))
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _a_value_of_its_type(field: dict[str, Any], text: str) -> bool:
    if field["type"] == "date":
        return _a_day_of_the_calendar(text)
    if field["type"] == "number":
        try:
            return set(text) <= set("0123456789+-.eE") and Decimal(text).is_finite()
        except ArithmeticError:
            return False
    return field["type"] == "string" or text in field["trueValues"] + field["falseValues"]


def oracle(field: dict[str, Any], text: str) -> bool:
    """Whether Table Schema takes the cell: each constraint in turn, as its text defines it."""
    asked = field.get("constraints", {})
    if text == "":
        return not asked.get("required", False)
    return (
        _a_value_of_its_type(field, text)
        and ("enum" not in asked or text in asked["enum"])
        and ("pattern" not in asked or re.fullmatch(asked["pattern"], text, re.ASCII) is not None)
        and ("maxLength" not in asked or len(text) <= asked["maxLength"])
        and ("minimum" not in asked or Decimal(text) >= Decimal(str(asked["minimum"])))
        and ("maximum" not in asked or Decimal(text) <= Decimal(str(asked["maximum"])))
    )


PIECES = st.sampled_from(
    [
        *(
            "2017",
            "-",
            "02",
            "29",
            "13",
            "/",
            "0",
            "1",
            "01",
            "99",
            ".",
            ",",
            "e",
            "E",
            "+",
            "W",
            "nan",
            "inf",
        ),
        *("oui", "non", "aide en nature", "aide en numéraire", ";", " ", "x", "é", "²", "٣", "x" * 255),
    ]
)
NEAR = st.lists(PIECES, max_size=7).map("".join).map(str.strip)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(FIELDS)), NEAR, st.integers(0, 20), st.data())
def test_verdicts_agree_with_table_schema(name: str, junk: str, at: int, data: st.DataObject) -> None:
    example = FIELDS[name]["example"]
    text = data.draw(st.sampled_from([junk, example, example[:at] + junk + example[at + 1 :], example[:at]]))
    text = text.strip()
    reason = CHECKS[name](text)
    assume(reason != phrase("scdl.out_of_scale"))  # our own guard, not in the schema
    assert (reason is None) == oracle(FIELDS[name], text)


@settings(deadline=None)
@given(st.integers(-20_000, 20_000).map(lambda n: str(Decimal(n) / 10_000)))
def test_shares_are_from_one_hundredth_to_one(text: str) -> None:
    verdict = CHECKS["pourcentageSubvention"](text)
    assert (verdict is None) == oracle(FIELDS["pourcentageSubvention"], text)
