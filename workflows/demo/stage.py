"""One partnership in play: its story, and what has been made so far, by the story's short names."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from governance.actors import Who
from governance.clock import SimulatedClock
from governance.database import Database
from governance.tables.base import Table
from policies.pack import Pack
from workflows.demo.script import Cast, Story, working_day

T = TypeVar("T", bound=Table)

PAUSE = 4  # minutes between one thing done and the next


@dataclass
class Play:
    """What a step works with. `parties` and `seats` are identifiers, by party and by who sits."""

    database: Database
    clock: SimulatedClock
    pack: Pack
    cast: Cast
    who: dict[str, Who]
    story: Story
    today: date
    id: str = ""
    parties: dict[str, str] = field(default_factory=dict)
    seats: dict[str, str] = field(default_factory=dict)

    def do(self, command: Any, *args: Any, by: str | Who = "", **kwargs: Any) -> Any:
        """Run a command on the partnership in a transaction of its own; by the facilitator, unless said."""
        who = by if isinstance(by, Who) else self.who[by or self.story.facilitator]
        with self.database.transaction() as tx:
            result = command(tx, who, self.id, *args, **kwargs)
        self.clock.forward(minutes=PAUSE)
        return result

    def all(self, table: type[T], *, order: str = "", **where: Any) -> list[T]:
        """The partnership's rows of a table."""
        with self.database.reading() as tx:
            return tx.all(table, partnership=self.id, order=order, **where)

    def day(self, days: int | None) -> date | None:
        """The working day so many days from the day of the demo."""
        return None if days is None else working_day(self.today, days)

    def texts(self, *commitments: str | None) -> list[str]:
        """The words behind commitments."""
        with self.database.reading() as tx:
            return [tx.text(commitment) or "" for commitment in commitments]
