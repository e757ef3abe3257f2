"""Measures and the evaluation as their pages show them: against the targets, and with what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from governance.facts.consultation import feedback_counts
from governance.facts.evaluation import (
    counts,
    evaluators,
    has_opened,
    latest_recommendation,
    pieces_of,
    published_feedback,
)
from governance.names import holder_name, mandate_name
from governance.tables.agreement import Indicator
from governance.tables.consultation import Consultation
from governance.tables.evaluation import EvaluationFigure, EvaluationPiece, Measure, Recommendation
from policies.pack.life import Piece
from policies.pack.life import Recommendation as Advice
from policies.text import Text
from workflows.case import View


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One value. `corrected`: a later entry for the same day took its place."""

    day: str
    value: Decimal
    note: str | None
    by: str | None
    at: str
    corrected: bool


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator with its measures of this term, the latest day first."""

    id: str
    name: str
    unit: str
    nature: Text
    baseline: Decimal | None
    target: Decimal | None
    measures: tuple[MeasureLine, ...]

    @property
    def latest(self) -> MeasureLine | None:
        return next((measure for measure in self.measures if not measure.corrected), None)

    @property
    def reached(self) -> bool:
        """Whether the latest measure is at the target or beyond it, seen from the baseline."""
        latest = self.latest
        if latest is None or self.target is None:
            return False
        falls = self.baseline is not None and self.target < self.baseline
        return latest.value <= self.target if falls else latest.value >= self.target


@dataclass(frozen=True, slots=True)
class FigureLine:
    """The value that a piece gives for an indicator, beside where it started and where it should be."""

    name: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    value: Decimal


@dataclass(frozen=True, slots=True)
class PieceLine:
    """One piece. `stands`: it counts; a testimony past its day, or withdrawn, does not and is not shown."""

    id: str
    text: str | None
    figures: tuple[FigureLine, ...]
    consented: bool
    told_by: str | None
    purpose: str | None
    media: str | None
    until: str | None
    consultation: str | None
    added: str
    by: str | None
    stands: bool
    withdrawn: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind of piece with the pieces of this term."""

    key: str
    kind: Piece
    pieces: tuple[PieceLine, ...]

    @property
    def standing(self) -> int:
        return sum(piece.stands for piece in self.pieces)

    @property
    def missing(self) -> bool:
        return self.kind.required and not self.standing


@dataclass(frozen=True, slots=True)
class RecommendationLine:
    """What was recommended, and why."""

    advice: Advice | None
    key: str
    reasons: str | None
    by: str | None
    at: str


@dataclass(frozen=True, slots=True)
class EvaluationPage:
    """The evaluation of the current term."""

    opened: bool
    kinds: tuple[KindLine, ...]
    recommendation: RecommendationLine | None
    evaluators: tuple[str | None, ...]
    feedback_contributions: int
    feedback_unanswered: int


def measured(view: View) -> list[IndicatorLine]:
    """The indicators of the agreement, in the order in which they were chosen."""
    rows = view.tx.all(Indicator, partnership=view.id, removed=None, order="at")
    taken = view.tx.all(Measure, partnership=view.id, term=view.row.term, order="-at")
    return [_indicator(view, row, [m for m in taken if m.indicator == row.id]) for row in rows]


def evaluation_page(view: View) -> EvaluationPage:
    pieces = pieces_of(view.tx, view.row)
    lines = []
    for key, kind in view.pack.evaluation.pieces.items():
        mine = tuple(_piece(view, piece) for piece in pieces if piece.kind == key)
        lines.append(KindLine(key, kind, mine))
    contributions, unanswered = feedback_counts(view.tx, view.pack, view.id, view.row.term)
    latest = latest_recommendation(view.tx, view.row)
    return EvaluationPage(
        opened=has_opened(view.tx, view.row, view.pack),
        kinds=tuple(lines),
        recommendation=_recommendation(view, latest) if latest else None,
        evaluators=tuple(holder_name(view.tx, m.holder) for m in evaluators(view.tx, view.row, view.pack)),
        feedback_contributions=contributions,
        feedback_unanswered=unanswered,
    )


def feedback_choices(view: View) -> list[Consultation]:
    """The consultations that a piece of feedback may come from."""
    return published_feedback(view.tx, view.row, view.pack)


def _indicator(view: View, row: Indicator, taken: list[Measure]) -> IndicatorLine:
    latest_of = {measure.day: measure.id for measure in reversed(taken)}
    lines = [
        MeasureLine(
            day=measure.day,
            value=Decimal(measure.value),
            note=view.tx.text(measure.note),
            by=_by(view, measure.by),
            at=measure.at,
            corrected=latest_of[measure.day] != measure.id,
        )
        for measure in sorted(taken, key=lambda measure: (measure.day, measure.at), reverse=True)
    ]
    return IndicatorLine(
        id=row.id,
        name=view.tx.text(row.name) or "—",
        unit=view.tx.text(row.unit) or "—",
        nature=view.pack.agreement.natures[row.nature].text,
        baseline=_decimal(row.baseline),
        target=_decimal(row.target),
        measures=tuple(lines),
    )


def _piece(view: View, row: EvaluationPiece) -> PieceLine:
    stands = counts(row, view.tx.today)
    shown = stands or not row.consented  # what a person told is shown no longer than they agreed to
    return PieceLine(
        id=row.id,
        text=view.tx.text(row.text) if shown else None,
        figures=tuple(_figures(view, row)),
        consented=row.consented,
        told_by=view.tx.text(row.told_by) if shown else None,
        purpose=view.tx.text(row.purpose) if shown else None,
        media=view.tx.text(row.media) if shown else None,
        until=row.until,
        consultation=row.consultation,
        added=row.added,
        by=_by(view, row.by),
        stands=stands,
        withdrawn=row.withdrawn,
        reason=view.tx.text(row.reason),
    )


def _figures(view: View, row: EvaluationPiece) -> list[FigureLine]:
    found = []
    for figure in view.tx.all(EvaluationFigure, piece=row.id):
        indicator = view.tx.one(Indicator, id=figure.indicator)
        assert indicator is not None
        found.append(
            FigureLine(
                name=view.tx.text(indicator.name) or "—",
                unit=view.tx.text(indicator.unit) or "—",
                baseline=_decimal(indicator.baseline),
                target=_decimal(indicator.target),
                value=Decimal(figure.value),
            )
        )
    return found


def _recommendation(view: View, row: Recommendation) -> RecommendationLine:
    return RecommendationLine(
        advice=view.pack.evaluation.recommendations.get(row.recommendation),
        key=row.recommendation,
        reasons=view.tx.text(row.reasons),
        by=_by(view, row.by),
        at=row.at,
    )


def _by(view: View, by: str) -> str | None:
    kind, _, name = by.partition(":")
    return mandate_name(view.tx, name) if kind == "mandate" else None


def _decimal(written: str | None) -> Decimal | None:
    return Decimal(written) if written is not None else None
