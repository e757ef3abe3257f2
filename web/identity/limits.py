"""Limits on attempts, by address and by peer, counted in the record so that all nodes share them."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import func
from sqlmodel import col, select

from governance.clock import instant
from governance.tables.identity import Attempt
from governance.transaction import Transaction
from web.identity.visitor import Connection
from web.problems import TooMany

WINDOW = timedelta(hours=1)


def count(tx: Transaction, bucket: str, most: int) -> None:
    """Note an attempt against `bucket`. Raises TooMany if `most` were made within the last hour."""
    hidden = hashlib.sha256(bucket.encode()).hexdigest()
    since = instant(tx.moment - WINDOW)
    made = select(func.count()).where(Attempt.bucket == hidden, Attempt.at > since)
    if tx.select(made)[0][0] >= most:
        raise TooMany
    tx.insert(Attempt, id=str(uuid.uuid4()), bucket=hidden, at=tx.now)


def peer(connection: Connection) -> str:
    """The peer's address; of an IPv6 address the network that one subscriber has."""
    host = connection.client.host if connection.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def sweep(tx: Transaction) -> int:
    """Delete attempts that count no more; gives how many."""
    old = select(Attempt.id).where(col(Attempt.at) < instant(tx.moment - WINDOW))
    return sum(tx.delete(Attempt, id=found) for (found,) in tx.select(old))
