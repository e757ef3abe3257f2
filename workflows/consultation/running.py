"""While a consultation runs: it opens, may last longer, and closes when its time is over, never before."""

from __future__ import annotations

from datetime import date
from functools import partial

from sqlalchemy import select
from sqlmodel import col

from governance.actors import Who
from governance.acts.consultation import ConsultationClosed, ConsultationExtended, ConsultationOpened
from governance.clock import instant
from governance.facts.consultation import channels_of, closing_day
from governance.record import Caused
from governance.tables.consultation import Consultation, Contribution
from governance.transaction import Reading, Transaction
from policies.calendar import end_of_day
from policies.refusal import Complaints, Refused
from workflows.case import Acts, Case, command
from workflows.consultation.loading import consultation_of, in_preparation, questions_of, takes_contributions
from workflows.due import TICK, Due


@command
def launch(case: Case, consultation: str) -> Acts:
    """Yield the opening: from here on people contribute, until the closing day is over.

    Raises Refused outside the states of its purpose, without a question, with too few channels, or where
    the closing day has come too near meanwhile.
    """
    case.may("consultation.manage")
    row = in_preparation(case, consultation)
    rules = case.pack.consultation
    purpose = rules.purposes[row.purpose]
    if case.row.state not in purpose.opens_in:
        states = [case.pack.lifecycle.states[state].text for state in purpose.opens_in]
        raise Refused("consultation.not_in_this_state", state=states[0])
    questions = questions_of(case.tx, row.id)
    if not questions:
        raise Refused("consultation.no_question")
    if len(channels_of(row)) < rules.settings.minimum_channels:
        raise Refused("consultation.too_few_channels", least=rules.settings.minimum_channels)
    if (closing_day(row) - case.tx.today).days < rules.settings.minimum_days:
        raise Refused("consultation.closes_too_soon", least=rules.settings.minimum_days)
    yield ConsultationOpened(
        consultation=row.id, questions=len(questions), closes=_end(case, closing_day(row))
    )


@command
def extend(case: Case, consultation: str, until: date | None) -> Acts:
    """Yield a later closing day. Raises Invalid for one that is not later."""
    case.may("consultation.manage")
    row = takes_contributions(case, consultation)
    complaints = Complaints()
    if until is None:
        complaints.add("until", "common.required")
    elif until <= closing_day(row):
        complaints.add("until", "consultation.not_later", day=closing_day(row))
    complaints.raise_if_any()
    assert until is not None
    yield ConsultationExtended(consultation=row.id, closing_day=until.isoformat(), closes=_end(case, until))


@command
def close_due(case: Case, consultation: str) -> Acts:
    """Yield the closing of one whose time is over; nothing where it is closed already or not due yet.

    Nobody closes one by hand: whoever was given a link was told how long they have.
    """
    row = consultation_of(case, consultation)
    if row.status == "open" and (row.closes or "") <= case.tx.now:
        yield Caused(_closed(case, row), by=f"system:{TICK}")


def due(tx: Reading, now: str) -> list[Due]:
    """The open consultations whose closing time has come."""
    open_ones = select(col(Consultation.id)).where(
        col(Consultation.status) == "open", col(Consultation.closes) <= now
    )
    rows = [tx.one(Consultation, id=found) for (found,) in tx.select(open_ones)]
    return [_due(row) for row in rows if row]


def _due(row: Consultation) -> Due:
    run = partial(_run, partnership=row.partnership, consultation=row.id)
    return Due(at=row.closes or "", partnership=row.partnership, key=f"consultation:{row.id}", run=run)


def _run(tx: Transaction, partnership: str, consultation: str) -> object:
    return close_due(tx, Who(system=TICK), partnership, consultation)


def _closed(case: Case, row: Consultation) -> ConsultationClosed:
    standing = case.tx.all(Contribution, consultation=row.id, withdrawn=None)
    return ConsultationClosed(consultation=row.id, because="deadline", contributions=len(standing))


def _end(case: Case, day: date) -> str:
    return instant(end_of_day(day, case.pack.time_zone))
