"""What the doors keep: sessions, sign-in challenges, mails to send, idempotency keys. Never in the log."""

from __future__ import annotations

from sqlmodel import Field

from governance.tables.base import Ungoverned


class Session(Ungoverned, table=True):
    """A signed-in browser. The cookie holds a random token, this table its SHA-256 only."""

    __tablename__ = "sessions"

    id: str = Field(primary_key=True)
    digest: str = Field(unique=True)
    person: str = Field(index=True)
    created: str
    seen: str  # written at most every few minutes
    agent: str
    method: str


class Challenge(Ungoverned, table=True):
    """A one-time link and code that were mailed, as digests. A row without person answers to nothing."""

    __tablename__ = "sign_in_challenges"

    id: str = Field(primary_key=True)
    link: str = Field(unique=True)
    code: str
    email: str
    person: str | None
    destination: str
    created: str
    tries: int
    used: str | None = None


class Attempt(Ungoverned, table=True):
    """One attempt that counts against a limit; `bucket` says whose, as a digest."""

    __tablename__ = "sign_in_attempts"

    id: str = Field(primary_key=True)
    bucket: str = Field(index=True)
    at: str = Field(index=True)


class OutboxMessage(Ungoverned, table=True):
    """A mail to send once the transaction that queued it is committed. `body` is emptied when it has left."""

    __tablename__ = "outbox"

    id: str = Field(primary_key=True)
    about: str = Field(index=True)  # what it is about, so that nothing is said twice
    recipient: str
    language: str
    body: str  # JSON of workflows.notifications.Mail
    queued: str
    due: str | None = Field(index=True)  # when to try next; None once sent or given up
    tries: int
    expires: str | None  # not sent after that
    sent: str | None = None
    error: str | None = None


class IdempotencyKey(Ungoverned, table=True):
    """A form that was taken, and where its sender was sent: sent twice, it has one effect."""

    __tablename__ = "idempotency_keys"

    sender: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    location: str | None
    at: str | None


class Secret(Ungoverned, table=True):
    """A random secret that all nodes share, such as the one behind the tokens of forms."""

    __tablename__ = "secrets"

    name: str = Field(primary_key=True)
    value: bytes | None = None  # drawn by the first node that asks
