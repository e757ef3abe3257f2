"""Whether the server serves, for load balancers and start-up scripts."""

from __future__ import annotations

from litestar import get

from web.given import Database


@get("/health", sync_to_thread=True)
def health(database: Database) -> dict[str, str]:
    """200 once the record answers."""
    with database.reading() as tx:
        return {"status": "ok", "time": tx.now}
