"""The two published files: what Antibes' says, and what is wrong with Poitiers'."""

from __future__ import annotations

import csv
import hashlib
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import rfc8785

from workflows.imports.scdl import Payment, Reading, read

ROOT = Path(__file__).parents[3]
ANTIBES = ROOT / "workflows" / "demo" / "data" / "scdl-antibes.csv"
POITIERS = ROOT / "tests" / "data" / "scdl-poitiers-invalid-cells.csv"


@pytest.fixture(scope="module")
def antibes() -> Reading:
    return read(ANTIBES)


@pytest.fixture(scope="module")
def poitiers() -> Reading:
    return read(POITIERS)


def test_the_antibes_file_is_read_whole(antibes: Reading) -> None:
    assert [row.line for row in antibes.rows] == list(range(2, 31))
    assert antibes.rejected == ()


def test_the_antibes_warnings_are_its_four_strange_payment_dates(antibes: Reading) -> None:
    assert [(w.line, w.column, w.value) for w in antibes.warnings] == [
        (24, "datesPeriodeVersement", "2017-04-12/2017-03-09"),
        (25, "datesPeriodeVersement", "2017-12-20/2017-03-09"),
        (27, "datesPeriodeVersement", "2017-03-02/2017-30-05"),
        (29, "datesPeriodeVersement", "2017-03-02/2017-01-10"),
    ]
    assert "2017-30-05" in antibes.warnings[2].reason.en


def test_a_row_holds_typed_values_and_the_trimmed_texts(antibes: Reading) -> None:
    row = antibes.rows[0]
    assert (row.authority, row.authority_siret) == ("ANTIBES", "21060004500392")
    assert row.convention_date == date(2015, 7, 7)
    assert row.decision_reference == "CONV N° 2074-15 2015-06-19"
    assert row.beneficiary == "CEA DU PERSONNEL DE LA VILLE D'ANTIBES JUAN-LES-PINS"
    assert (row.beneficiary_siret, row.beneficiary_rna) == ("52499120500013", "W333216789")
    assert (row.purpose, row.conditions, row.nature) == (
        "Fonctionnement",
        "échelonné",
        ("aide en numéraire",),
    )
    assert row.amount == Decimal("99786.57")
    assert row.share == Fraction(1, 20)
    assert row.payment == Payment(date(2017, 3, 30), date(2017, 5, 24))
    assert (row.rae, row.scheme, row.notified_to_eu) == ("", "", False)
    assert row.texts["nomBeneficiaire"] == row.beneficiary


def test_an_impossible_payment_date_is_left_open(antibes: Reading) -> None:
    assert antibes.rows[25].payment == Payment(date(2017, 3, 2), None)


def test_every_digest_is_that_of_the_canonical_trimmed_cells(antibes: Reading) -> None:
    with ANTIBES.open(encoding="utf-8", newline="") as file:
        cells = [{column: text.strip() for column, text in row.items()} for row in csv.DictReader(file)]
    assert [row.digest for row in antibes.rows] == [
        hashlib.sha256(rfc8785.dumps(each)).hexdigest() for each in cells
    ]
    assert len({row.digest for row in antibes.rows}) == 29


def test_the_file_is_known_by_its_name_and_the_digest_of_its_bytes(antibes: Reading) -> None:
    assert antibes.file_name == "scdl-antibes.csv"
    assert antibes.file_digest == hashlib.sha256(ANTIBES.read_bytes()).hexdigest()


def test_the_poitiers_file_has_exactly_fifteen_invalid_cells(poitiers: Reading) -> None:
    assert [(p.line, p.column, p.value) for p in poitiers.rejected] == [
        (2, "pourcentageSubvention", "100"),
        (3, "pourcentageSubvention", "80"),
        (4, "pourcentageSubvention", "80"),
        (5, "dateConvention", "05/12/2016"),
        (5, "rnaBeneficiaire", "W3222"),
        (6, "montant", "100000,1"),
        (6, "notificationUE", "no"),
        (7, "idAttribuant", "218601946"),
        (8, "datesPeriodeVersement", "2017-06-27_2018-06-27"),
        (8, "notificationUE", "yes"),
        (9, "pourcentageSubvention", "0,5"),
        (10, "montant", ""),
        (12, "rnaBeneficiaire", "W12455"),
        (16, "nature", "aide en numéraire,aide en nature"),
        (30, "rnaBeneficiaire", "W1234567"),
    ]


def test_rows_with_an_invalid_cell_are_not_among_the_rows(poitiers: Reading) -> None:
    bad = {problem.line for problem in poitiers.rejected}
    assert [row.line for row in poitiers.rows] == [line for line in range(2, 31) if line not in bad]


def test_the_warnings_of_the_poitiers_file_speak_of_identifiers_only(poitiers: Reading) -> None:
    assert {w.column for w in poitiers.warnings} == {"idAttribuant", "idBeneficiaire"}
    malformed = [w for w in poitiers.warnings if w.value == "32402138500000.0"]
    assert [w.line for w in malformed] == [6]
    assert [w.line for w in poitiers.warnings if w.value == ""] == [9]
    assert [w.line for w in poitiers.warnings if w.column == "idAttribuant"] == [
        line for line in range(2, 31) if line not in {7}
    ]
