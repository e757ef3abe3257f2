"""One partnership over time, for a reader who holds no mandate in it: states entered, and decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, select

from governance.tables.base import core
from governance.tables.log import Leaf
from governance.tables.partnership import StateEntry
from policies.text import Text
from workflows.case import View
from workflows.reads.audit.hands import Author, author, plain
from workflows.reads.partnership import Summary, Vote, summary, votes


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, with where to read on. `what`: a state entered, a vote opened or ended."""

    at: str
    what: Literal["entered", "opened", "ended"]
    text: Text
    address: str
    by: Author | None = None
    reason: str | None = None
    decision: str | None = None
    vote: Vote | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """A partnership as the log tells it, the latest event first."""

    summary: Summary
    version: str
    digest: str
    acts: int
    events: tuple[Event, ...]
    votes: tuple[Vote, ...]


def timeline(view: View) -> Timeline:
    """The timeline of the partnership in view."""
    found = votes(view)
    leaf = core(Leaf).c
    count = select(func.count()).select_from(core(Leaf)).where(leaf.stream == f"partnership:{view.id}")
    events = [*_entered(view), *(event for vote in found for event in _voted(vote))]
    return Timeline(
        summary=summary(view),
        version=view.pack.version,
        digest=view.row.pack,
        acts=view.tx.select(count)[0][0],
        events=tuple(sorted(events, key=lambda event: event.at, reverse=True)),
        votes=tuple(found),
    )


def _entered(view: View) -> list[Event]:
    states = view.pack.lifecycle.states
    return [
        Event(
            at=row.at,
            what="entered",
            text=states[row.state].text if row.state in states else plain(row.state),
            address=f"/audit/acts/{row.act}",
            by=author(view.tx, row.by),
            reason=view.tx.text(row.reason),
            decision=row.decision,
        )
        for row in view.tx.all(StateEntry, partnership=view.id, order="-seq")
    ]


def _voted(vote: Vote) -> list[Event]:
    address = f"/audit/decisions/{vote.id}"
    opened = Event(vote.opened, "opened", vote.label, address, vote=vote)
    return (
        [opened]
        if vote.closed is None
        else [Event(vote.closed, "ended", vote.label, address, vote=vote), opened]
    )
