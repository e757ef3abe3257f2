"""The clockwork of one node: ticks every few seconds, in the background, until it is stopped."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler

from governance.database import Database
from workflows.tick import TickReport, tick

log = logging.getLogger("tablee.tick")


def start(
    database: Database,
    every_seconds: int,
    after: Callable[[], object] | None = None,
    hourly: Callable[[], object] | None = None,
) -> Callable[[], None]:
    """Tick now and then every so many seconds; gives the function that stops it and waits for its end.

    Every node may run one: what is due is claimed in the database. A tick that takes long is not overtaken
    by the next, and rounds that were missed are made up for by one. `after` is called when a tick has done
    something, so that its mails leave at once; `hourly` is work that has no day of its own.
    """
    scheduler = BackgroundScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    now = datetime.now(UTC)
    scheduler.add_job(_round, "interval", args=(database, after), seconds=every_seconds, next_run_time=now)
    if hourly is not None:
        scheduler.add_job(_outlived, "interval", args=(hourly,), hours=1)
    scheduler.start()
    return lambda: scheduler.shutdown()


def _round(database: Database, after: Callable[[], object] | None) -> None:
    report = _outlived(lambda: tick(database))
    if after is not None and isinstance(report, TickReport) and report.done:
        after()


def _outlived(work: Callable[[], object]) -> object:
    """Do it; the clockwork must outlive a database that is away for a while."""
    try:
        return work()
    except Exception:
        log.exception("a round of the clockwork failed")
        return None
