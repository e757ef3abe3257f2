"""Sessions begin at sign-in only, are over in time, and can be ended."""

from __future__ import annotations

import hashlib

import httpx
import pytest

from governance.clock import SimulatedClock
from governance.database import Database
from governance.record import Hand
from governance.tables.identity import Session
from tests.web.browser import Browser
from tests.web.conftest import ADDRESS
from tests.web.entering import enter, last_mail
from tests.web.serving import visiting
from web.identity.sessions import sweep
from web.settings import Settings
from workflows.people import person_for

COOKIE = Settings().cookie("session")


def _sessions(database: Database) -> list[Session]:
    with database.reading() as tx:
        return tx.all(Session)


def _is_in(client: httpx.Client) -> bool:
    return client.get("/account", follow_redirects=False).status_code == 200


def test_an_anonymous_visitor_has_no_session(browser: Browser, database: Database) -> None:
    browser.get("/")
    browser.get("/sign-in")
    assert COOKIE not in browser.client.cookies
    assert _sessions(database) == []


def test_an_unknown_cookie_is_never_adopted(browser: Browser, database: Database, amina: str) -> None:
    browser.client.cookies.set(COOKIE, "planted-by-somebody", domain="127.0.0.1")
    assert not _is_in(browser.client)
    assert _sessions(database) == []
    enter(browser, database, amina)
    assert browser.client.cookies[COOKIE] != "planted-by-somebody"
    (session,) = _sessions(database)
    assert session.digest == hashlib.sha256(browser.client.cookies[COOKIE].encode()).hexdigest()


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    browser: Browser, database: Database, amina: str
) -> None:
    enter(browser, database, amina)
    (set_cookie,) = [
        header
        for answer in browser.page.response.history
        for header in answer.headers.get_list("set-cookie")
        if header.startswith(COOKIE)
    ]
    assert "HttpOnly" in set_cookie
    assert "SameSite=lax" in set_cookie
    assert len(browser.client.cookies[COOKIE]) >= 43


def test_signing_in_again_ends_the_session_that_was(browser: Browser, database: Database, amina: str) -> None:
    enter(browser, database, amina)
    (before,) = _sessions(database)
    old = browser.client.cookies[COOKIE]
    with database.transaction() as tx:
        person_for(tx, Hand("system:test"), name="Luc", email="luc@exemple.fr")
    # The page of a link serves a person who is signed in, too.
    browser.get("/account")
    token = browser.page.form("/sign-out").values["csrf_token"][0]
    asked = browser.client.post(
        "/sign-in", data={"email": "luc@exemple.fr", "csrf_token": token}, follow_redirects=True
    )
    browser.page = type(browser.page)(asked)

    action = next(form.action for form in browser.page.forms if "/sign-in/code/" in form.action)
    browser.send(action, code=last_mail(database).code)
    (after,) = _sessions(database)
    assert after.id != before.id
    assert browser.client.cookies[COOKIE] != old


def test_after_signing_out_the_old_cookie_opens_nothing(
    browser: Browser, database: Database, amina: str
) -> None:
    enter(browser, database, amina)
    kept = browser.client.cookies[COOKIE]
    browser.get("/account")
    browser.send("/sign-out")
    assert not _is_in(browser.client)
    browser.client.cookies.set(COOKIE, kept, domain="127.0.0.1")
    assert not _is_in(browser.client)
    assert _sessions(database) == []


def test_an_idle_session_is_over_and_a_used_one_goes_on(
    browser: Browser, database: Database, amina: str, clock: SimulatedClock
) -> None:
    enter(browser, database, amina)
    for _ in range(3):
        clock.forward(days=6)
        assert _is_in(browser.client)
    clock.forward(days=7, seconds=1)
    assert not _is_in(browser.client)


def test_even_a_used_session_is_over_after_thirty_days(
    browser: Browser, database: Database, amina: str, clock: SimulatedClock
) -> None:
    enter(browser, database, amina)
    for _ in range(5):
        clock.forward(days=5, hours=23)
        assert _is_in(browser.client)
    clock.forward(days=1)
    assert not _is_in(browser.client)


def test_sessions_are_listed_and_each_can_be_ended(
    server: str, browser: Browser, database: Database, amina: str
) -> None:
    with visiting(server) as second:
        second.headers["user-agent"] = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"
        enter(Browser(second), database, amina)
        enter(browser, database, amina)
        page = browser.get("/account")
        assert "Firefox sur Linux" in page.words
        assert len([form for form in page.forms if form.action == "/account/sessions/end"]) == 1
        browser.send("/account/sessions/end")
        assert not _is_in(second)
        assert _is_in(browser.client)


def test_all_other_browsers_can_be_signed_out_at_once(
    server: str, browser: Browser, database: Database, amina: str
) -> None:
    with visiting(server) as second:
        enter(Browser(second), database, amina)
        enter(browser, database, amina)
        browser.get("/account")
        page = browser.send("/account/sessions/end-others")
        assert "Tous les autres navigateurs sont déconnectés." in page.words
        assert not _is_in(second)
        assert _is_in(browser.client)


def test_nobody_ends_another_persons_session(
    server: str, browser: Browser, database: Database, amina: str
) -> None:
    with database.transaction() as tx:
        luc = person_for(tx, Hand("system:test"), name="Luc", email="luc@exemple.fr")
    with visiting(server) as second:
        enter(Browser(second), database, luc)
        (foreign,) = _sessions(database)
        enter(browser, database, amina)
        token = browser.get("/account").form("/sign-out").values["csrf_token"][0]
        answer = browser.client.post(
            "/account/sessions/end", data={"session": foreign.id, "csrf_token": token}
        )
        assert answer.status_code == 404
        assert _is_in(second)


def test_a_signed_in_page_is_kept_by_nobody(browser: Browser, database: Database, amina: str) -> None:
    enter(browser, database, amina)
    assert browser.get("/account").response.headers["cache-control"] == "no-store"


def test_being_seen_is_noted_every_few_minutes_only(
    browser: Browser, database: Database, amina: str, clock: SimulatedClock
) -> None:
    enter(browser, database, amina)
    (begun,) = _sessions(database)
    clock.forward(minutes=4)
    browser.get("/account")
    assert _sessions(database)[0].seen == begun.seen
    clock.forward(minutes=2)
    browser.get("/account")
    assert _sessions(database)[0].seen > begun.seen


@pytest.mark.parametrize("path", ["/account"])
def test_a_page_for_the_signed_in_leads_through_sign_in_and_back(
    browser: Browser, database: Database, amina: str, path: str
) -> None:
    browser.get(f"{path}?lang=fr")
    assert browser.page.response.url.path == "/sign-in"
    browser.send("/sign-in", email=ADDRESS)

    action = next(form.action for form in browser.page.forms if "/sign-in/code/" in form.action)
    page = browser.send(action, code=last_mail(database).code)
    assert page.response.url.path == path


def test_expired_sessions_are_swept(
    database: Database, clock: SimulatedClock, browser: Browser, amina: str
) -> None:

    enter(browser, database, amina)
    clock.forward(days=8)
    with database.transaction() as tx:
        assert sweep(tx, Settings()) == 1
    assert _sessions(database) == []
