"""A form sent twice has one effect, and both answers lead to the same page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from governance.clock import instant
from governance.tables.identity import IdempotencyKey
from governance.transaction import Transaction
from web.forms import Form
from web.identity.visitor import Connection, seen_visitor

KEPT = timedelta(days=2)


def once(tx: Transaction, connection: Connection, form: Form, work: Callable[[], str]) -> str:
    """Do `work`, which gives the path to go on to; or, if this form was taken before, give that path again.

    The key is taken in the same transaction as the work: if the work is refused, the form may be sent
    again; a second sending at the same moment waits for the first.
    """
    if not form.key:
        return work()
    sender, key = _sender(connection), form.key
    tx.put(IdempotencyKey, sender=sender, key=key)  # key columns only: an existing row stays as it is
    row = tx.locked(IdempotencyKey, sender=sender, key=key)
    assert row is not None
    if row.location is not None:
        return row.location
    location = work()
    tx.set(IdempotencyKey, {"sender": sender, "key": key}, location=location, at=tx.now)
    return location


def forget(tx: Transaction) -> int:
    """Delete the keys that are too old to come back; gives their number."""
    columns: Any = (col(IdempotencyKey.sender), col(IdempotencyKey.key))
    old = select(*columns).where(col(IdempotencyKey.at) < instant(tx.moment - KEPT))
    return sum(tx.delete(IdempotencyKey, sender=row.sender, key=row.key) for row in tx.select(old))


def _sender(connection: Connection) -> str:
    """Who sends and where to: another person's or another form's key is another key."""
    who = seen_visitor(connection).person or "anonymous"
    return hashlib.sha256(f"{who} {connection.scope['path']}".encode()).hexdigest()
