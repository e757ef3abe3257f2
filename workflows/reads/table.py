"""My table: what waits for me, what I wait for, who blocks what, and the partnerships I sit in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, or_, select

from governance.actors import Who
from governance.packs import pack_of
from governance.tables.base import core
from governance.tables.deliberation import Ballot, Decision, Elector
from governance.tables.parties import Mandate
from governance.tables.partnership import Partnership
from governance.tables.people import Holder
from governance.tables.prompts import Prompt
from governance.transaction import Reading
from policies.refusal import NotFound
from policies.text import Text
from workflows.case import View, view
from workflows.reads.partnership import Vote, Waiting, vote_of, waiting

MOST = 50  # partnerships in full on one table; beyond, a person has a listing


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that waits for me: a vote to cast, a prompt to answer, a text to acknowledge."""

    what: str  # vote | prompt
    address: str
    partnership: str
    title: str
    label: Text
    due: str
    late: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A partnership in which I hold a mandate: its state, and whom it waits for."""

    id: str
    title: str
    state: Text
    ended: bool
    roles: tuple[Text, ...]
    waiting: Waiting | None
    votes: tuple[Vote, ...]


def asks(tx: Reading, who: Who) -> list[Ask]:
    """What waits for this person everywhere, the most pressing first."""
    found = [_vote(tx, row) for row in tx.select(_votes(who))] + [
        _prompt(tx, row) for row in tx.select(_prompts(tx, who))
    ]
    return sorted({ask.address: ask for ask in found}.values(), key=lambda ask: ask.due)


def _votes(who: Who) -> Select[Any]:
    """Open votes in whose electorate one of my mandates stands, my seat having cast no ballot yet."""
    holder, mandate, elector = core(Holder).c, core(Mandate).c, core(Elector).c
    decision, ballot, partnership = core(Decision).c, core(Ballot).c, core(Partnership).c
    voted = exists().where(ballot.decision == elector.decision, ballot.seat == elector.seat)
    return (
        select(
            decision.id,
            decision.transition,
            decision.source,
            decision.closes,
            partnership.id.label("partnership"),
            partnership.title,
            partnership.pack,
        )
        .select_from(core(Holder))
        .join(core(Mandate), mandate.holder == holder.id)
        .join(core(Elector), or_(elector.mandate == mandate.id, elector.substitute == mandate.id))
        .join(core(Decision), decision.id == elector.decision)
        .join(core(Partnership), partnership.id == decision.partnership)
        .where(
            holder.person == who.person,
            decision.status == "open",
            mandate.ended.is_(None),
            elector.recused.is_(False),
            ~voted,
        )
    )


def _prompts(tx: Reading, who: Who) -> Select[Any]:
    """Open prompts asked of a role that I hold today."""
    holder, mandate, prompt = core(Holder).c, core(Mandate).c, core(Prompt).c
    partnership, today = core(Partnership).c, tx.today.isoformat()
    return (
        select(
            prompt.id,
            prompt.kind,
            prompt.due,
            partnership.id.label("partnership"),
            partnership.title,
            partnership.pack,
        )
        .select_from(core(Holder))
        .join(core(Mandate), mandate.holder == holder.id)
        .join(core(Prompt), (prompt.partnership == mandate.partnership) & (prompt.asked == mandate.role))
        .join(core(Partnership), partnership.id == prompt.partnership)
        .where(
            holder.person == who.person,
            prompt.status == "open",
            mandate.ended.is_(None),
            mandate.starts <= today,
            or_(mandate.ends.is_(None), mandate.ends >= today),
        )
    )


def _vote(tx: Reading, row: Any) -> Ask:
    transition = pack_of(tx, row.pack).lifecycle.transition(row.transition, row.source)
    label = transition.label if transition else Text(fr=row.transition, en=row.transition)
    address = f"/decisions/{row.id}"
    return Ask("vote", address, row.partnership, tx.text(row.title) or "—", label, row.closes, False)


def _prompt(tx: Reading, row: Any) -> Ask:
    label = pack_of(tx, row.pack).prompts[row.kind].text
    address = f"/partnerships/{row.partnership}/life#prompt-{row.id}"
    late = row.due <= tx.now
    return Ask("prompt", address, row.partnership, tx.text(row.title) or "—", label, row.due, late)


def places(tx: Reading, who: Who) -> list[Place]:
    """The partnerships where this person holds a mandate, living ones first, the latest moved first."""
    holder, partnership = core(Holder).c, core(Partnership).c
    statement = (
        select(partnership.id)
        .join(core(Holder), holder.partnership == partnership.id)
        .where(holder.person == who.person)
        .order_by(partnership.state_since.desc())
        .limit(MOST)
    )
    found = [_place(tx, who, row.id) for row in tx.select(statement)]
    return sorted((place for place in found if place), key=lambda place: place.ended)


def _place(tx: Reading, who: Who, partnership: str) -> Place | None:
    row = tx.one(Partnership, id=partnership)
    if row is None:
        return None
    seen = view_or_none(tx, who, partnership)
    if seen is None:
        return None
    state = seen.pack.lifecycle.states[row.state]
    roles = dict.fromkeys(mandate.role for mandate in seen.mandates)
    open_votes = tx.all(Decision, partnership=partnership, status="open")
    return Place(
        id=partnership,
        title=tx.text(row.title) or "—",
        state=state.text,
        ended=state.end,
        roles=tuple(seen.pack.roles[role].text for role in roles),
        waiting=waiting(seen),
        votes=tuple(vote_of(seen, decision) for decision in open_votes),
    )


def view_or_none(tx: Reading, who: Who, partnership: str) -> View | None:
    """The view, or None where the person's mandates there are over."""
    try:
        return view(tx, who, partnership)
    except NotFound:
        return None
