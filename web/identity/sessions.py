"""Signed-in browsers: begun at sign-in only, listed, revocable, and over after a while.

A session begins with a new random token and never with one that the visitor brought, so nobody can be
made to use a session that somebody else knows. The cookie holds the token, the table its digest.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from datetime import timedelta
from typing import Any

from litestar import Request
from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from governance.clock import instant, moment
from governance.database import Database
from governance.tables.identity import Session
from governance.tables.people import Contact, Holder, Office, Person
from governance.transaction import Reading, Transaction
from web.context import cookie_of, leave_cookie, parts
from web.identity.visitor import ANONYMOUS, Connection, Visitor, seen_visitor
from web.problems import SignInFirst
from web.settings import Settings

SEEN_EVERY = timedelta(minutes=5)


def begin(tx: Transaction, connection: Connection, person: str, method: str) -> None:
    """Sign `person` in on this browser; a session it had before ends."""
    end(tx, connection)
    token = secrets.token_urlsafe(32)
    tx.insert(
        Session,
        id=str(uuid.uuid4()),
        digest=digest(token),
        person=person,
        created=tx.now,
        seen=tx.now,
        agent=connection.headers.get("user-agent", "")[:300],
        method=method,
    )
    settings = parts(connection).settings
    leave_cookie(connection, "session", token, int(settings.session_absolute.total_seconds()))
    contact = tx.one(Contact, person=person)
    if contact and not cookie_of(connection, "language"):
        leave_cookie(connection, "language", contact.language, max_age=365 * 86_400)


def end(tx: Transaction, connection: Connection) -> None:
    """Sign this browser out, if it is signed in."""
    token = cookie_of(connection, "session")
    if token:
        tx.delete(Session, digest=digest(token))
    leave_cookie(connection, "session", "", max_age=0)


def of_person(tx: Reading, person: str, settings: Settings) -> list[Session]:
    """The sessions of a person that are not over, the latest used first."""
    return [row for row in tx.all(Session, person=person, order="-seen") if _lives(row, tx, settings)]


def revoke(tx: Transaction, person: str, session: str) -> bool:
    """End one session of `person`; False where they have no such session."""
    return tx.delete(Session, id=session, person=person) == 1


def revoke_others(tx: Transaction, person: str, kept: str | None) -> int:
    """End all sessions of `person` but `kept`; gives how many."""
    return sum(tx.delete(Session, id=row.id) for row in tx.all(Session, person=person) if row.id != kept)


def sweep(tx: Transaction, settings: Settings) -> int:
    """Delete sessions that are over; gives how many."""
    return sum(tx.delete(Session, id=row.id) for row in tx.all(Session) if not _lives(row, tx, settings))


async def recognise(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Guard of all routes: find out who makes this request. Anonymous visitors cost no query."""
    token = cookie_of(connection, "session")
    if token:
        known = parts(connection)
        visitor = await sync_to_thread(_visitor, known.database, known.settings, digest(token))
        connection.scope["state"]["visitor"] = visitor


def visitor_of(request: Request[Any, Any, Any]) -> Visitor:
    """The dependency `visitor`."""
    return seen_visitor(request)


def signed_in(visitor: Visitor) -> str:
    """The person's identifier. Raises SignInFirst for anonymous visitors."""
    if visitor.person is None:
        raise SignInFirst
    return visitor.person


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _visitor(database: Database, settings: Settings, token_digest: str) -> Visitor:
    with database.reading() as tx:
        row = tx.one(Session, digest=token_digest)
        if row is None or not _lives(row, tx, settings):
            return ANONYMOUS
        person = tx.one(Person, id=row.person)
        if person is None or person.erased:
            return ANONYMOUS
        visitor = _described(tx, row, person)
        is_stale = tx.moment - moment(row.seen) > SEEN_EVERY
    if is_stale:
        with database.transaction() as writing:
            if writing.one(Session, id=row.id):  # it may have been revoked meanwhile
                writing.set(Session, {"id": row.id}, seen=writing.now)
    return visitor


def _described(tx: Reading, row: Session, person: Person) -> Visitor:
    contact = tx.one(Contact, person=person.id)
    return Visitor(
        person=person.id,
        name=tx.text(person.name) or "",
        email=contact.email if contact else "",
        language=contact.language if contact else None,
        session=row.id,
        offices=frozenset(
            office.office
            for holder in tx.all(Holder, person=person.id, partnership=None)
            for office in tx.all(Office, holder=holder.id, ended=None)
        ),
    )


def _lives(row: Session, tx: Reading, settings: Settings) -> bool:
    idle_limit = instant(tx.moment - settings.session_idle)
    absolute_limit = instant(tx.moment - settings.session_absolute)
    return row.seen > idle_limit and row.created > absolute_limit
