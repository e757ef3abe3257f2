"""A form that did not come from our page, for this visitor, changes nothing."""

from __future__ import annotations

import httpx
import pytest

from governance.database import Database
from governance.tables.identity import Challenge
from tests.web.browser import Browser
from tests.web.conftest import ADDRESS
from tests.web.entering import enter
from tests.web.serving import visiting
from web.csrf import FIELD


def _asked(database: Database) -> int:
    with database.reading() as tx:
        return len(tx.all(Challenge))


def _token(browser: Browser) -> str:
    return browser.get("/sign-in").form("/sign-in").values[FIELD][0]


@pytest.mark.parametrize("token", ["", "forged", "é", "AAAA" * 20])
def test_a_forged_or_missing_token_is_refused_with_an_explanation(
    browser: Browser, database: Database, token: str
) -> None:
    browser.get("/sign-in")
    page = browser.send("/sign-in", email=ADDRESS, csrf_token=token)
    assert page.status == 403
    assert "Rien n’a été changé" in page.words
    assert _asked(database) == 0


def test_a_good_token_is_taken_more_than_once(browser: Browser, database: Database) -> None:
    token = _token(browser)
    for number in (1, 2):
        sent = browser.client.post("/sign-in", data={"email": ADDRESS, FIELD: token}, follow_redirects=False)
        assert sent.status_code == 303
        assert _asked(database) == number


def test_another_visitors_token_is_refused(server: str, browser: Browser, database: Database) -> None:
    with visiting(server) as other:
        foreign = _token(Browser(other))
    browser.get("/sign-in")
    assert browser.send("/sign-in", email=ADDRESS, csrf_token=foreign).status == 403
    assert _asked(database) == 0


def test_a_token_from_before_signing_in_no_longer_serves(
    browser: Browser, database: Database, amina: str
) -> None:
    before = _token(browser)
    enter(browser, database, amina)
    assert browser.client.post("/sign-out", data={FIELD: before}).status_code == 403
    browser.get("/account")
    assert browser.send("/sign-out").status == 200


def test_a_form_that_another_site_sends_is_refused_even_with_a_token(browser: Browser) -> None:
    browser.get("/sign-in")
    page = browser.send("/sign-in", email=ADDRESS, headers={"sec-fetch-site": "cross-site"})
    assert page.status == 403


def test_the_page_of_a_refusal_has_forms_that_work(browser: Browser, database: Database, amina: str) -> None:
    enter(browser, database, amina)
    browser.get("/account")
    refused = browser.send("/account/language", language="en", csrf_token="forged")
    assert refused.status == 403
    assert browser.send("/sign-out").status == 200
    assert browser.client.get("/account", follow_redirects=False).status_code == 303


def test_a_program_is_told_in_a_problem_document(client: httpx.Client) -> None:
    answer = client.post("/sign-in", data={"email": ADDRESS}, headers={"accept": "application/json"})
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:tablee:problem:web.forged"


def test_the_header_serves_in_place_of_the_field(browser: Browser) -> None:
    token = _token(browser)
    sent = browser.client.post(
        "/sign-in", data={"email": ADDRESS}, headers={"x-csrf-token": token}, follow_redirects=False
    )
    assert sent.status_code == 303
