"""One-time links and codes: mailed, good for a quarter of an hour, once, and for a few tries."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from datetime import timedelta

from sqlmodel import col, select

from governance.clock import instant
from governance.tables.identity import Challenge, OutboxMessage
from governance.tables.people import Contact
from governance.transaction import Reading, Transaction
from web.i18n import gettext as _
from web.i18n import known, speaking
from workflows.notifications import Mail, queue, waiting

LIVES = timedelta(minutes=15)
TRIES = 5


def ask(tx: Transaction, email: str, destination: str, base_url: str) -> str:
    """Make a challenge for an address and mail it if it is somebody's; gives the challenge's id.

    An unknown address gets a challenge that nothing answers, so that both look alike from outside.
    """
    identifier, link, code = str(uuid.uuid4()), secrets.token_urlsafe(32), f"{secrets.randbelow(10**6):06}"
    contact = tx.one(Contact, email=email)
    tx.insert(
        Challenge,
        id=identifier,
        link=_link_digest(link),
        code=_code_digest(identifier, code),
        email=email,
        person=contact.person if contact else None,
        destination=destination,
        created=tx.now,
        tries=0,
        used=None,
    )
    if contact:
        queue(
            tx,
            _mail(contact.language, f"{base_url}/sign-in/link/{link}", code),
            to=email,
            language=contact.language,
            about=_about(identifier),
            expires=instant(tx.moment + LIVES),
        )
    return identifier


def open_by_link(tx: Reading, link: str) -> Challenge | None:
    """The challenge that a link opens, if it is still good. Opening changes nothing: mail scanners do it."""
    row = tx.one(Challenge, link=_link_digest(link))
    return row if row and _is_open(tx, row) else None


def open_by_id(tx: Reading, identifier: str) -> Challenge | None:
    row = tx.one(Challenge, id=identifier)
    return row if row and _is_open(tx, row) else None


def use_link(tx: Transaction, link: str) -> Challenge | None:
    """Consume a link; gives its challenge, or None where it is used, too old or unknown."""
    found = open_by_link(tx, link)
    row = tx.locked(Challenge, id=found.id) if found else None
    return _used(tx, row) if row and _is_open(tx, row) else None


def use_code(tx: Transaction, identifier: str, code: str) -> Challenge | None:
    """Consume a code, or count a failed try; gives the challenge if the code was right."""
    row = tx.locked(Challenge, id=identifier)
    if row is None or not _is_open(tx, row):
        return None
    tx.set(Challenge, {"id": row.id}, tries=row.tries + 1)
    digits = "".join(code.split())
    if not hmac.compare_digest(row.code, _code_digest(identifier, digits)):
        return None
    return _used(tx, row)


def mail_of(tx: Reading, identifier: str) -> Mail | None:
    """The mail that waits for a challenge: shown on the page of a demo that cannot send it."""
    for message in tx.all(OutboxMessage, about=_about(identifier)):
        if message.body:
            return waiting(message)
    return None


def sweep(tx: Transaction) -> int:
    """Delete challenges that are over; gives how many."""
    old = select(Challenge.id).where(col(Challenge.created) < instant(tx.moment - LIVES * 2))
    return sum(tx.delete(Challenge, id=found) for (found,) in tx.select(old))


def _used(tx: Transaction, row: Challenge) -> Challenge | None:
    if row.person is None:
        return None
    tx.set(Challenge, {"id": row.id}, used=tx.now)
    return row


def _is_open(tx: Reading, row: Challenge) -> bool:
    return row.used is None and row.tries < TRIES and row.created > instant(tx.moment - LIVES)


def _mail(language: str, address: str, code: str) -> Mail:
    with speaking(known(language) or "fr"):
        return Mail(
            subject=_("Your sign-in link for Tablée"),
            paragraphs=(
                _("You asked to sign in to Tablée. Open this link, then press the button:"),
                _("If you read this on another device, type the six-digit code below instead."),
                _("Both serve once, within 15 minutes."),
            ),
            link=address,
            link_label=_("Sign in to Tablée"),
            code=f"{code[:3]} {code[3:]}",
            foot=_("You did not ask for this? Then do nothing: nobody can sign in without this message."),
        )


def _about(identifier: str) -> str:
    return f"sign-in:{identifier}"


def _link_digest(link: str) -> str:
    return hashlib.sha256(link.encode()).hexdigest()


def _code_digest(identifier: str, code: str) -> str:
    return hashlib.sha256(f"{identifier} {code}".encode()).hexdigest()
