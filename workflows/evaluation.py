"""Measuring and evaluating: values of indicators, pieces of the evaluation, its recommendation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from governance.acts.evaluation import (
    Consent,
    Figure,
    MeasureEntered,
    PieceAdded,
    PieceWithdrawn,
    Recommended,
)
from governance.facts.evaluation import published_feedback
from governance.record import new_id
from governance.tables.agreement import Indicator
from governance.tables.evaluation import EvaluationPiece
from governance.tables.log import Disclosure
from policies.pack.life import Piece
from policies.refusal import Complaints, NotFound, Refused
from workflows import inputs
from workflows.case import Acts, Case, View, command


@command
def enter_measure(
    case: Case, indicator: str, *, day: date | None, value: Decimal | None, note: str = ""
) -> Acts:
    """Enter what an indicator measured on a day; the same day again corrects it. Raises Invalid."""
    case.may("measure.write")
    complaints = Complaints()
    if indicator not in indicators_of(case):
        complaints.add("indicator", "evaluation.unknown_indicator")
    on = inputs.day(complaints, "day", day)
    if day is not None and day > case.tx.today:
        complaints.add("day", "evaluation.not_yet")
    measured = inputs.number(complaints, "value", value)
    inputs.text(complaints, "note", note, required=False)
    complaints.raise_if_any()
    assert on is not None
    assert measured is not None
    yield MeasureEntered(
        measure=new_id(case.tx.moment),
        term=case.row.term,
        indicator=indicator,
        day=on,
        value=measured,
        note=case.conceal(note),
    )


@command
def add_piece(
    case: Case,
    kind: str,
    *,
    text: str,
    figures: Mapping[str, Decimal | None] | None = None,
    consultation: str | None = None,
    consent: bool = False,
    told_by: str = "",
    purpose: str = "",
    media: str = "",
    until: date | None = None,
) -> Acts:
    """Add a piece to this term's evaluation. Raises Invalid, with what this kind of piece needs.

    `figures`: values by indicator. What a person told comes with their consent, the name they chose
    (`told_by`), what it is for, where it may be shown, and the last day of that.
    """
    case.may("evaluation.write")
    complaints = Complaints()
    inputs.choice(complaints, "kind", kind, case.pack.evaluation.pieces)
    complaints.raise_if_any()
    piece = case.pack.evaluation.pieces[kind]
    inputs.text(complaints, "text", text)
    values = _figures(case, complaints, piece, figures or {})
    held = _feedback(case, complaints, piece, consultation)
    if piece.consent:
        _must_be_consented(case, complaints, consent, told_by, purpose, media, until)
    complaints.raise_if_any()
    yield PieceAdded(
        piece=new_id(case.tx.moment),
        term=case.row.term,
        kind=kind,
        text=case.concealed(text),
        figures=values,
        consultation=held,
        consent=_consent(case, told_by, purpose, media, until) if piece.consent else None,
    )


@command
def withdraw_piece(case: Case, piece: str, reason: str = "") -> Acts:
    """Withdraw a piece. What a person told may be withdrawn at any time and is erased, without a reason
    asked; any other piece only while the evaluation is written, and with a reason."""
    case.may("evaluation.withdraw")
    row = case.tx.one(EvaluationPiece, id=piece, partnership=case.id)
    if row is None:
        raise NotFound("common.not_found")
    if row.withdrawn is not None:
        raise Refused("evaluation.withdrawn_already")
    erased = _erase(case, row) if row.consented else []
    if not row.consented:
        _must_be_current(case, row, reason)
    yield PieceWithdrawn(piece=row.id, reason=case.conceal(reason), erased=erased)


@command
def recommend(case: Case, recommendation: str, *, reasons: str) -> Acts:
    """Say what should follow, and why. It informs the committee, which alone decides."""
    case.may("evaluation.recommend")
    complaints = Complaints()
    inputs.choice(complaints, "recommendation", recommendation, case.pack.evaluation.recommendations)
    inputs.text(complaints, "reasons", reasons)
    complaints.raise_if_any()
    yield Recommended(
        recommended=new_id(case.tx.moment),
        term=case.row.term,
        recommendation=recommendation,
        reasons=case.concealed(reasons),
    )


def indicators_of(view: View) -> dict[str, Indicator]:
    """The indicators that the agreement holds today, by id, in the order in which they were chosen."""
    return {row.id: row for row in view.tx.all(Indicator, partnership=view.id, removed=None, order="at")}


def _figures(
    case: Case, complaints: Complaints, piece: Piece, figures: Mapping[str, Decimal | None]
) -> list[Figure]:
    """The values given, by indicator; at least one where the kind gives figures and there are indicators."""
    if not piece.figures:
        return []
    known, found = indicators_of(case), []
    for indicator, value in figures.items():
        if indicator not in known:
            complaints.add(f"figure-{indicator}", "evaluation.unknown_indicator")
        elif value is not None:
            written = inputs.number(complaints, f"figure-{indicator}", value)
            found.append(Figure(indicator=indicator, value=written or "0"))
    if known and not found:
        complaints.add("figures", "evaluation.needs_figure")
    return found


def _feedback(case: Case, complaints: Complaints, piece: Piece, consultation: str | None) -> str | None:
    """The consultation that the piece comes from, where its kind comes from one."""
    if not piece.consultation:
        return None
    possible = {row.id for row in published_feedback(case.tx, case.row, case.pack)}
    if consultation not in possible:
        complaints.add("consultation", "evaluation.not_feedback")
    return consultation


def _must_be_consented(
    case: Case,
    complaints: Complaints,
    consent: bool,
    told_by: str,
    purpose: str,
    media: str,
    until: date | None,
) -> None:
    if not consent:
        complaints.add("consent", "evaluation.needs_consent")
    inputs.text(complaints, "told_by", told_by, most=inputs.SHORT)
    inputs.text(complaints, "purpose", purpose)
    inputs.text(complaints, "media", media)
    inputs.day(complaints, "until", until)
    if until is not None and until < case.tx.today:
        complaints.add("until", "evaluation.already_over")


def _consent(case: Case, told_by: str, purpose: str, media: str, until: date | None) -> Consent:
    assert until is not None
    return Consent(
        told_by=case.concealed(told_by),
        purpose=case.concealed(purpose),
        media=case.concealed(media),
        until=until.isoformat(),
    )


def _must_be_current(case: Case, row: EvaluationPiece, reason: str) -> None:
    case.may("evaluation.write")
    if row.term != case.row.term:
        raise Refused("evaluation.another_term")
    complaints = Complaints()
    inputs.text(complaints, "reason", reason)
    complaints.raise_if_any()


def _erase(case: Case, row: EvaluationPiece) -> list[str]:
    """What was told, by whom, and for what: nothing of it can be read any more, here or from the log.

    Gives the commitments, so that the act names what is gone.
    """
    told = [text for text in (row.text, row.told_by, row.purpose, row.media) if text is not None]
    for commitment in told:
        case.tx.delete(Disclosure, commitment=commitment)
    return told
