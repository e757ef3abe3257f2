"""The tick: all that time has made due is done, each thing once, in due order, whichever node does it."""

from __future__ import annotations

import logging
import platform
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from governance.clock import SimulatedClock, instant
from governance.database import Database
from governance.tables.ticks import Tick
from governance.transaction import Reading
from policies.refusal import Refused
from workflows import consultation, deliberation, mandates, prompts
from workflows.due import Due, Source
from workflows.people import is_demo

log = logging.getLogger("tablee.tick")

DUE: tuple[Source, ...] = (
    deliberation.due,
    deliberation.due_effects,
    consultation.due,
    prompts.due,
    mandates.due,
)

MOST_ROUNDS = 20  # what is done may make more due; an error that made itself due for ever must end

Result = Literal["done", "nothing", "failed"]


@dataclass(frozen=True)
class Item:
    """What became of one due thing. `nothing`: it was not due any more, or still waits for something."""

    at: str
    partnership: str
    key: str
    result: Result
    error: str = ""


@dataclass(frozen=True)
class TickReport:
    """What one tick did, in the order in which it did it."""

    items: tuple[Item, ...]

    @property
    def done(self) -> int:
        return self._count("done")

    @property
    def failed(self) -> int:
        return self._count("failed")

    def _count(self, result: Result) -> int:
        return sum(item.result == result for item in self.items)


@dataclass(frozen=True)
class TickHealth:
    """How the clockwork is doing on every node. `last`: the end of the latest tick anywhere."""

    nodes: tuple[Tick, ...]
    last: str | None
    seconds_ago: int | None
    overdue: int


def tick(
    database: Database,
    now: datetime | None = None,
    *,
    node: str = "",
    sources: tuple[Source, ...] = DUE,
) -> TickReport:
    """Do all that is due at `now`, by default at this moment. Idempotent.

    Each thing has a transaction of its own; one that fails stops no other and is tried again at the next
    tick. A past `now` limits what is done, and the acts bear the true time; a future one is taken as the
    time itself, and only by a demo. Raises Refused for any other record.
    """
    started = database.clock()
    seen = _at(database, now or started)
    items = _done(seen, sources, instant(now or started))
    _note(database, node or platform.node() or "node", started, items)
    return TickReport(tuple(items))


def health(tx: Reading) -> TickHealth:
    """The latest tick of each node, the freshest first."""
    nodes = tx.all(Tick, order="-ended")
    if not nodes:
        return TickHealth((), None, None, 0)
    last = nodes[0].ended
    ago = tx.moment - datetime.fromisoformat(last)
    return TickHealth(tuple(nodes), last, int(ago.total_seconds()), nodes[0].overdue)


def _at(database: Database, now: datetime) -> Database:
    """The same record, seen at `now` where that lies in the future."""
    if now <= database.clock():
        return database
    with database.reading() as tx:
        if not is_demo(tx):
            raise Refused("tick.not_a_demo")
    ahead = copy(database)
    ahead.clock = SimulatedClock(now)
    return ahead


def _done(database: Database, sources: tuple[Source, ...], now: str) -> list[Item]:
    """Round after round until nothing new is due: a vote that closed may have moved the state."""
    items: list[Item] = []
    tried: set[tuple[str, str, str]] = set()
    for _ in range(MOST_ROUNDS):
        found, broken = _collected(database, sources, now)
        items += broken if not tried else []
        fresh = [due for due in found if (due.at, due.partnership, due.key) not in tried]
        if not fresh:
            break
        for due in fresh:
            tried.add((due.at, due.partnership, due.key))
            items.append(_do(database, due))
    return items


def _collected(database: Database, sources: tuple[Source, ...], now: str) -> tuple[list[Due], list[Item]]:
    """All that is due, in due order, and what could not be asked."""
    found: list[Due] = []
    broken: list[Item] = []
    for source in sources:
        try:
            with database.reading() as tx:
                found += source(tx, now)
        except Exception as error:  # one subject's fault must not stop the others
            log.exception("what is due could not be read: %s", source.__module__)
            broken.append(Item(now, "", source.__module__, "failed", _named(error)))
    return sorted(found, key=lambda due: (due.at, due.partnership, due.key)), broken


def _do(database: Database, due: Due) -> Item:
    """One due thing, claimed by its partnership's lock in the transaction that records its act."""

    def became(result: Result, error: str = "") -> Item:
        return Item(due.at, due.partnership, due.key, result, error)

    try:
        with database.transaction() as tx:
            before = tx.lock(f"partnership:{due.partnership}")
            due.run(tx)
            acted = tx.streams[f"partnership:{due.partnership}"] > before
    except Exception as error:  # reported, tried again at the next tick; the others go on
        log.exception("%s of partnership %s failed", due.key, due.partnership)
        return became("failed", _named(error))
    return became("done" if acted else "nothing")


def _named(error: Exception) -> str:
    """What failed, without what people wrote: a refusal speaks for itself, any other is only named."""
    return str(error) if isinstance(error, Refused) else type(error).__name__


def _note(database: Database, node: str, started: datetime, items: list[Item]) -> None:
    report = TickReport(tuple(items))
    with database.transaction() as tx:
        tx.put(
            Tick,
            node=node,
            started=instant(started),
            ended=tx.now,
            done=report.done,
            failed=report.failed,
            overdue=report.failed,
        )
