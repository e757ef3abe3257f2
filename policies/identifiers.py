"""The numbers of French organisations (SIREN, SIRET, RNA), and what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from stdnum import luhn
from stdnum.fr import siren, siret

from policies.phrases import phrase
from policies.text import Text

_LA_POSTE = "356000000"
_SIREN = re.compile(r"[0-9]{9}")
_SIRET = re.compile(r"[0-9]{14}")
_RNA = re.compile(r"W[0-9]{9}")
_RNA_OVERSEAS = re.compile(r"W[0-9][0-9A-Z][0-9]{7}")  # seen: W9R1011072


@dataclass(frozen=True)
class Problem:
    """Why a number cannot be right: its shape (`malformed`), or a mistyped digit (`check_digit`)."""

    code: Literal["malformed", "check_digit"]
    text: Text


def compact(value: str) -> str:
    """The number as it is stored and compared: without spaces and full stops, letters in capitals."""
    return re.sub(r"[\s.]", "", value).upper()


def siren_problem(value: str) -> Problem | None:
    """What is wrong with a SIREN: 9 digits with a Luhn check digit. Spaces and full stops do not matter."""
    return _problem("siren", compact(value), _SIREN, siren.is_valid)


def siret_problem(value: str) -> Problem | None:
    """What is wrong with a SIRET: 14 digits with a Luhn check digit, of which the SIREN has its own.

    For La Poste it is enough that the sum of the digits is divisible by 5.
    """
    return _problem("siret", compact(value), _SIRET, _siret_checks)


def rna_problem(value: str) -> Problem | None:
    """What is wrong with an RNA number: W and 9 digits, of which the second may be a letter overseas."""
    if _RNA_OVERSEAS.fullmatch(compact(value)):
        return None
    return Problem("malformed", phrase("identifiers.rna_malformed"))


def rna_warning(value: str) -> Text | None:
    """A word of caution on an RNA number that is possible but unusual: it has an overseas letter."""
    number = compact(value)
    if _RNA_OVERSEAS.fullmatch(number) and not _RNA.fullmatch(number):
        return phrase("identifiers.rna_unusual")
    return None


def _siret_checks(number: str) -> bool:
    """For La Poste python-stdnum takes the sum only; a number with a Luhn digit is right too."""
    return bool(siret.is_valid(number) or (number.startswith(_LA_POSTE) and luhn.is_valid(number)))


def _problem(kind: str, number: str, shape: re.Pattern[str], checks: Callable[[str], bool]) -> Problem | None:
    if not shape.fullmatch(number):
        return Problem("malformed", phrase(f"identifiers.{kind}_malformed"))
    if not checks(number):
        return Problem("check_digit", phrase(f"identifiers.{kind}_check_digit"))
    return None
