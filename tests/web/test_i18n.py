"""Both languages are complete, and a page speaks the one its visitor wants."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from governance.database import Database
from governance.tables.people import Contact
from policies.text import LANGUAGES, Text
from tests.web.browser import Browser
from tests.web.entering import enter
from tools import extract
from web import i18n


def test_every_word_of_pages_and_handlers_has_its_french() -> None:
    assert extract.findings() == []


def test_no_word_has_two_translations() -> None:
    """The catalogues of all areas are one at run time: the second would silently replace the first."""
    said: dict[str, dict[str, set[str]]] = {}
    for path in sorted(i18n.LOCALE.glob("*/*.po")):
        with path.open("rb") as source:
            messages = list(read_po(source, locale=path.parent.name))
        for message in messages:
            words = said.setdefault(f"{path.parent.name} {message.context} {message.id}", {})
            words.setdefault(str(message.string), set()).add(path.stem)
    assert {key: words for key, words in said.items() if len(words) > 1 and not key.endswith(" ")} == {}


def test_a_word_without_translation_is_found() -> None:
    template = Catalog()
    template.add("A sentence that nobody has translated")
    _, gaps = extract.refreshed("no-such-area", template)
    assert gaps == ["A sentence that nobody has translated"]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "fr"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("de,en;q=0.5,fr;q=0.4", "en"),
        ("fr;q=0.2,en;q=0.9", "en"),
        ("en;q=0,fr", "fr"),
        ("de", "fr"),
        ("*", "fr"),
        ("en;q=much", "fr"),
        (";;;,,,", "fr"),
    ],
)
def test_the_first_page_speaks_what_the_browser_accepts(header: str, language: str) -> None:
    assert (i18n.accepted(header) or i18n.DEFAULT) == language


def test_a_page_says_its_language(browser: Browser) -> None:
    browser.client.headers["accept-language"] = "en-GB"
    page = browser.get("/sign-in")
    assert page.language == "en"
    assert page.response.headers["content-language"] == "en"
    assert "Send me the link and the code" in page.words


def test_a_language_once_chosen_stays(browser: Browser) -> None:
    browser.client.headers["accept-language"] = "fr"
    assert browser.get("/sign-in?lang=en").language == "en"
    assert browser.get("/").language == "en"


def test_the_switch_keeps_the_page_and_its_query(browser: Browser) -> None:
    page = browser.get("/sign-in?next=%2Faccount%3Fa%3Db&lang=en")
    (switch,) = [href for href, words in page.links if words == "Français"]
    page = browser.get(switch)
    assert page.language == "fr"
    assert page.form("/sign-in").values["next"] == ["/account?a=b"]


def test_an_unknown_language_changes_nothing(browser: Browser) -> None:
    assert browser.get("/?lang=xx").language == "fr"
    assert browser.get("/").language == "fr"


def test_errors_speak_the_visitors_language_too(browser: Browser) -> None:
    browser.get("/?lang=en")
    page = browser.get("/no-such-page")
    assert page.language == "en"
    assert "There is no such page" in page.words


def test_the_account_sets_the_language_of_pages_and_mails(
    browser: Browser, database: Database, amina: str
) -> None:
    enter(browser, database, amina)
    browser.get("/account")
    assert browser.send("/account/language", language="en").language == "en"
    with database.reading() as tx:
        contact = tx.one(Contact, person=amina)
    assert contact
    assert contact.language == "en"
    assert browser.send("/account/language", language="xx").status == 422


def _in_both(shown: Callable[[], str]) -> tuple[str, ...]:
    found = []
    for language in LANGUAGES:
        with i18n.speaking(language):
            found.append(shown().replace("\u202f", " ").replace("\xa0", " "))
    return tuple(found)


def test_dates_instants_and_figures_are_written_as_each_language_does() -> None:
    assert _in_both(lambda: i18n.day(date(2026, 11, 3))) == ("3 novembre 2026", "3 November 2026")
    assert _in_both(lambda: i18n.day("2026-11-03", "short")) == ("03/11/2026", "03/11/2026")
    assert _in_both(lambda: i18n.number(1234567)) == ("1 234 567", "1,234,567")
    assert _in_both(lambda: i18n.number(Decimal("0.5"))) == ("0,5", "0.5")
    assert _in_both(lambda: i18n.number(Fraction(2, 3))) == ("2/3", "2/3")
    assert _in_both(lambda: i18n.number(Fraction(4, 2))) == ("2", "2")
    assert _in_both(lambda: i18n.percent(Fraction(2, 3))) == ("66,7 %", "66.7%")
    assert _in_both(lambda: i18n.percent(Decimal("0.5"))) == ("50 %", "50%")
    assert _in_both(lambda: i18n.money(Decimal("1234.5"))) == ("1 234,50 €", "€1,234.50")


def test_the_first_of_a_month_is_an_ordinal_in_french_only() -> None:
    with i18n.speaking("fr"):
        assert i18n.day("2026-12-01") == "1er décembre 2026"
        assert i18n.day("2026-12-01", "full") == "mardi 1er décembre 2026"
        assert i18n.day("2026-12-01", "short") == "01/12/2026"
        assert i18n.day("2026-12-11") == "11 décembre 2026"
        assert i18n.instant("2026-11-30T23:30:00.000000Z") == "1er décembre 2026 à 00:30"
    with i18n.speaking("en"):
        assert i18n.day("2026-12-01") == "1 December 2026"


def test_an_instant_is_told_on_the_clock_of_paris_and_says_so() -> None:
    winter, summer = "2026-01-05T08:00:30.000000Z", "2026-07-05T22:30:00.000000Z"
    assert _in_both(lambda: i18n.instant(winter)) == (
        "5 janvier 2026 à 09:00",
        "5 January 2026 at 09:00",
    )
    assert _in_both(lambda: i18n.instant(summer, "full")) == (
        "6 juillet 2026 à 00:30:00 (heure de Paris, UTC+02:00)",
        "6 July 2026 at 00:30:00 (Paris time, UTC+02:00)",
    )


def test_a_text_of_the_pack_is_shown_in_the_language_of_the_page() -> None:
    assert _in_both(lambda: i18n.text(Text(fr="oui", en="yes"))) == ("oui", "yes")
    assert _in_both(lambda: i18n.text("as it is")) == ("as it is", "as it is")
    assert _in_both(lambda: i18n.text(None)) == ("", "")
