"""What the commands of a consultation look up first, and refuse where it is not there or not so."""

from __future__ import annotations

from governance.tables.consultation import Consultation, Question
from governance.transaction import Reading
from policies.refusal import NotFound, Refused
from workflows.case import View


def consultation_of(view: View, consultation: str) -> Consultation:
    """The consultation, of this partnership. Raises NotFound."""
    row = view.tx.one(Consultation, id=consultation, partnership=view.id)
    if row is None:
        raise NotFound("common.not_found")
    return row


def in_preparation(view: View, consultation: str) -> Consultation:
    """The consultation, not yet open. Raises Refused once it is."""
    row = consultation_of(view, consultation)
    if row.status != "prepared":
        raise Refused("consultation.already_opened")
    return row


def takes_contributions(view: View, consultation: str) -> Consultation:
    """The consultation, open at this very instant. Raises Refused before and after."""
    row = consultation_of(view, consultation)
    if row.status == "prepared":
        raise Refused("consultation.not_yet_open")
    if not is_open(row, view.tx.now):
        raise Refused("consultation.closed")
    return row


def is_open(row: Consultation, now: str) -> bool:
    """Open, and its closing time not reached (the tick that closes it may come a little later)."""
    return row.status == "open" and now < (row.closes or "")


def questions_of(tx: Reading, consultation: str) -> list[Question]:
    """The questions that stand, in their order."""
    return tx.all(Question, order="number", consultation=consultation, dropped=None)
