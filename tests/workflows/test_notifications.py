"""Mails leave once, after the commit, and what cannot leave is tried again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from governance.clock import SimulatedClock, instant
from governance.database import Database
from governance.tables.identity import OutboxMessage
from tests.web.mailbox import Mailbox, text_of
from workflows.notifications import MOST_TRIES, Courier, Mail, deliver, queue

FROM = "tablee@exemple.fr"
MAIL = Mail(
    subject="Relevé d’été",
    paragraphs=("Premier <paragraphe>.", "Second & dernier."),
    link="https://tablee.example/x?a=1&b=2",
    link_label="Ouvrir",
    code="123 456",
    foot="Le pied.",
)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with Mailbox() as opened:
        yield opened


def _queue(database: Database, number: int = 1, expires: str | None = None) -> None:
    with database.transaction() as tx:
        for i in range(number):
            queue(tx, MAIL, to=f"p{i}@exemple.fr", language="fr", about="test", expires=expires)


def _kept(database: Database) -> OutboxMessage:
    with database.reading() as tx:
        (message,) = tx.all(OutboxMessage)
    return message


def test_a_mail_is_sent_once_as_text_and_html(database: Database, box: Mailbox) -> None:
    _queue(database)
    assert deliver(database, box.url, FROM) == 1
    assert deliver(database, box.url, FROM) == 0
    (mail,) = box.mails
    assert mail["Subject"] == "Relevé d’été"
    assert mail["From"] == f"Tablée <{FROM}>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "Premier <paragraphe>." in text_of(mail)
    html = mail.get_body(("html",))
    assert html is not None
    shown = html.get_content()
    assert "Premier &lt;paragraphe&gt;." in shown
    assert 'href="https://tablee.example/x?a=1&amp;b=2"' in shown
    assert 'lang="fr"' in shown


def test_what_it_said_is_forgotten_once_it_has_left(database: Database, box: Mailbox) -> None:
    _queue(database)
    deliver(database, box.url, FROM)
    kept = _kept(database)
    assert kept.body == ""
    assert kept.sent
    assert kept.due is None


def test_a_mail_of_a_transaction_that_was_rolled_back_is_never_sent(database: Database, box: Mailbox) -> None:
    def failing() -> None:
        with database.transaction() as tx:
            queue(tx, MAIL, to="p@exemple.fr", language="fr", about="test")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failing()
    assert deliver(database, box.url, FROM) == 0
    assert box.mails == []


def test_a_refused_mail_is_tried_again_later(database: Database, box: Mailbox, clock: SimulatedClock) -> None:
    box.refusals = ["451 not now"]
    _queue(database)
    assert deliver(database, box.url, FROM) == 0
    assert "451" in (_kept(database).error or "")
    assert deliver(database, box.url, FROM) == 0
    assert box.mails == []
    clock.forward(minutes=1)
    assert deliver(database, box.url, FROM) == 1
    assert len(box.mails) == 1


def test_after_many_tries_a_mail_is_given_up(database: Database, clock: SimulatedClock) -> None:
    _queue(database)
    for _ in range(MOST_TRIES):
        assert _kept(database).due
        deliver(database, "smtp://127.0.0.1:1", FROM)
        clock.forward(days=2)
    kept = _kept(database)
    assert kept.due is None
    assert kept.sent is None
    assert kept.error
    assert kept.body == ""


def test_a_mail_that_came_too_late_is_not_sent_and_does_not_hold_up_others(
    database: Database, box: Mailbox, clock: SimulatedClock
) -> None:
    _queue(database, expires=instant(clock() + timedelta(minutes=15)))
    clock.forward(minutes=16)
    _queue(database)
    assert deliver(database, box.url, FROM) == 1
    assert len(box.mails) == 1


def test_two_couriers_send_each_mail_once(database: Database, box: Mailbox) -> None:
    _queue(database, number=12)
    couriers = [threading.Thread(target=deliver, args=(database, box.url, FROM)) for _ in range(2)]
    for courier in couriers:
        courier.start()
    for courier in couriers:
        courier.join()
    assert sorted(str(mail["To"]) for mail in box.mails) == sorted(f"p{i}@exemple.fr" for i in range(12))


def test_a_courier_outlives_an_error_and_does_a_last_round_when_stopped() -> None:
    rounds: list[str] = []
    first = threading.Event()

    def send() -> int:
        rounds.append("round")
        first.set()
        raise OSError("the database is away")

    courier = Courier(send, pause=60)
    courier.start()
    assert first.wait(10)
    courier.stop()
    assert len(rounds) >= 2


def test_without_a_mail_server_a_courier_rests() -> None:
    courier = Courier(None)
    assert not courier.can_send
    courier.start()
    courier.wake()
    courier.stop()
