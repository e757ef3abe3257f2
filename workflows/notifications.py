"""Mails: queued with the change they tell of, sent by SMTP after its commit, in the reader's language."""

from __future__ import annotations

import logging
import smtplib
import ssl
import threading
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from html import escape
from json import dumps, loads
from urllib.parse import unquote, urlsplit

from sqlmodel import col, select

from governance.clock import instant
from governance.database import Database
from governance.tables.identity import OutboxMessage
from governance.transaction import Transaction

log = logging.getLogger("tablee.mail")

MOST_TRIES = 8
FIRST_PAUSE = timedelta(minutes=1)
CLAIM = timedelta(minutes=2)  # how long one courier has a message to itself
KEPT = timedelta(days=30)
TIMEOUT = 20.0  # seconds for the mail server to answer


@dataclass(frozen=True)
class Mail:
    """What a mail says: paragraphs, then at most one link with its label, then at most one code.

    A link that is a path leads to this very site: whoever delivers the mail knows its address.
    """

    subject: str
    paragraphs: tuple[str, ...]
    link: str = ""
    link_label: str = ""
    code: str = ""
    foot: str = ""


def queue(
    tx: Transaction, mail: Mail, *, to: str, language: str, about: str, expires: str | None = None
) -> None:
    """Queue a mail within `tx`; if it is rolled back, nothing was queued. `about` says what it tells of."""
    tx.insert(
        OutboxMessage,
        id=str(uuid.uuid4()),
        about=about,
        recipient=to,
        language=language,
        body=dumps(asdict(mail), ensure_ascii=False),
        queued=tx.now,
        due=tx.now,
        tries=0,
        expires=expires,
        sent=None,
        error=None,
    )


def waiting(message: OutboxMessage) -> Mail:
    """What a message that has not left says."""
    value = loads(message.body)
    return Mail(**(value | {"paragraphs": tuple(value["paragraphs"])}))


def deliver(database: Database, smtp_url: str, mail_from: str, most: int = 100, *, base_url: str = "") -> int:
    """Send what is due, at most `most` mails; gives how many left. `base_url`: where this site stands.

    Stops at the first failure (mostly the server is away, and each try may take long); that mail is tried
    again later, the others in the next round.
    """
    for sent in range(most):
        message = _claimed(database)
        if message is None:
            return sent
        error = _send(message, smtp_url, mail_from, base_url)
        _settle(database, message, error)
        if error is not None:
            return sent
    return most


def sweep(tx: Transaction) -> int:
    """Delete what left, or was given up, more than a month ago; gives how many."""
    limit = instant(tx.moment - KEPT)
    old = select(OutboxMessage.id).where(col(OutboxMessage.due).is_(None), OutboxMessage.queued < limit)
    return sum(tx.delete(OutboxMessage, id=found) for (found,) in tx.select(old))


class Courier:
    """A thread that sends what is due: when woken after a commit, and now and then besides."""

    def __init__(self, send: Callable[[], int] | None, pause: float = 15.0) -> None:
        """`send` delivers what is due; None where no mail server is set up."""
        self._send = send
        self._pause = pause
        self._woken = threading.Event()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="tablee-courier", daemon=True)

    @property
    def can_send(self) -> bool:
        return self._send is not None

    def start(self) -> None:
        if self._send:
            self._thread.start()

    def wake(self) -> None:
        self._woken.set()

    def stop(self) -> None:
        self._stopped = True
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        assert self._send
        while True:
            self._woken.clear()
            stopping = self._stopped  # read before the round: what was queued by then still leaves
            try:
                self._send()
            except Exception:  # the thread must outlive a database that is away for a while
                log.exception("mails could not be sent")
            if stopping:
                return
            self._woken.wait(self._pause)


def composed(message: OutboxMessage, mail_from: str, base_url: str = "") -> EmailMessage:
    """The mail as text and as simple HTML."""
    mail = _absolute(waiting(message), base_url)
    composed_mail = EmailMessage()
    composed_mail["Subject"] = mail.subject
    composed_mail["From"] = Address("Tablée", addr_spec=mail_from)
    composed_mail["To"] = Address(addr_spec=message.recipient)
    composed_mail["Date"] = formatdate()
    composed_mail["Message-ID"] = make_msgid(domain=mail_from.partition("@")[2] or "localhost")
    composed_mail["Content-Language"] = message.language
    composed_mail["Auto-Submitted"] = "auto-generated"
    composed_mail.set_content(_as_text(mail))
    composed_mail.add_alternative(_as_html(mail, message.language), subtype="html")
    return composed_mail


