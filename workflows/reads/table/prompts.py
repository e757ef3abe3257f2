"""Prompts on my table, and the states that wait for somebody else."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import or_

from governance.tables.base import core
from governance.tables.parties import Mandate
from governance.transaction import Reading
from policies.text import Text
from workflows.reads.table.shapes import Ask, Awaited, Name
from workflows.reads.table.sight import Sight, holders
from workflows.reads.table.votes import Polls


def asks(sights: list[Sight], but: Collection[str]) -> list[Ask]:
    """The prompts asked of a role that I hold; not the state's own one where something more precise is."""
    found = []
    for sight in sights:
        held = {mandate.role for mandate in sight.view.mandates}
        for prompt in sight.prompts:
            told = sight.id in but and prompt.kind == _kind(sight)
            if prompt.asked in held and not told:
                label = _label(sight, prompt.kind)
                found.append(sight.ask("prompt", f"life#prompt-{prompt.id}", label, due=prompt.due))
    return found


def awaited(tx: Reading, sights: list[Sight], polls: Polls) -> list[Awaited]:
    """The states that wait for a role which is not mine, but where a vote is open: it is awaited."""
    waiting = [sight for sight in sights if sight.role and not sight.mine and not polls.get(sight.id)]
    names = _names(tx, waiting)
    return [_awaited(sight, tuple(names.get((sight.id, sight.role), []))) for sight in waiting]


def _awaited(sight: Sight, names: tuple[Name, ...]) -> Awaited:
    due = sight.due
    return Awaited(
        what="state",
        address=f"/partnerships/{sight.id}",
        title=sight.title,
        label=_label(sight, _kind(sight)),
        names=names,
        role=sight.view.pack.roles[sight.role or ""].text,
        due=due,
        late=due is not None and due <= sight.view.tx.now,
    )


def _names(tx: Reading, sights: list[Sight]) -> dict[tuple[str, str | None], list[Name]]:
    """Who holds today the role that each state waits for."""
    if not sights:
        return {}
    mandate, today = core(Mandate).c, tx.today.isoformat()
    found: dict[tuple[str, str | None], list[Name]] = {}
    for row in holders(
        tx,
        mandate.partnership.in_([sight.id for sight in sights]),
        mandate.role.in_({sight.role for sight in sights}),
        mandate.ended.is_(None),
        mandate.starts <= today,
        or_(mandate.ends.is_(None), mandate.ends >= today),
    ):
        found.setdefault((row.partnership, row.role), []).append(Name(row.name))
    return found


def _kind(sight: Sight) -> str | None:
    """The prompt that asks for what the state waits for."""
    awaited = sight.view.pack.lifecycle.states[sight.view.row.state].waits_for
    return awaited.prompt if awaited else None


def _label(sight: Sight, kind: str | None) -> Text:
    prompt = sight.view.pack.prompts.get(kind or "")
    return prompt.text if prompt else sight.view.pack.lifecycle.states[sight.view.row.state].text
