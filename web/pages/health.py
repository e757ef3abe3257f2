"""Whether the server serves and its clockwork runs, for load balancers, start-up scripts and monitoring."""

from __future__ import annotations

from typing import Any

from litestar import get

from governance.tables.ticks import Tick
from web.given import Database
from workflows.tick import health as health_of_ticks


@get("/health", sync_to_thread=True)
def health(database: Database) -> dict[str, Any]:
    """200 once the record answers. `tick`: when what is due was last done, on which nodes, what failed."""
    with database.reading() as tx:
        ticks = health_of_ticks(tx)
        return {
            "status": "ok",
            "time": tx.now,
            "tick": {
                "last": ticks.last,
                "seconds_ago": ticks.seconds_ago,
                "overdue": ticks.overdue,
                "nodes": [_node(row) for row in ticks.nodes],
            },
        }


def _node(row: Tick) -> dict[str, Any]:
    return {"node": row.node, "ended": row.ended, "done": row.done, "failed": row.failed}
