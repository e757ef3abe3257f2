"""Rows: the lines they stand on, their shape, and what is strange but allowed in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from workflows.imports.scdl import Payment, Reading

Bytes = Callable[[bytes], Reading]
Reader = Callable[..., Reading]


def lines(good: dict[str, str], *rows: str) -> bytes:
    return "\n".join([",".join(good), *rows]).encode()


def test_a_row_stands_on_the_physical_line_it_begins_on(read_rows: Reader) -> None:
    reading = read_rows({"objet": "deux\nlignes\r\nou trois"}, {"objet": "une"}, {"montant": "x"})
    assert [row.line for row in reading.rows] == [2, 5]
    assert [problem.line for problem in reading.rejected] == [6]


def test_a_header_over_two_lines_counts_as_two(read_bytes: Bytes, good: dict[str, str]) -> None:
    text = ",".join(good) + ',"a\nb"\n' + ",".join(good.values()) + ",x\n"
    assert [row.line for row in read_bytes(text.encode()).rows] == [3]


def test_empty_lines_are_skipped_and_counted(read_bytes: Bytes, good: dict[str, str]) -> None:
    row = ",".join(good.values())
    reading = read_bytes(lines(good, row, "", "  ", row, "", "," * (len(good) - 1), ",,", "\n\n"))
    assert [row.line for row in reading.rows] == [2, 5]
    assert reading.rejected == ()


def test_a_row_of_empty_cells_among_others_lacks_every_required_cell(
    read_bytes: Bytes, good: dict[str, str]
) -> None:
    reading = read_bytes(lines(good, "," * (len(good) - 1), ",".join(good.values())))
    assert {problem.line for problem in reading.rejected} == {2}
    assert len(reading.rejected) == 11


def test_too_few_cells_reject_the_row_at_the_first_column_without_one(
    read_bytes: Bytes, good: dict[str, str]
) -> None:
    reading = read_bytes(lines(good, ",".join(list(good.values())[:-2])))
    assert [(p.line, p.column, p.value) for p in reading.rejected] == [(2, "pourcentageSubvention", "")]
    assert "14" in reading.rejected[0].reason.fr
    assert "16" in reading.rejected[0].reason.fr
    assert reading.rows == ()


def test_too_many_cells_reject_the_row_after_the_last_column(read_bytes: Bytes, good: dict[str, str]) -> None:
    reading = read_bytes(lines(good, ",".join(good.values()) + ",plus,encore"))
    assert [(p.line, p.column, p.value) for p in reading.rejected] == [(2, "dispositifAide", "plus,encore")]
    assert reading.rows == ()


def test_every_invalid_cell_of_a_row_is_listed_in_the_order_of_the_file(
    read_rows: Reader, good: dict[str, str]
) -> None:
    bad = {"montant": "x", "notificationUE": "Oui", "objet": ""}
    reading = read_rows(bad, columns=["notificationUE", *(name for name in good if name != "notificationUE")])
    assert [p.column for p in reading.rejected] == ["notificationUE", "objet", "montant"]


def test_values_are_exact(read_rows: Reader) -> None:
    rows = read_rows(
        {"montant": "1e5", "pourcentageSubvention": "0.1", "notificationUE": "oui"},
        {"montant": "0.10", "pourcentageSubvention": "1.", "datesPeriodeVersement": "2017-03-14"},
    ).rows
    assert [row.amount for row in rows] == [Decimal(100_000), Decimal("0.1")]
    assert [row.share for row in rows] == [Fraction(1, 10), Fraction(1)]
    assert [row.notified_to_eu for row in rows] == [True, False]
    assert rows[0].nature == ("aide en numéraire", "aide en nature")
    assert rows[1].payment == Payment(date(2017, 3, 14), date(2017, 3, 14))


def test_the_same_row_twice_has_the_same_digest_and_any_other_cell_another(
    read_rows: Reader, good: dict[str, str]
) -> None:
    first, second, *changed = read_rows(
        {}, {}, {"objet": "Autre"}, {"referenceDecision": ""}, {"idRAE": "1"}, {"montant": "47800.2"}
    ).rows
    assert first.digest == second.digest
    assert len({row.digest for row in (first, *changed)}) == 5
    assert first.line != second.line


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"idAttribuant": "73282932000075"}, "idAttribuant"),
        ({"idBeneficiaire": "73282932000075"}, "idBeneficiaire"),
        ({"idBeneficiaire": "35600000049838"}, "idBeneficiaire"),
        ({"idBeneficiaire": "732829320"}, "idBeneficiaire"),
        ({"idBeneficiaire": "732 829 320 00074"}, "idBeneficiaire"),
        ({"idBeneficiaire": "٧٣٢٨٢٩٣٢٠٠٠٠٧٤"}, "idBeneficiaire"),
        ({"idBeneficiaire": "", "rnaBeneficiaire": ""}, "idBeneficiaire"),
        ({"datesPeriodeVersement": "2017-02-29"}, "datesPeriodeVersement"),
        ({"datesPeriodeVersement": "0000-01-01/2017-01-01"}, "datesPeriodeVersement"),
        ({"datesPeriodeVersement": "2017-02-02/2017-02-01"}, "datesPeriodeVersement"),
        ({"montant": "-12.5"}, "montant"),
    ],
)
def test_what_is_strange_but_allowed_is_one_warning(
    read_rows: Reader, change: dict[str, str], column: str
) -> None:
    reading = read_rows({}, change)
    assert [(w.line, w.column, w.value) for w in reading.warnings] == [(3, column, change[column])]
    assert reading.rejected == ()
    assert len(reading.rows) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"idBeneficiaire": ""},
        {"rnaBeneficiaire": ""},
        {"idBeneficiaire": "35600000000048"},
        {"datesPeriodeVersement": "2016-02-29/2016-02-29"},
        {"montant": "0"},
    ],
)
def test_what_is_in_order_brings_no_warning(read_rows: Reader, change: dict[str, str]) -> None:
    reading = read_rows(change)
    assert (reading.warnings, reading.rejected) == ((), ())


def test_each_impossible_date_of_a_period_is_told(read_rows: Reader) -> None:
    reading = read_rows({"datesPeriodeVersement": "2017-13-01/2017-30-05"})
    assert [w.reason.fr for w in reading.warnings] == [
        "La date de versement 2017-13-01 n’existe pas.",
        "La date de versement 2017-30-05 n’existe pas.",
    ]
    assert reading.rows[0].payment == Payment(None, None)


def test_a_rejected_cell_brings_no_warning_besides(read_rows: Reader) -> None:
    reading = read_rows({"idAttribuant": "123", "datesPeriodeVersement": "2017-13-01_"})
    assert [p.column for p in reading.rejected] == ["idAttribuant", "datesPeriodeVersement"]
    assert reading.warnings == ()
