"""What the rules may know of prompts: what is still asked, and what of it is late."""

from __future__ import annotations

from typing import Any

from governance.tables.partnership import Partnership, StateEntry
from governance.tables.prompts import Prompt
from governance.transaction import Reading
from policies.pack import Pack


def prompts_facts(tx: Reading, row: Partnership, pack: Pack) -> dict[str, Any]:
    open_ = standing(tx, row, pack)
    return {"open": len(open_), "overdue": sum(prompt.due <= tx.now for prompt in open_)}


def standing(tx: Reading, row: Partnership, pack: Pack) -> list[Prompt]:
    """The open prompts that still await an answer, whether or not the tick has closed the others yet."""
    open_ = tx.all(Prompt, partnership=row.id, status="open", order="due")
    entries = tx.all(StateEntry, partnership=row.id, order="seq") if open_ else []
    return [prompt for prompt in open_ if not is_moot(prompt, row, pack, entries)]


def is_moot(prompt: Prompt, row: Partnership, pack: Pack, entries: list[StateEntry]) -> bool:
    """Whether an answer serves nothing any more: the term or the state that the prompt belongs to is over.

    A recurring prompt that was late already when its state was left is still owed in that term: leaving
    the state does not answer it.
    """
    if row.term != prompt.term or pack.lifecycle.states[row.state].end:
        return True
    kind = pack.prompts.get(prompt.kind)
    recurs = kind is not None and kind.recurs
    states = kind.states if kind is not None and kind.recurs else (prompt.state,)
    entered = entered_by(entries, states)
    if entered is not None and entered.seq == prompt.entry and row.state in states:
        return False
    return not (recurs and prompt.due <= left_at(entries, prompt.entry, states))


def entered_by(entries: list[StateEntry], states: tuple[str, ...]) -> StateEntry | None:
    """The latest entry into `states` from outside them, or by a new term; an amendment is no new entry."""
    found: StateEntry | None = None
    before: StateEntry | None = None
    for entry in entries:
        inside = before is not None and before.state in states and before.term == entry.term
        if entry.state in states and not inside:
            found = entry
        before = entry
    return found


def left_at(entries: list[StateEntry], entry: int, states: tuple[str, ...]) -> str:
    """The instant at which `states`, entered by the act number `entry`, were left."""
    after = (later.at for later in entries if later.seq > entry and later.state not in states)
    return next(after, entries[-1].at)
