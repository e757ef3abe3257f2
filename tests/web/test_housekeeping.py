"""What is over is thrown away, what still serves stays."""

from __future__ import annotations

from governance.clock import SimulatedClock
from governance.database import Database
from tests.web.browser import Browser
from tests.web.entering import enter
from tests.web.mailbox import Mailbox
from web.housekeeping import sweep
from web.settings import Settings
from workflows.notifications import deliver


def test_only_what_is_over_is_thrown_away(
    browser: Browser, database: Database, amina: str, clock: SimulatedClock
) -> None:
    enter(browser, database, amina)
    with Mailbox() as box:
        deliver(database, box.url, "tablee@exemple.fr")
    assert sweep(database, Settings()) == {
        "sessions": 0, "challenges": 0, "attempts": 0, "forms": 0, "mails": 0
    }  # fmt: skip
    clock.forward(days=31)
    swept = sweep(database, Settings())
    assert swept == {"sessions": 1, "challenges": 1, "attempts": 3, "forms": 0, "mails": 1}
