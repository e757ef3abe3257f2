"""The languages of the pages: which one a request speaks, its words, and its dates and numbers."""

from __future__ import annotations

import gettext as stdlib_gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.core import negotiate_locale
from babel.dates import format_date, format_datetime, get_timezone
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent

from governance.clock import ZONE, moment
from policies.text import LANGUAGES, Language, Text

LOCALE = Path(__file__).parent / "locale"
NAMES = {"fr": "Français", "en": "English"}
DEFAULT: Language = "fr"

_language: ContextVar[Language] = ContextVar("language", default=DEFAULT)


def known(code: str | None) -> Language | None:
    """`code` as a language that the pages speak, or None."""
    return next((language for language in LANGUAGES if language == code), None)


def accepted(header: str) -> Language | None:
    """The language that an Accept-Language header likes best among ours, or None."""
    weighted = []
    for position, part in enumerate(header.split(",")):
        code, _sep, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        if weight > 0:
            weighted.append((-weight, position, code.strip()))
    wanted = [code for *_, code in sorted(weighted)]
    return known(negotiate_locale(wanted, LANGUAGES, sep="-"))


def current() -> Language:
    return _language.get()


def speak(language: Language) -> None:
    """From here on, in this request, the words are in `language`."""
    _language.set(language)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def catalogue(language: Language) -> stdlib_gettext.NullTranslations:
    """The words of a language: all its .po files together. English is what the source says."""
    merged: stdlib_gettext.NullTranslations = stdlib_gettext.NullTranslations()
    for path in sorted((LOCALE / language).glob("*.po")):
        with path.open("rb") as source:
            compiled = BytesIO()
            write_mo(compiled, read_po(source, locale=language))
        compiled.seek(0)
        words = stdlib_gettext.GNUTranslations(compiled)
        words.add_fallback(merged)
        merged = words
    return merged


def gettext(message: str) -> str:
    """`message` in the request's language."""
    return catalogue(current()).gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    return catalogue(current()).ngettext(one, many, n)


def pgettext(context: str, message: str) -> str:
    return catalogue(current()).pgettext(context, message)


def npgettext(context: str, one: str, many: str, n: int) -> str:
    return catalogue(current()).npgettext(context, one, many, n)


_ = gettext


def N_(message: str) -> str:  # noqa: N802
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


def text(value: Text | str | None) -> str:
    """A text of both languages in the request's one; a plain string as it is."""
    return value.in_(current()) if isinstance(value, Text) else value or ""


def day(value: date | str, form: str = "long") -> str:
    """A civil date (or its ISO text), `form` being short, medium, long or full."""
    parsed = date.fromisoformat(value) if isinstance(value, str) else value
    return _first(str(format_date(parsed, form, locale=_british(current()))))


def instant(value: datetime | str, form: str = "long") -> str:
    """An instant on the clock of Paris, which the foot of each page says; `full`: with seconds and offset."""
    parsed = moment(value) if isinstance(value, str) else value
    pattern = {
        ("fr", "long"): "d MMMM y 'à' HH:mm",
        ("fr", "full"): "d MMMM y 'à' HH:mm:ss '(heure de Paris, UTC'xxx')'",
        ("en", "long"): "d MMMM y 'at' HH:mm",
        ("en", "full"): "d MMMM y 'at' HH:mm:ss '(Paris time, UTC'xxx')'",
    }[current(), form]
    written = format_datetime(parsed, pattern, tzinfo=get_timezone(ZONE), locale=_british(current()))
    return _first(str(written))


def last_day(value: str) -> str:
    """The last day of what ends at the midnight after it: how people say a deadline."""
    ends = moment(value) - timedelta(microseconds=1)
    return _("%(day)s, end of the day") % {"day": day(ends.astimezone(get_timezone(ZONE)).date(), "full")}


def number(value: int | Decimal | Fraction) -> str:
    """A number; a fraction that is no whole number stays a fraction."""
    if isinstance(value, Fraction):
        if value.denominator != 1:
            return f"{number(value.numerator)}/{number(value.denominator)}"
        value = value.numerator
    return str(format_decimal(value, locale=current()))


def percent(value: Fraction | Decimal | int) -> str:
    """A share as a percentage, rounded to one decimal for reading only."""
    exact = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else Decimal(value)
    return str(format_percent(exact, "#,##0.#\u202f%" if current() == "fr" else "#,##0.#%", locale=current()))


def money(value: int | Decimal, currency: str = "EUR") -> str:
    return str(format_currency(value, currency, locale=_british(current())))


FILTERS: dict[str, Any] = {
    "t": text,
    "date": day,
    "instant": instant,
    "last_day": last_day,
    "number": number,
    "percent": percent,
    "money": money,
}


def _first(written: str) -> str:
    """French says « 1er décembre », and « 2 décembre »; Babel writes 1 for both."""
    return re.sub(r"(^|[a-z]\s)1(?=\s[^\W\d])", r"\g<1>1er", written) if current() == "fr" else written


def _british(language: Language) -> str:
    """Day before month in English too: this is read in Europe."""
    return "en_GB" if language == "en" else language
