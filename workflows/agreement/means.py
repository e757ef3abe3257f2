"""What each party brings, and how the parties will know: contributions and indicators."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from governance.acts.agreement import (
    ContributionPledged,
    ContributionWithdrawn,
    IndicatorChosen,
    IndicatorRemoved,
)
from governance.record import new_id
from governance.tables.agreement import Indicator, Pledge
from policies.pack.coconstruction import ContributionKind
from policies.refusal import Complaints, NotFound
from workflows import inputs
from workflows.agreement.common import for_party, kept, kept_words, writing
from workflows.case import Acts, Case, command
from workflows.deliberation import must_be_unlocked


@command
def pledge(
    case: Case,
    *,
    party: str,
    kind: str,
    text: str,
    amount: Decimal | None = None,
    quantity: Decimal | None = None,
    due: date | None = None,
    contribution: str = "",
) -> Acts:
    """Write what a party brings, or change it. Raises Invalid.

    Money, and what is not money but valued, has an amount in euros (law 2000-321 art. 9-1: a help in kind
    without its value is incomplete); the rest has a quantity in the unit of its kind.
    """
    row, _mandate = for_party(case, "agreement.write", party)
    must_be_unlocked(case)
    old = _pledge(case, contribution) if contribution else None
    if old and old.party != row.id:
        for_party(case, "agreement.write", old.party)
    complaints = Complaints()
    inputs.choice(complaints, "kind", kind, case.pack.agreement.contributions)
    text = inputs.text(complaints, "text", text)
    priced, counted = _measured(complaints, case.pack.agreement.contributions.get(kind), amount, quantity)
    day = inputs.day(complaints, "due", due, required=False)
    complaints.raise_if_any()
    yield ContributionPledged(
        pledge=contribution or new_id(case.tx.moment),
        party=row.id,
        kind=kind,
        text=kept_words(case, old.text if old else None, text),
        amount=priced,
        currency="EUR" if priced is not None else None,
        quantity=counted,
        due=day,
    )


@command
def withdraw_pledge(case: Case, contribution: str) -> Acts:
    """Take a contribution out."""
    row = _pledge(case, contribution)
    for_party(case, "agreement.write", row.party)
    must_be_unlocked(case)
    yield ContributionWithdrawn(pledge=row.id)


@command
def choose_indicator(
    case: Case,
    *,
    name: str,
    nature: str,
    kind: str,
    unit: str,
    baseline: Decimal | None = None,
    target: Decimal | None = None,
    source: str = "",
    measured_by: str = "",
    indicator: str = "",
) -> Acts:
    """Choose an indicator, or change one. `kind` is one of the pack's indicator types."""
    writing(case)
    old = _indicator(case, indicator) if indicator else None
    complaints = Complaints()
    name = inputs.text(complaints, "name", name, most=inputs.SHORT)
    inputs.choice(complaints, "nature", nature, case.pack.agreement.natures)
    inputs.choice(complaints, "kind", kind, case.pack.agreement.indicator_types)
    unit = inputs.text(complaints, "unit", unit, most=inputs.SHORT)
    source = inputs.text(complaints, "source", source, required=False, most=inputs.SHORT)
    measured_by = inputs.text(complaints, "measured_by", measured_by, required=False, most=inputs.SHORT)
    start = inputs.number(complaints, "baseline", baseline, required=False)
    goal = inputs.number(complaints, "target", target, required=False)
    complaints.raise_if_any()
    yield IndicatorChosen(
        indicator=indicator or new_id(case.tx.moment),
        name=kept_words(case, old.name if old else None, name),
        nature=nature,
        type=kind,
        unit=kept_words(case, old.unit if old else None, unit),
        baseline=start,
        target=goal,
        source=kept(case, old.source if old else None, source),
        measured_by=kept(case, old.measured_by if old else None, measured_by),
    )


@command
def remove_indicator(case: Case, indicator: str) -> Acts:
    """Take an indicator out; what was measured against it stays readable."""
    writing(case)
    yield IndicatorRemoved(indicator=_indicator(case, indicator).id)


def _measured(
    complaints: Complaints, kind: ContributionKind | None, amount: Decimal | None, quantity: Decimal | None
) -> tuple[str | None, str | None]:
    """Amount and quantity as acts write them: what the kind asks for, and nothing else."""
    if kind is None:
        return None, None
    if kind.money or kind.valued:
        return inputs.money(complaints, "amount", amount), None
    return None, inputs.number(complaints, "quantity", quantity, positive=True)


def _pledge(case: Case, contribution: str) -> Pledge:
    row = case.tx.one(Pledge, id=contribution, partnership=case.id)
    if row is None or row.removed:
        raise NotFound("common.not_found")
    return row


def _indicator(case: Case, indicator: str) -> Indicator:
    row = case.tx.one(Indicator, id=indicator, partnership=case.id)
    if row is None or row.removed:
        raise NotFound("common.not_found")
    return row
