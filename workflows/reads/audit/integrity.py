"""Whether the record holds: its size and root, and what `verify` and `replay` find in it now."""

from __future__ import annotations

from dataclasses import dataclass

from governance.audit import Report, replay, verify
from governance.log.head import Head, head
from governance.transaction import Reading
from workflows.tick import TickHealth, health

MOST_CHECKED = 20_000  # acts that a page checks while its reader waits


@dataclass(frozen=True, slots=True)
class Standing:
    """The log's head at an instant, and the clockwork's health. `checkable`: short enough for a page."""

    head: Head
    at: str
    ticks: TickHealth
    checkable: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """What the two audits found, on the same view of the record."""

    verify: Report
    replay: Report

    @property
    def ok(self) -> bool:
        return self.verify.ok and self.replay.ok


def standing(tx: Reading) -> Standing:
    now = head(tx)
    return Standing(now, tx.now, health(tx), now.size <= MOST_CHECKED)


def checked(tx: Reading) -> Checked | None:
    """Run both audits; None where the log is too long for a page."""
    if head(tx).size > MOST_CHECKED:
        return None
    return Checked(verify(tx), replay(tx))
