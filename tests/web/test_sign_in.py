"""Signing in by a mailed link or code, over a real mail server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from litestar import Request

from governance.clock import SimulatedClock
from governance.database import Database
from governance.record import Hand
from governance.tables.identity import Attempt, Challenge, OutboxMessage
from tests.web.browser import Browser, Page
from tests.web.conftest import ADDRESS
from tests.web.entering import last_mail
from tests.web.mailbox import Mailbox, link_and_code, text_of
from tests.web.serving import serving, visiting
from web.identity import challenges, limits
from web.identity.sign_in import ASKED_PER_ADDRESS
from web.settings import Settings, from_environment, is_loopback
from workflows.notifications import deliver
from workflows.people import begin, person_for


def _ask(browser: Browser, email: str = ADDRESS, **values: Any) -> Page:
    browser.get("/sign-in")
    return browser.send("/sign-in", email=email, **values)


def _code_action(page: Page) -> str:
    return next(form.action for form in page.forms if form.action.startswith("/sign-in/code/"))


def _is_in(browser: Browser) -> bool:
    return browser.client.get("/account", follow_redirects=False).status_code == 200


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with Mailbox() as opened:
        yield opened


def test_the_mailed_link_shows_a_button_and_pressing_it_signs_in_once(
    browser: Browser, database: Database, amina: str, box: Mailbox
) -> None:
    _ask(browser)
    assert deliver(database, box.url, "tablee@exemple.fr") == 1
    (mail,) = box.mails
    assert mail["To"] == ADDRESS
    assert mail["Subject"] == "Votre lien de connexion à Tablée"
    link, _ = link_and_code(mail)
    for _ in range(3):  # a mail scanner opens links, and more than once
        page = browser.get(httpx.URL(link).path)
        assert ADDRESS in page.words
        assert not _is_in(browser)
    action = httpx.URL(link).path
    browser.send(action)
    assert _is_in(browser)
    assert browser.get(action).status == 410


def test_the_mailed_code_signs_in_where_it_was_asked_for(
    browser: Browser, database: Database, amina: str, box: Mailbox
) -> None:
    asked = _ask(browser)
    deliver(database, box.url, "tablee@exemple.fr")
    _, code = link_and_code(box.mails[0])
    browser.send(_code_action(asked), code=code)
    assert _is_in(browser)


def test_the_server_sends_the_mail_by_itself_after_the_commit(
    database: Database, amina: str, box: Mailbox
) -> None:
    with (
        serving(database, lambda address: Settings(base_url=address, smtp_url=box.url, threads=2)) as address,
        visiting(address) as client,
    ):
        browser = Browser(client)
        _ask(browser)
        # Stopping the server waits for the courier's round, which was woken by the commit.
    assert len(box.mails) == 1
    assert link_and_code(box.mails[0])[0].startswith(address)


def test_a_known_and_an_unknown_address_get_the_same_answer(
    browser: Browser, database: Database, amina: str
) -> None:
    known = _ask(browser)
    unknown = _ask(browser, "nobody@exemple.fr")
    assert known.status == unknown.status == 200
    assert known.words == unknown.words
    with database.reading() as tx:
        assert [message.recipient for message in tx.all(OutboxMessage)] == [ADDRESS]


def test_the_challenge_of_an_unknown_address_answers_to_no_code(browser: Browser, database: Database) -> None:
    page = _ask(browser, "nobody@exemple.fr")
    identifier = _code_action(page).rsplit("/", 1)[-1]
    with database.transaction() as tx:
        digest = challenges._code_digest(identifier, "123456")
        tx.set(Challenge, {"id": identifier}, code=digest)
    assert browser.send(_code_action(page), code="123456").status == 422
    assert not _is_in(browser)


def test_letters_and_blanks_around_an_address_do_not_matter(
    browser: Browser, database: Database, amina: str
) -> None:
    _ask(browser, f"  {ADDRESS.upper()} ")
    with database.reading() as tx:
        assert len(tx.all(OutboxMessage)) == 1


@pytest.mark.parametrize(
    "email", ["", "amina", "a@b", "a b@c.fr", "a@b.fr\nBcc: all@c.fr", "x" * 300 + "@b.fr"]
)
def test_what_is_no_address_comes_back_with_a_complaint(
    browser: Browser, database: Database, email: str
) -> None:
    page = _ask(browser, email)
    assert page.status == 422
    assert "Certains champs sont à corriger" in page.words
    with database.reading() as tx:
        assert tx.all(Challenge) == []


def test_what_was_typed_is_kept(browser: Browser) -> None:
    page = _ask(browser, "amina@")
    assert page.form("/sign-in").values["email"] == ["amina@"]


def test_a_wrong_code_is_counted_and_five_are_too_many(
    browser: Browser, database: Database, amina: str
) -> None:
    action = _code_action(_ask(browser))
    right = last_mail(database).code.replace(" ", "")
    wrong = f"{(int(right) + 1) % 10**6:06}"
    for left in (4, 3, 2, 1):
        page = browser.send(action, code=wrong)
        assert page.status == 422
        assert f"Nombre d’essais restants : {left}." in page.words
    assert browser.send(action, code=wrong).status == 410
    browser.get("/sign-in")
    token = browser.page.form("/sign-in").values["csrf_token"][0]
    assert browser.client.post(action, data={"code": right, "csrf_token": token}).status_code == 410
    assert not _is_in(browser)


def test_an_empty_code_is_asked_for_again(browser: Browser, amina: str) -> None:
    page = browser.send(_code_action(_ask(browser)), code="")
    assert page.status == 422
    assert "Ce champ est à remplir." in page.words


def test_a_link_and_a_code_are_over_after_fifteen_minutes(
    browser: Browser, database: Database, amina: str, clock: SimulatedClock
) -> None:
    page = _ask(browser)
    mail = last_mail(database)
    clock.forward(minutes=15)
    assert browser.send(_code_action(page), code=mail.code).status == 410
    assert browser.get(httpx.URL(mail.link).path).status == 410
    assert not _is_in(browser)


def test_a_used_code_takes_its_link_with_it(browser: Browser, database: Database, amina: str) -> None:
    page = _ask(browser)
    mail = last_mail(database)
    browser.send(_code_action(page), code=mail.code)
    assert browser.get(httpx.URL(mail.link).path).status == 410


def test_a_link_that_was_never_made_opens_nothing(browser: Browser) -> None:
    assert browser.get("/sign-in/link/made-up").status == 410
    assert browser.get("/sign-in/code/made-up").status == 410


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/account", "/account"),
        ("/account?lang=en", "/account"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example/", "/"),
        ("account", "/"),
        ("/account\r\nSet-Cookie: a=b", "/"),
    ],
)
def test_one_goes_on_to_a_page_of_this_site_only(
    browser: Browser, database: Database, amina: str, asked: str, reached: str
) -> None:
    page = _ask(browser, next=asked)
    page = browser.send(_code_action(page), code=last_mail(database).code)
    assert page.response.url.host == "127.0.0.1"
    assert page.response.url.path == reached


def test_asking_too_often_for_one_address_is_refused_whether_it_is_known_or_not(
    browser: Browser, database: Database, amina: str, clock: SimulatedClock
) -> None:
    for email in (ADDRESS, "nobody@exemple.fr"):
        for _ in range(ASKED_PER_ADDRESS):
            assert _ask(browser, email).status == 200
        refused = _ask(browser, email)
        assert refused.status == 429
        assert "Trop de demandes" in refused.words
    clock.forward(hours=1, seconds=1)
    assert _ask(browser).status == 200
    with database.transaction() as tx:
        assert limits.sweep(tx) == 2 * ASKED_PER_ADDRESS * 2
        assert len(tx.all(Attempt)) == 2


def test_an_ipv6_peer_counts_by_its_network() -> None:
    def peer(host: str) -> str:
        scope: Any = {"type": "http", "client": (host, 1234), "headers": []}
        return limits.peer(Request(scope))

    assert peer("2001:db8::1") == peer("2001:db8::2") == "2001:db8::/64"
    assert peer("192.0.2.1") == "192.0.2.1"


def test_the_mail_speaks_the_persons_language(browser: Browser, database: Database, box: Mailbox) -> None:
    with database.transaction() as tx:
        person_for(tx, Hand("system:test"), name="Ann", email="ann@example.org", language="en")
    _ask(browser, "ann@example.org")
    deliver(database, box.url, "tablee@exemple.fr")
    assert box.mails[0]["Subject"] == "Your sign-in link for Tablée"
    assert "Both serve once" in text_of(box.mails[0])


def test_after_signing_in_the_pages_speak_the_persons_language(browser: Browser, database: Database) -> None:
    with database.transaction() as tx:
        person_for(tx, Hand("system:test"), name="Ann", email="ann@example.org", language="en")
    page = _ask(browser, "ann@example.org")
    assert page.language == "fr"
    page = browser.send(_code_action(page), code=last_mail(database).code)
    assert page.language == "en"


def test_nothing_that_signs_in_is_kept_in_the_record(
    browser: Browser, database: Database, amina: str, box: Mailbox
) -> None:
    _ask(browser)
    deliver(database, box.url, "tablee@exemple.fr")
    link, code = link_and_code(box.mails[0])
    with database.reading() as tx:
        kept = repr([*tx.all(Challenge), *tx.all(OutboxMessage)])
    assert link.rsplit("/", 1)[-1] not in kept
    assert code not in kept
    assert code.replace(" ", "") not in kept


def test_old_challenges_are_swept(
    browser: Browser, database: Database, amina: str, clock: SimulatedClock
) -> None:
    _ask(browser)
    clock.forward(minutes=31)
    with database.transaction() as tx:
        assert challenges.sweep(tx) == 1


class TestDemo:
    """What only a demo does, and only for its own machine."""

    @pytest.fixture
    def demo(self, database: Database, amina: str) -> Database:
        with database.transaction() as tx:
            begin(tx, demo=True)
        return database

    def test_a_real_record_shows_no_mail_on_the_page(self, browser: Browser, amina: str) -> None:
        assert not [href for href, _ in _ask(browser).links if "/sign-in/link/" in href]
        assert browser.get("/sign-in/demo").status == 404

    def test_the_page_shows_the_mail_that_cannot_be_sent(self, demo: Database, browser: Browser) -> None:
        page = _ask(browser)
        (link,) = [href for href, _ in page.links if "/sign-in/link/" in href]
        assert last_mail(demo).code in page.words
        browser.get(httpx.URL(link).path)
        browser.send(httpx.URL(link).path)
        assert _is_in(browser)

    @pytest.mark.parametrize(
        "headers",
        [{"x-forwarded-for": "192.0.2.1"}, {"forwarded": "for=192.0.2.1"}, {"host": "evil.example:8000"}],
    )
    def test_a_visitor_from_elsewhere_sees_no_mail_and_no_seats(
        self, demo: Database, browser: Browser, headers: dict[str, str]
    ) -> None:
        browser.client.headers.update(headers)
        assert browser.client.get("/sign-in/demo").status_code == 404
        page = browser.get("/sign-in")
        assert not [href for href, _ in page.links if "demo" in href]
        token = page.form("/sign-in").values["csrf_token"][0]
        asked = browser.client.post(
            "/sign-in", data={"email": ADDRESS, "csrf_token": token}, follow_redirects=False
        )
        shown = browser.client.get(asked.headers["location"])
        assert shown.status_code == 200
        assert "/sign-in/link/" not in shown.text
        sat = browser.client.post("/sign-in/demo", data={"person": "x", "csrf_token": token})
        assert sat.status_code == 404

    def test_a_server_open_to_others_shows_no_mail_and_no_seats(self, demo: Database) -> None:
        with (
            serving(demo, lambda address: Settings(base_url=address, host="0.0.0.0", threads=2)) as address,
            visiting(address) as client,
        ):
            assert client.get("/sign-in/demo").status_code == 404

    def test_with_a_mail_server_the_demo_shows_no_mail(self, demo: Database, box: Mailbox) -> None:
        with (
            serving(demo, lambda address: Settings(base_url=address, smtp_url=box.url, threads=2)) as address,
            visiting(address) as client,
        ):
            assert not [href for href, _ in _ask(Browser(client)).links if "/sign-in/link/" in href]

    def test_one_may_sit_in_another_seat_and_the_page_says_it_is_a_demo(
        self, demo: Database, browser: Browser
    ) -> None:
        page = browser.get("/sign-in/demo")
        assert "Démonstration." in page.words
        assert "Pas pour un usage réel" in page.words
        browser.send("/sign-in/demo")
        assert _is_in(browser)
        assert "Amina Diallo" in browser.get("/account").words

    def test_nobody_sits_in_the_seat_of_a_person_who_is_not_there(
        self, demo: Database, browser: Browser
    ) -> None:
        browser.get("/sign-in/demo")
        assert browser.send("/sign-in/demo", person="somebody").status == 404
        assert not _is_in(browser)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.0.0.1:8000", True),
        ("localhost:8000", True),
        ("::1", True),
        ("[::1]:8000", True),
        ("0.0.0.0", False),
        ("192.0.2.1", False),
        ("localhost.evil.example", False),
        ("", False),
    ],
)
def test_what_counts_as_this_very_machine(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_settings_come_from_the_environment() -> None:
    plain = from_environment({}, host="::1", port=8001)
    assert plain.base_url == "http://[::1]:8001"
    assert plain.smtp_url is None
    assert not plain.https
    given = from_environment(
        {"TABLEE_BASE_URL": "https://tablee.example/", "TABLEE_SMTP_URL": "smtp://mail:25"},
        host="0.0.0.0",
        port=80,
    )
    assert given.base_url == "https://tablee.example"
    assert given.https
    assert given.smtp_url == "smtp://mail:25"
