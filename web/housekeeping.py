"""Throwing away what the doors no longer need; the clockwork calls it now and then."""

from __future__ import annotations

from governance.database import Database
from web import idempotency
from web.identity import challenges, limits, sessions
from web.settings import Settings
from workflows import notifications


def sweep(database: Database, settings: Settings) -> dict[str, int]:
    """Delete what is over, each kind in its own short transaction; gives how many of each."""
    kinds = {
        "sessions": lambda tx: sessions.sweep(tx, settings),
        "challenges": challenges.sweep,
        "attempts": limits.sweep,
        "forms": idempotency.forget,
        "mails": notifications.sweep,
    }
    swept = {}
    for kind, work in kinds.items():
        with database.transaction() as tx:
            swept[kind] = work(tx)
    return swept
