"""Beginning a partnership in a browser."""

from __future__ import annotations

import pytest

from governance.database import Database
from governance.tables.partnership import Partnership
from policies.pack import shipped
from tests.web.browser import Browser
from tests.web.entering import enter


def drafts(database: Database) -> list[Partnership]:
    with database.reading() as tx:
        return tx.all(Partnership)


def test_every_starter_is_offered_with_its_typical_parties(
    browser: Browser, database: Database, amina: str
) -> None:
    enter(browser, database, amina)
    page = browser.get("/partnerships/new")
    for template in shipped().templates.values():
        assert template.text.fr in page.words
        for party in template.parties.values():
            assert party.capacity.fr in page.words


def test_a_draft_begins_from_a_starter_and_opens_on_its_page(
    browser: Browser, database: Database, amina: str
) -> None:
    enter(browser, database, amina)
    browser.get("/partnerships/new?template=housing")
    page = browser.send("/partnerships/new", title="La maison commune", territory="FR-974")
    assert page.status == 200
    assert "La maison commune" in page.words
    assert [(row.form, row.territory) for row in drafts(database)] == [("housing", "FR-974")]


def test_a_draft_may_begin_from_nothing(browser: Browser, database: Database, amina: str) -> None:
    enter(browser, database, amina)
    browser.get("/partnerships/new")
    browser.send("/partnerships/new", title="Un jardin")
    assert [row.form for row in drafts(database)] == [None]


@pytest.mark.parametrize(
    "wrong", [{"title": " "}, {"title": "x" * 201}, {"template": "moon"}, {"territory": "XX"}]
)
def test_a_draft_that_cannot_be_is_shown_again_with_what_was_typed(
    browser: Browser, database: Database, amina: str, wrong: dict[str, str]
) -> None:
    enter(browser, database, amina)
    browser.get("/partnerships/new")
    page = browser.send("/partnerships/new", **({"title": "Un jardin", "territory": "FR-57"} | wrong))
    assert page.status == 422
    assert page.form("/partnerships/new").values["territory"][0] in (wrong.get("territory", "FR-57"), "FR")
    assert drafts(database) == []


def test_a_form_sent_twice_begins_one_draft(browser: Browser, database: Database, amina: str) -> None:
    enter(browser, database, amina)
    form = browser.get("/partnerships/new").form("/partnerships/new")
    data = form.values | {"title": ["Un jardin"]}
    places = {
        browser.client.post("/partnerships/new", data=data, follow_redirects=False).headers["location"]
        for _ in range(2)
    }
    assert len(places) == 1
    assert len(drafts(database)) == 1


def test_who_is_not_signed_in_is_asked_to(browser: Browser) -> None:
    assert "/sign-in" in str(browser.get("/partnerships/new").response.url)
