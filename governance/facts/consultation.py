"""What the rules may know of the consultations of those concerned."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from governance.clock import civil_day
from governance.tables.consultation import Consultation, Contribution, Question
from governance.tables.partnership import Partnership, StateEntry
from governance.transaction import Reading
from policies.pack import Pack


def consultation_facts(tx: Reading, row: Partnership, pack: Pack) -> dict[str, Any]:
    """The consultation of this term before review; zeros and False where there is none.

    `unanswered` counts over all of this term's consultations before review, those of an earlier passage
    too: nobody who was heard is forgotten because a new consultation began.
    """
    held = _of_term(tx, pack, row.id, row.term, feedback=False)
    current = _current(tx, pack, row, held)
    if current is None:
        found: dict[str, Any] = {"opened": False, "closed": False, "questions": 0, "days": 0, "channels": 0}
        return found | {"contributions": 0, "unanswered": _counts(tx, held)[1], "synthesis_published": False}
    return {
        "opened": current.opened is not None,
        "closed": current.status == "closed",
        "questions": len(tx.all(Question, consultation=current.id, dropped=None)),
        "days": days_open(current, tx.today),
        "channels": len(channels_of(current)) if current.opened else 0,
        "contributions": len(tx.all(Contribution, consultation=current.id, withdrawn=None)),
        "unanswered": _counts(tx, held)[1],
        "synthesis_published": current.published is not None,
    }


def feedback_counts(tx: Reading, pack: Pack, partnership: str, term: int) -> tuple[int, int]:
    """Contributions to that term's consultations held as feedback, and how many are not answered."""
    return _counts(tx, _of_term(tx, pack, partnership, term, feedback=True))


def days_open(consultation: Consultation, today: date) -> int:
    """Civil days it was open so far; the opening day does not count, the last day does."""
    if consultation.opened is None:
        return 0
    last = min(civil_day(consultation.closed) if consultation.closed else today, closing_day(consultation))
    return max((last - civil_day(consultation.opened)).days, 0)


def closing_day(consultation: Consultation) -> date:
    return date.fromisoformat(consultation.closing_day)


def channels_of(consultation: Consultation) -> list[str]:
    return msgspec.json.decode(consultation.channels, type=list[str])


def unanswered(tx: Reading, consultation: Consultation) -> list[Contribution]:
    """The contributions that stand and that no response answers yet, published or not, by number."""
    return tx.all(Contribution, order="number", consultation=consultation.id, withdrawn=None, response=None)


def _of_term(tx: Reading, pack: Pack, partnership: str, term: int, *, feedback: bool) -> list[Consultation]:
    purposes = [key for key, purpose in pack.consultation.purposes.items() if purpose.feedback == feedback]
    rows = tx.all(Consultation, order="prepared", partnership=partnership, term=term)
    return [row for row in rows if row.purpose in purposes]


def _current(tx: Reading, pack: Pack, row: Partnership, held: list[Consultation]) -> Consultation | None:
    """The latest that opened since its state was last entered; else the latest that is being prepared.

    One that was held before the partnership was sent back does not count again: people are heard anew.
    """
    entries = tx.all(StateEntry, order="seq", partnership=row.id)
    for found in sorted((c for c in held if c.opened), key=lambda c: c.opened or "", reverse=True):
        opens_in = pack.consultation.purposes[found.purpose].opens_in
        entered = [entry.at for entry in entries if entry.state in opens_in]
        if found.opened and (not entered or found.opened >= entered[-1]):
            return found
    prepared = [c for c in held if c.opened is None]
    return prepared[-1] if prepared else None


def _counts(tx: Reading, held: list[Consultation]) -> tuple[int, int]:
    """Contributions that stand, and those of them without a published response."""
    total = waiting = 0
    for consultation in held:
        standing = tx.all(Contribution, consultation=consultation.id, withdrawn=None)
        total += len(standing)
        waiting += len([c for c in standing if c.response is None or consultation.published is None])
    return total, waiting