def _absolute(mail: Mail, base_url: str) -> Mail:
    return replace(mail, link=base_url + mail.link) if mail.link.startswith("/") else mail


def _claimed(database: Database) -> OutboxMessage | None:
    """The next message that is due, kept from other couriers for a while."""
    with database.transaction() as tx:
        due = (
            select(OutboxMessage.id)
            .where(col(OutboxMessage.due) <= tx.now)
            .order_by(col(OutboxMessage.due))
            .limit(20)
        )
        for (found,) in tx.select(due.with_for_update(skip_locked=True)):
            message = tx.one(OutboxMessage, id=found)
            assert message is not None
            if message.expires and message.expires < tx.now:
                tx.set(OutboxMessage, {"id": found}, due=None, body="", error="expired")
                continue
            tx.set(OutboxMessage, {"id": found}, due=instant(tx.moment + CLAIM), tries=message.tries + 1)
            return message
    return None


def _settle(database: Database, message: OutboxMessage, error: str | None) -> None:
    with database.transaction() as tx:
        key = {"id": message.id}
        if error is None:
            tx.set(OutboxMessage, key, due=None, sent=tx.now, body="", error=None)
        elif message.tries + 1 >= MOST_TRIES:
            tx.set(OutboxMessage, key, due=None, body="", error=error)
        else:
            tx.set(OutboxMessage, key, due=instant(tx.moment + FIRST_PAUSE * 2**message.tries), error=error)


def _send(message: OutboxMessage, smtp_url: str, mail_from: str, base_url: str) -> str | None:
    """Send one mail; gives the reason why it did not leave, if it did not."""
    try:
        with _server(smtp_url) as server:
            server.send_message(composed(message, mail_from, base_url))
    except (OSError, smtplib.SMTPException, ValueError) as error:
        log.warning("mail %s not sent: %s", message.id, type(error).__name__)
        return f"{type(error).__name__}: {error}"[:300]
    return None


def _server(smtp_url: str) -> smtplib.SMTP:
    """A connection to `smtp://user:password@host:port` (STARTTLS where offered) or `smtps://…`."""
    parsed = urlsplit(smtp_url)
    host = parsed.hostname or "localhost"
    if parsed.scheme == "smtps":
        context = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parsed.port or 465, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(host, parsed.port or 25, timeout=TIMEOUT)
    try:
        server.ehlo()
        if parsed.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        if parsed.username:
            server.login(unquote(parsed.username), unquote(parsed.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def _as_text(mail: Mail) -> str:
    parts = [*mail.paragraphs]
    if mail.link:
        parts.append(f"{mail.link_label}\n{mail.link}" if mail.link_label else mail.link)
    if mail.code:
        parts.append(mail.code)
    if mail.foot:
        parts.append(f"-- \n{mail.foot}")
    return "\n\n".join(parts) + "\n"


def _as_html(mail: Mail, language: str) -> str:
    """Inline styles, since mail readers know no stylesheet."""
    parts = [f"<p>{escape(paragraph)}</p>" for paragraph in mail.paragraphs]
    if mail.link:
        style = "display:inline-block;padding:12px 20px;background:#0d4f4f;color:#ffffff;border-radius:6px"
        parts.append(
            f'<p><a style="{style}" href="{escape(mail.link)}">{escape(mail.link_label or mail.link)}</a></p>'
        )
    if mail.code:
        parts.append(f'<p style="font:600 26px monospace;letter-spacing:5px">{escape(mail.code)}</p>')
    if mail.foot:
        parts.append(f'<p style="color:#555c61;font-size:14px">{escape(mail.foot)}</p>')
    body = "\n".join(parts)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{escape(mail.subject)}</title></head>"
        f'<body style="font:17px/1.5 sans-serif;color:#20262b;max-width:36em">{body}</body></html>\n'
    )
