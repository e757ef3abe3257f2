"""The clockwork beside the pages: what time makes due is done, and what is over is thrown away."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from governance.database import Database
from web.housekeeping import sweep
from web.settings import Settings
from workflows import scheduler
from workflows.notifications import Courier


class Clockwork:
    """Ticks in the background from the server's start to its stop, if the settings want it to."""

    def __init__(self, database: Database, settings: Settings, courier: Courier) -> None:
        self._database, self._settings, self._courier = database, settings, courier
        self._stop: Callable[[], None] | None = None

    def start(self) -> None:
        if self._settings.tick_seconds:
            self._stop = scheduler.start(
                self._database,
                self._settings.tick_seconds,
                after=self._courier.wake,
                hourly=partial(sweep, self._database, self._settings),
            )

    def stop(self) -> None:
        if self._stop is not None:
            self._stop()
