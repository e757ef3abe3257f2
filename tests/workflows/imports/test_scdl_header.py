"""The file as a whole and its line of column names: one sentence where it cannot be taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from workflows.imports.scdl import BadFile, Reading, read

Bytes = Callable[[bytes], Reading]
Reader = Callable[..., Reading]


def refusal(reading: Callable[[], Reading]) -> BadFile:
    with pytest.raises(BadFile) as caught:
        reading()
    assert caught.value.text.fr.endswith(".")
    assert caught.value.text.fr != caught.value.text.en
    return caught.value


def test_columns_may_come_in_any_order(read_rows: Reader, good: dict[str, str]) -> None:
    straight, turned = read_rows(), read_rows(columns=list(reversed(good)))
    assert straight.rows == turned.rows
    assert straight.file_digest != turned.file_digest


def test_an_absent_optional_column_and_an_empty_one_give_the_same_digest(
    read_rows: Reader, good: dict[str, str]
) -> None:
    without = [column for column in good if column != "dispositifAide"]
    absent, empty = read_rows(columns=without), read_rows({"dispositifAide": ""})
    assert absent.rejected == ()
    assert absent.rows[0].digest == empty.rows[0].digest
    assert absent.rows[0].digest != read_rows().rows[0].digest


def test_unknown_columns_are_left_aside(read_rows: Reader, good: dict[str, str]) -> None:
    extra = read_rows({"commune": "Lyon"}, columns=["commune", *good, "", ""])
    assert extra.rows == read_rows().rows
    assert extra.warnings == ()


def test_spaces_around_names_and_cells_do_not_count(read_rows: Reader, good: dict[str, str]) -> None:
    padded = {column: f"  {text}\u00a0" for column, text in good.items()}
    assert read_rows(padded).rows == read_rows().rows
    named = {f" {column} ": text for column, text in good.items()}
    assert read_rows(named, columns=list(named)).rows == read_rows().rows


@pytest.mark.parametrize(
    "column",
    [
        "nomAttribuant",
        "idAttribuant",
        "dateConvention",
        "nomBeneficiaire",
        "objet",
        "montant",
        "nature",
        "conditionsVersement",
        "datesPeriodeVersement",
        "notificationUE",
        "pourcentageSubvention",
    ],
)
def test_a_missing_required_column_is_named(read_rows: Reader, good: dict[str, str], column: str) -> None:
    refused = refusal(lambda: read_rows(columns=[name for name in good if name != column]))
    assert refused.code == "scdl.missing"
    assert column in refused.text.fr
    assert column in refused.text.en
    assert "nomBeneficiaire" not in refused.text.fr or column == "nomBeneficiaire"


@pytest.mark.parametrize(
    "column",
    ["referenceDecision", "idBeneficiaire", "rnaBeneficiaire", "idRAE", "dispositifAide"],
)
def test_an_optional_column_may_be_missing(read_rows: Reader, good: dict[str, str], column: str) -> None:
    reading = read_rows(columns=[name for name in good if name != column])
    assert len(reading.rows) == 1
    assert reading.rows[0].texts[column] == ""


def test_a_renamed_required_column_is_named_with_what_stands_for_it(
    read_rows: Reader, good: dict[str, str]
) -> None:
    refused = refusal(lambda: read_rows(columns=["Montants" if n == "montant" else n for n in good]))
    assert "« montant » (est-ce « Montants » ?)" in refused.text.fr


def test_a_renamed_optional_column_is_a_warning_on_the_header(
    read_rows: Reader, good: dict[str, str]
) -> None:
    reading = read_rows(columns=["rna_beneficiaire" if n == "rnaBeneficiaire" else n for n in good])
    assert [(w.line, w.column) for w in reading.warnings] == [(1, "rna_beneficiaire")]
    assert "rnaBeneficiaire" in reading.warnings[0].reason.fr


@pytest.mark.parametrize("column", ["montant", "dispositifAide"])
def test_a_doubled_column_is_named(read_rows: Reader, good: dict[str, str], column: str) -> None:
    refused = refusal(lambda: read_rows(columns=[*good, column]))
    assert refused.code == "scdl.doubled"
    assert f"« {column} »" in refused.text.fr


@pytest.mark.parametrize(
    ("delimiter", "called"), [(";", "point-virgule"), ("\t", "tabulation"), ("|", "barre")]
)
def test_another_delimiter_is_refused_by_its_name(
    read_bytes: Bytes, good: dict[str, str], delimiter: str, called: str
) -> None:
    text = delimiter.join(good) + "\n" + delimiter.join(good.values())
    refused = refusal(lambda: read_bytes(text.encode()))
    assert refused.code == "scdl.delimiter"
    assert called in refused.text.fr


def test_a_file_without_a_header_is_told_which_columns_are_asked_for(
    read_bytes: Bytes, good: dict[str, str]
) -> None:
    refused = refusal(lambda: read_bytes(",".join(good.values()).encode()))
    assert refused.code == "scdl.no_header"
    assert "« pourcentageSubvention »" in refused.text.fr
    assert "dispositifAide" not in refused.text.fr


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\n\n", b"  \r\n", b",,,\n"])
def test_an_empty_file_is_refused_as_empty(read_bytes: Bytes, data: bytes) -> None:
    assert refusal(lambda: read_bytes(data)).code == "scdl.empty"


def test_a_header_alone_is_a_file_of_no_rows(read_bytes: Bytes, good: dict[str, str]) -> None:
    assert read_bytes(",".join(good).encode()).rows == ()


@pytest.mark.parametrize("name", ["absent.csv", ".", "a\0b.csv"])
def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path, name: str) -> None:
    assert refusal(lambda: read(tmp_path / name)).code == "scdl.unreadable"


def test_a_byte_order_mark_is_welcome(read_bytes: Bytes, good: dict[str, str]) -> None:
    text = ",".join(good) + "\r\n" + ",".join(good.values()) + "\r\n"
    assert read_bytes(b"\xef\xbb\xbf" + text.encode()).rows == read_bytes(text.encode()).rows


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_another_encoding_is_refused_with_the_place(read_bytes: Bytes, mark: bytes) -> None:
    data = mark + b"a\r\nb\r\nnum\xe9raire"
    refused = refusal(lambda: read_bytes(data))
    assert refused.code == "scdl.not_utf8"
    assert f"byte {data.index(0xE9) + 1}, on line 3" in refused.text.en


def test_a_null_character_is_refused_with_its_line(read_bytes: Bytes, good: dict[str, str]) -> None:
    refused = refusal(lambda: read_bytes(",".join(good).encode() + b"\na\0b"))
    assert refused.code == "scdl.not_text"
    assert "line 2" in refused.text.en


@pytest.mark.parametrize("row", ['"never closed\nx\ny', '"closed" too early,x', '"' + "x" * 200_000 + '"'])
def test_bad_quotes_and_enormous_cells_are_refused_with_the_line_they_begin_on(
    read_bytes: Bytes, good: dict[str, str], row: str
) -> None:
    text = ",".join(good) + "\n" + ",".join(good.values()) + "\n" + row
    refused = refusal(lambda: read_bytes(text.encode()))
    assert refused.code == "scdl.not_csv"
    assert "line 3" in refused.text.en
