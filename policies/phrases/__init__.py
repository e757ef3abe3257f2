"""What the rules and commands say to people: templates in both languages, filled with figures."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from policies.documents import BadDocument, parse
from policies.text import LANGUAGES, Text


@cache
def _templates() -> dict[str, dict[str, str]]:
    """Every phrase by its key `<file>.<name>`. Raises BadDocument where a language is missing."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(Path(__file__).parent.glob("*.yaml")):
        document = parse(path.read_text(encoding="utf-8"), path.name)
        for name, text in (document.value or {}).items():
            if set(text) != set(LANGUAGES):
                raise BadDocument([document.finding([name], "needs exactly the keys fr and en")])
            found[f"{path.stem}.{name}"] = text
    return found


def keys() -> list[str]:
    return list(_templates())


def phrase(key: str, **values: Any) -> Text:
    """The phrase `key` with its `{names}` filled: numbers, dates and texts in each language's manner."""
    template = _templates()[key]
    filled = {
        language: template[language].format(**{k: _shown(v, language) for k, v in values.items()})
        for language in LANGUAGES
    }
    return Text(fr=filled["fr"], en=filled["en"])


def _shown(value: Any, language: str) -> str:
    if isinstance(value, Text):
        return value.in_(language)
    if isinstance(value, date):
        first_in_french = language == "fr" and value.day == 1
        return format_date(value, "d'er' MMMM y" if first_in_french else "d MMMM y", locale=language)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(format_decimal(value, locale=language))
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return str(value)
