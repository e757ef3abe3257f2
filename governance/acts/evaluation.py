"""Acts of measuring and evaluating: values entered, pieces added and withdrawn, a recommendation."""

from __future__ import annotations

from collections.abc import Iterator

from governance.acts.base import (
    Act,
    Amount,
    Change,
    Commitment,
    Day,
    Envelope,
    Erased,
    Id,
    Key,
    Part,
    Whole,
    applies,
    kind,
    put,
    set_,
)
from governance.tables.evaluation import EvaluationFigure, EvaluationPiece, Measure, Recommendation


@kind("evaluation.measure-entered")
class MeasureEntered(Act):
    """An indicator had this value on that day."""

    measure: Id
    term: Whole
    indicator: Id
    day: Day
    value: Amount
    note: Commitment | None


@applies(MeasureEntered)
def _(act: MeasureEntered, on: Envelope) -> Iterator[Change]:
    yield put(
        Measure,
        id=act.measure,
        partnership=on.subject,
        term=act.term,
        indicator=act.indicator,
        day=act.day,
        value=act.value,
        note=act.note,
        by=on.by,
        at=on.at,
    )


class Figure(Part):
    """The value that an evaluation gives for one indicator."""

    indicator: Id
    value: Amount


class Consent(Part):
    """What somebody agreed to who told something: under which name, for what, where, until when."""

    told_by: Commitment
    purpose: Commitment
    media: Commitment
    until: Day


@kind("evaluation.piece-added")
class PieceAdded(Act):
    """A piece was added to the evaluation of this term."""

    piece: Id
    term: Whole
    kind: Key
    text: Commitment
    figures: list[Figure]
    consultation: Id | None
    consent: Consent | None


@applies(PieceAdded)
def _(act: PieceAdded, on: Envelope) -> Iterator[Change]:
    given = act.consent
    yield put(
        EvaluationPiece,
        id=act.piece,
        partnership=on.subject,
        term=act.term,
        kind=act.kind,
        text=act.text,
        consultation=act.consultation,
        consented=given is not None,
        told_by=given.told_by if given else None,
        purpose=given.purpose if given else None,
        media=given.media if given else None,
        until=given.until if given else None,
        added=on.at,
        by=on.by,
        withdrawn=None,
        reason=None,
    )
    for figure in act.figures:
        yield put(EvaluationFigure, piece=act.piece, indicator=figure.indicator, value=figure.value)


@kind("evaluation.piece-withdrawn")
class PieceWithdrawn(Act):
    """A piece no longer counts. `erased`: what a person had told, whose texts are erased with this act."""

    piece: Id
    reason: Commitment | None
    erased: list[Erased]


@applies(PieceWithdrawn)
def _(act: PieceWithdrawn, on: Envelope) -> Iterator[Change]:
    yield set_(EvaluationPiece, {"id": act.piece}, withdrawn=on.at, reason=act.reason)


@kind("evaluation.recommended")
class Recommended(Act):
    """An evaluator recommends what should follow. It informs the committee and decides nothing."""

    recommended: Id
    term: Whole
    recommendation: Key
    reasons: Commitment


@applies(Recommended)
def _(act: Recommended, on: Envelope) -> Iterator[Change]:
    yield put(
        Recommendation,
        id=act.recommended,
        partnership=on.subject,
        term=act.term,
        recommendation=act.recommendation,
        reasons=act.reasons,
        by=on.by,
        at=on.at,
    )
