"""Steps of a consultation: prepared, opened, contributed to by several ways, answered, published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from governance.actors import Who
from governance.tables.consultation import Consultation, Contribution
from workflows import consultation
from workflows.consultation import Plan, Reply, Said, loading
from workflows.demo.stage import Play


def prepare(
    play: Play,
    *,
    purpose: str,
    level: str,
    channels: list[str],
    closes: int,
    aim: str,
    aim_easy: str,
    questions: list[dict[str, Any]],
) -> None:
    """Write what the consultation is for, and its questions; those read by people concerned say so."""
    plan = Plan(
        purpose=purpose,
        level=level,
        channels=tuple(channels),
        closing_day=play.day(closes),
        aim=aim,
        aim_easy=aim_easy,
    )
    play.do(consultation.prepare, plan)
    for question in questions:
        read = play.day(question.get("proofread"))
        easy = question.get("easy", "")
        play.do(consultation.ask, _current(play).id, question["text"], easy=easy, proofread=read)


def launch(play: Play) -> None:
    play.do(consultation.launch, _current(play).id)


def invite(play: Play, labels: list[str]) -> None:
    """Personal links that nobody has used yet."""
    for label in labels:
        play.do(consultation.invite, _current(play).id, label=label)


def contribute(play: Play, said: Sequence[Mapping[str, Any]]) -> None:
    """What people say: `seat` (who sits), `helper` with `channel` and `employer`, or by a personal link."""
    for one in said:
        row = _current(play)
        if "seat" in one:
            play.do(consultation.contribute, row.id, _said(play, row, one), by=one["seat"])
        elif "helper" in one:
            play.do(consultation.enter, row.id, _said(play, row, one), by=one["helper"])
        else:
            link = play.do(consultation.invite, row.id, label=one.get("label", "")).link
            play.do(consultation.contribute, row.id, _said(play, row, one), by=Who(link=link))


def _said(play: Play, row: Consultation, one: Mapping[str, Any]) -> Said:
    with play.database.reading() as tx:
        questions = [question.id for question in loading.questions_of(tx, row.id)]
    needed = [key for key, consent in play.pack.consultation.consents.items() if consent.required]
    return Said(
        category=one["as"],
        consents=(*needed, *one.get("consents", [])),
        answers=dict(zip(questions, one["answers"], strict=False)),
        channel=one.get("channel", ""),
        employer=one.get("employer", ""),
        interpreter=one.get("interpreter", ""),
    )


def respond(play: Play, responses: Sequence[Mapping[str, Any]], by: str = "") -> None:
    """Responses in draft; `to` are the numbers of the contributions that each answers."""
    row = _current(play)
    numbered = {found.number: found.id for found in play.all(Contribution, consultation=row.id)}
    for one in responses:
        reply = Reply(
            verdict=one["verdict"],
            because=one["because"],
            decided=one.get("decided", ""),
            next_step=one.get("next", ""),
            contributions=[numbered[number] for number in one["to"]],
        )
        play.do(consultation.respond, row.id, reply, by=by)


def publish(play: Play, synthesis: str) -> None:
    play.do(consultation.publish, _current(play).id, synthesis)


def _current(play: Play) -> Consultation:
    return play.all(Consultation, order="-prepared")[0]
