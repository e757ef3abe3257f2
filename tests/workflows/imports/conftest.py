"""Files of the national subsidy format, made for one test from one good row."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from workflows.imports.scdl import Reading, read

Reader = Callable[..., Reading]

GOOD = {
    "nomAttribuant": "Ville de Test",
    "idAttribuant": "73282932000074",
    "dateConvention": "2017-06-27",
    "referenceDecision": "2017-03-103",
    "nomBeneficiaire": "Les Petits Débrouillards",
    "idBeneficiaire": "35600000049837",
    "rnaBeneficiaire": "W380475558",
    "objet": "Animations",
    "montant": "47800.20",
    "nature": "aide en numéraire;aide en nature",
    "conditionsVersement": "échelonné",
    "datesPeriodeVersement": "2017-03-14/2018-03-14",
    "idRAE": "12345",
    "notificationUE": "non",
    "pourcentageSubvention": "0.45",
    "dispositifAide": "65d5b6c7",
}


@pytest.fixture
def good() -> dict[str, str]:
    return dict(GOOD)


@pytest.fixture
def read_bytes(tmp_path: Path) -> Callable[[bytes], Reading]:
    """Read a file that holds these bytes."""

    def reading(data: bytes) -> Reading:
        path = tmp_path / "subventions.csv"
        path.write_bytes(data)
        return read(path)

    return reading


@pytest.fixture
def read_rows(read_bytes: Callable[[bytes], Reading]) -> Reader:
    """Read a file of the good row, once for each dictionary of changed cells; `columns` orders its header."""

    def reading(*changes: dict[str, str], columns: Sequence[str] = tuple(GOOD)) -> Reading:
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(columns)
        for change in changes or ({},):
            writer.writerow([{**GOOD, **change}.get(column, "") for column in columns])
        return read_bytes(out.getvalue().encode())

    return reading
