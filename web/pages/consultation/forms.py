"""What the consultation's forms send, as the commands take it, and what they begin with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from governance.facts.consultation import channels_of
from policies.pack import Pack
from web.forms import Form
from workflows.case import View
from workflows.consultation import Plan, Reply, Said
from workflows.consultation.contributing import MOST_ANSWER
from workflows.consultation.loading import consultation_of

ANSWER = "answer-"  # and the question's identifier: the name of its field


def plan_of(form: Form) -> Plan:
    closing_day = form.day("closing_day", required=False)
    form.check()
    return Plan(
        purpose=form.value("purpose"),
        level=form.value("level"),
        channels=tuple(form.many("channels")),
        closing_day=closing_day,
        aim=form.text("aim", required=False),
        aim_easy=form.text("aim_easy", required=False),
    )


def new_plan(view: View, purposes: list[str]) -> dict[str, Any]:
    """A plan to begin with: every channel, a level that answers, the earliest day on which it may close."""
    rules = view.pack.consultation
    earliest = view.tx.today + timedelta(days=rules.settings.minimum_days)
    return {
        "purpose": purposes[0] if len(purposes) == 1 else "",
        "level": next((key for key, level in rules.levels.items() if level.answered), ""),
        "channels": list(rules.channels),
        "closing_day": earliest.isoformat(),
    }


def plan_values(view: View, consultation: str) -> dict[str, Any]:
    row = consultation_of(view, consultation)
    return {
        "purpose": row.purpose,
        "level": row.level,
        "channels": channels_of(row),
        "closing_day": row.closing_day,
        "aim": view.tx.text(row.aim),
        "aim_easy": view.tx.text(row.aim_easy),
    }


def said_of(form: Form, questions: Iterable[str]) -> Said:
    """What a contribution's form holds. Raises Invalid for an answer that is too long."""
    answers = {
        question: form.text(f"{ANSWER}{question}", required=False, most=MOST_ANSWER) for question in questions
    }
    form.check()
    return Said(
        category=form.value("category"),
        consents=tuple(form.many("consents")),
        answers=answers,
        interpreter=form.value("interpreter"),
        guardian=form.checked("guardian"),
        channel=form.value("channel"),
        employer=form.value("employer"),
    )


def said_values(answers: Mapping[str, str], category: str) -> dict[str, Any]:
    return {"category": category} | {f"{ANSWER}{question}": text for question, text in answers.items()}


def reply_of(form: Form) -> Reply:
    return Reply(
        verdict=form.value("verdict"),
        because=form.text("because", required=False),
        contributions=tuple(form.many("contributions")),
        decided=form.text("decided", required=False),
        next_step=form.text("next_step", required=False),
    )


def options(entries: Mapping[str, Any], help_of: str = "") -> list[tuple[Any, ...]]:
    """A pack's entries as a group of choices, with a help line from the field `help_of`."""
    return [(key, entry.text, getattr(entry, help_of, None) or "") for key, entry in entries.items()]


def asked_of_contributor(pack: Pack) -> dict[str, Any]:
    """The choices of a contribution's form."""
    rules = pack.consultation
    return {
        "categories": options(rules.categories, "helper_note"),
        "guarded": [category.text for category in rules.categories.values() if category.guardian],
        "consents": options(rules.consents),
    }
