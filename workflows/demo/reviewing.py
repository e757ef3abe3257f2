"""Steps of an ethical review: opened, interests declared, criteria assessed, an opinion given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from governance.tables.review import Condition
from workflows import review
from workflows.demo.stage import Play


def open_review(play: Play, question: str) -> None:
    play.do(review.open_review, question)


def declare(play: Play, by: list[str]) -> None:
    """Reviewers without any tie to the parties say so."""
    for person in by:
        play.do(review.declare_interest, has_interest=False, by=person)


def assess(play: Play, by: str, findings: Mapping[str, Mapping[str, Any]]) -> None:
    """Findings by criterion: `finding`, `reason`, and a `condition` with its `owner` and day."""
    for criterion, found in findings.items():
        owner = found.get("owner")
        play.do(
            review.assess,
            criterion,
            finding=found["finding"],
            reason=found["reason"],
            condition=found.get("condition", ""),
            owner=play.parties[owner] if owner else "",
            due=play.day(found.get("due")),
            by=by,
        )


def reply(play: Play, text: str, by: str = "") -> None:
    play.do(review.reply, text, by=by)


def give_opinion(play: Play, by: str, opinion: str, reason: str, minority: str = "") -> None:
    play.do(review.give_opinion, opinion=opinion, reason=reason, minority=minority, by=by)


def meet_condition(play: Play, proof: str, by: str = "") -> None:
    """The first condition that waits is met."""
    row = play.all(Condition, withdrawn=None, met=None, order="id")[0]
    play.do(review.meet_condition, row.id, proof, by=by)
