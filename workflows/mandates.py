"""Mandates that end on the day that was set when they were given."""

from __future__ import annotations

from datetime import date
from functools import partial

from sqlalchemy import select

from governance.actors import Who
from governance.acts.parties import MandateEnded
from governance.clock import civil_day, instant
from governance.tables.base import core
from governance.tables.parties import Mandate
from governance.transaction import Reading, Transaction
from policies.calendar import end_of_day
from workflows.case import Acts, Case, command
from workflows.due import TICK, Due


def due(tx: Reading, now: str) -> list[Due]:
    """The mandates whose last day is over."""
    of = core(Mandate).c
    statement = select(of.id, of.partnership, of.ends).where(
        of.ended.is_(None), of.ends < civil_day(now).isoformat()
    )
    return [
        Due(
            instant(end_of_day(date.fromisoformat(row.ends))),
            row.partnership,
            f"mandate:{row.id}",
            partial(_end, row.partnership, row.id),
        )
        for row in tx.select(statement)
    ]


@command
def end_mandate_due(case: Case, mandate: str) -> Acts:
    """End a mandate whose last day is over; nothing, if it has ended already."""
    row = case.tx.one(Mandate, id=mandate, partnership=case.id)
    if row is not None and row.ended is None and row.ends and row.ends < case.tx.today.isoformat():
        yield MandateEnded(mandate=mandate, reason=None)


def _end(partnership: str, mandate: str, tx: Transaction) -> None:
    end_mandate_due(tx, Who(system=TICK), partnership, mandate)
