"""My table: what waits for me, what I wait for and from whom, and the partnerships I sit in."""

from __future__ import annotations

from governance.actors import Who
from governance.transaction import Reading
from workflows.reads.table import agreement, consultation, prompts, review, votes
from workflows.reads.table.shapes import Ask, MyTable, Place
from workflows.reads.table.sight import Sight, sights

MOST = 50  # partnerships named on one table; what waits for the person is told of all of them

COCONSTRUCTION = (agreement.asks, review.asks, consultation.asks)


def my_table(tx: Reading, who: Who) -> MyTable:
    """Everything on the first page; a number of statements that hardly grows with the partnerships."""
    seen = sights(tx, who)
    living = [sight for sight in seen if not sight.ended]
    polls = votes.polls(tx, living)
    found = [_place(sight) for sight in sorted(seen, key=lambda sight: sight.ended)]
    awaited = [*votes.awaited(tx, living, polls), *prompts.awaited(tx, living, polls)]
    return MyTable(
        asks=tuple(_asks(tx, living, polls)),
        awaited=tuple(sorted(awaited, key=lambda one: one.due or "")[:MOST]),
        places=tuple(found[:MOST]),
        left_out=max(0, len(found) - MOST),
    )


def asks(tx: Reading, who: Who) -> list[Ask]:
    """What waits for this person everywhere, the most pressing first."""
    living = [sight for sight in sights(tx, who) if not sight.ended]
    return _asks(tx, living, votes.polls(tx, living))


def _asks(tx: Reading, living: list[Sight], polls: votes.Polls) -> list[Ask]:
    precise = [ask for subject in COCONSTRUCTION for ask in subject(tx, living)]
    found = [
        *votes.asks(tx, living, polls),
        *precise,
        *prompts.asks(living, but={ask.partnership for ask in precise if ask.settles}),
    ]
    once = {ask.address: ask for ask in found}
    return sorted(once.values(), key=lambda ask: (ask.due is None, ask.due or ""))


def _place(sight: Sight) -> Place:
    pack, row = sight.view.pack, sight.view.row
    roles = dict.fromkeys(mandate.role for mandate in sight.view.mandates)
    return Place(
        id=row.id,
        title=sight.title,
        state=pack.lifecycle.states[row.state].text,
        ended=sight.ended,
        roles=tuple(pack.roles[role].text for role in roles),
    )
