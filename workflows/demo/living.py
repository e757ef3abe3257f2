"""Steps of the active life and the evaluation: measures, prompts answered, pieces, a recommendation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from governance.tables.consultation import Consultation
from governance.tables.prompts import Prompt
from workflows import evaluation, prompts
from workflows.demo.agreeing import indicators_of
from workflows.demo.stage import Play


def measure(play: Play, on: int, values: Sequence[str], notes: Sequence[str] = (), by: str = "") -> None:
    """What each indicator measured on a day, in the agreement's order ("": not measured)."""
    told = [*notes, *[""] * len(values)]
    for row, value, note in zip(indicators_of(play), values, told, strict=False):
        if value:
            play.do(
                evaluation.enter_measure, row.id, day=play.day(on), value=Decimal(value), note=note, by=by
            )


def answer_prompt(play: Play, kind: str, answers: Mapping[str, str], by: str = "") -> None:
    row = play.all(Prompt, kind=kind, status="open", order="due")[0]
    play.do(prompts.answer_prompt, row.id, answers, by=by)


def pieces(play: Play, by: str, added: Sequence[Mapping[str, Any]]) -> None:
    """Pieces of the evaluation; what a person told comes with `told_by`, `purpose`, `media` and `until`."""
    for one in added:
        values = zip(indicators_of(play), one.get("figures", ()), strict=False)
        held = play.all(Consultation, order="-prepared")[0].id if one.get("from_feedback") else None
        play.do(
            evaluation.add_piece,
            one["kind"],
            text=one["text"],
            figures={row.id: Decimal(value) for row, value in values},
            consultation=held,
            consent="told_by" in one,
            told_by=one.get("told_by", ""),
            purpose=one.get("purpose", ""),
            media=one.get("media", ""),
            until=play.day(one.get("until")),
            by=by,
        )


def recommend(play: Play, by: str, recommendation: str, reasons: str) -> None:
    play.do(evaluation.recommend, recommendation, reasons=reasons, by=by)
