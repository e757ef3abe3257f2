"""Open votes on my table: the ballots I have not cast, and those that others have not."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from governance.tables.base import core
from governance.tables.deliberation import Ballot, Decision, Elector
from governance.tables.log import Disclosure
from governance.tables.parties import Mandate, Party, Seat
from governance.tables.people import Organisation
from governance.transaction import Reading
from policies.text import Text
from workflows.reads.table.shapes import Ask, Awaited, Name
from workflows.reads.table.sight import Sight, by_partnership, grouped, holders, rows


@dataclass(frozen=True, slots=True)
class Poll:
    """An open decision with the electors whose ballot is still out; `mine`: one of them is the person's."""

    row: Decision
    seats: int
    left: list[Elector]
    mine: bool


Polls = dict[str, list[Poll]]  # by partnership


def polls(tx: Reading, sights: list[Sight]) -> Polls:
    """The open votes of these partnerships, in three statements."""
    ids = [sight.id for sight in sights]
    decisions = rows(tx, Decision, "partnership", ids, core(Decision).c.status == "open", order="closes")
    keys = [row.id for row in decisions]
    electors = grouped(rows(tx, Elector, "decision", keys, core(Elector).c.recused.is_(False)), "decision")
    cast = {(ballot.decision, ballot.seat) for ballot in rows(tx, Ballot, "decision", keys)}
    held = {mandate.id for sight in sights for mandate in sight.view.mandates}
    groups = by_partnership(decisions)
    return {
        partnership: [_poll(row, electors.get(row.id, []), cast, held) for row in found]
        for partnership, found in groups.items()
    }


def _poll(row: Decision, electors: list[Elector], cast: set[tuple[str, str]], held: set[str]) -> Poll:
    left = [elector for elector in electors if (row.id, elector.seat) not in cast]
    mine = any(elector.mandate in held or elector.substitute in held for elector in left)
    return Poll(row, len(electors), left, mine)


def asks(tx: Reading, sights: list[Sight], found: Polls) -> list[Ask]:
    """The votes that are still open now, my seat having cast no ballot yet."""
    return [
        Ask("vote", address(poll), sight.id, sight.title, label(sight, poll), poll.row.closes, late=False)
        for sight in sights
        for poll in found.get(sight.id, [])
        if poll.mine and poll.row.closes > tx.now
    ]


def awaited(tx: Reading, sights: list[Sight], found: Polls) -> list[Awaited]:
    """The votes that wait for others only."""
    waiting = [(s, poll) for s in sights for poll in found.get(s.id, []) if poll.left and not poll.mine]
    electors = [elector for _, poll in waiting for elector in poll.left]
    mandates = [elector.mandate or elector.substitute or "" for elector in electors]
    ids = core(Mandate).c.id
    names = {row.id: row.name for row in holders(tx, ids.in_(mandates))} if mandates else {}
    parties = _parties(tx, [elector.seat for elector in electors])
    return [
        Awaited(
            what="vote",
            address=address(poll),
            title=sight.title,
            label=label(sight, poll),
            names=tuple(
                Name(names.get(e.mandate or e.substitute or ""), parties.get(e.seat)) for e in poll.left
            ),
            role=None,
            due=poll.row.closes,
            late=False,
            cast=poll.seats - len(poll.left),
            seats=poll.seats,
        )
        for sight, poll in waiting
    ]


def address(poll: Poll) -> str:
    return f"/decisions/{poll.row.id}"


def label(sight: Sight, poll: Poll) -> Text:
    """What is voted on; the transition's key where the pack knows it no more."""
    row = poll.row
    transition = sight.view.pack.lifecycle.transition(row.transition, row.source)
    return transition.label if transition else Text(fr=row.transition, en=row.transition)


def _parties(tx: Reading, seats: list[str]) -> dict[str, str]:
    """The names of the organisations that seats belong to."""
    if not seats:
        return {}
    seat, party, organisation = core(Seat).c, core(Party).c, core(Organisation).c
    disclosure = core(Disclosure).c
    statement = (
        select(seat.id, disclosure.text)
        .select_from(core(Seat))
        .join(core(Party), party.id == seat.party)
        .join(core(Organisation), organisation.id == party.organisation)
        .join(core(Disclosure), disclosure.commitment == organisation.name)
        .where(seat.id.in_(seats))
    )
    return {row.id: row.text for row in tx.select(statement)}
