"""After closing: each contribution gets a response, and all are published at once with a synthesis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from governance.acts.consultation import ContributionsAnswered, ResponseDrafted, ResultsPublished
from governance.facts.consultation import unanswered
from governance.record import new_id
from governance.tables.consultation import Consultation, Contribution, Link, Response
from policies.phrases import phrase
from policies.refusal import Complaints, NotFound, Refused
from workflows import inputs
from workflows.case import Acts, Case, command
from workflows.consultation.loading import (
    consultation_of,
)
from workflows.notifications import Mail, queue

MOST_SYNTHESIS = 20_000  # characters
PER_ACT = 100  # contributions that one act names, so that its leaf stays small


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A response: what was decided, because of what, what comes next; and whose contributions it answers."""

    verdict: str
    because: str
    contributions: Sequence[str]
    decided: str = ""
    next_step: str = ""


@command
def respond(case: Case, consultation: str, reply: Reply, response: str | None = None) -> Acts:
    """Yield the draft of a response; with `response`, that one written anew. Nobody is told of it yet."""
    case.may("response.write")
    row = _closed(case, consultation)
    before = _drafted(case, row, response)
    _must_be_sound(case, row, reply)
    drafted = response or new_id(case.tx.moment)
    yield ResponseDrafted(
        response=drafted,
        consultation=row.id,
        verdict=reply.verdict,
        decided=case.conceal(reply.decided),
        because=case.concealed(reply.because),
        next_step=case.conceal(reply.next_step),
    )
    chosen = list(dict.fromkeys(reply.contributions))
    yield from _tied(drafted, [contribution for contribution in chosen if contribution not in before])
    yield from _tied(None, [contribution for contribution in before if contribution not in chosen])


@command
def publish(case: Case, consultation: str, synthesis: str) -> Acts:
    """Yield the publication of all responses with the synthesis, and word to those whose address we have.

    Raises Refused while a contribution has no response, naming each.
    """
    case.may("consultation.manage")
    row = _closed(case, consultation)
    waiting = unanswered(case.tx, row)
    if waiting:
        numbers = ", ".join(f"n°\u00a0{contribution.number}" for contribution in waiting)
        raise Refused("consultation.unanswered", numbers=numbers)
    complaints = Complaints()
    inputs.text(complaints, "synthesis", synthesis, most=MOST_SYNTHESIS)
    complaints.raise_if_any()
    standing = case.tx.all(Contribution, consultation=row.id, withdrawn=None)
    _tell(case, standing)
    yield ResultsPublished(
        consultation=row.id,
        synthesis=case.concealed(synthesis),
        contributions=len(standing),
        responses=len({contribution.response for contribution in standing}),
    )


def _closed(case: Case, consultation: str) -> Consultation:
    """The consultation, closed and not yet published."""
    row = consultation_of(case, consultation)
    if row.status != "closed":
        raise Refused("consultation.close_first")
    if row.published:
        raise Refused("consultation.already_published")
    return row


def _drafted(case: Case, row: Consultation, response: str | None) -> list[str]:
    """The contributions that a response answers so far. Raises NotFound for one of another consultation."""
    if response is None:
        return []
    if case.tx.one(Response, id=response, consultation=row.id) is None:
        raise NotFound("common.not_found")
    return [found.id for found in case.tx.all(Contribution, order="number", response=response)]


def _must_be_sound(case: Case, row: Consultation, reply: Reply) -> None:
    complaints = Complaints()
    inputs.choice(complaints, "verdict", reply.verdict, case.pack.consultation.verdicts)
    inputs.text(complaints, "because", reply.because)
    inputs.text(complaints, "decided", reply.decided, required=False)
    inputs.text(complaints, "next_step", reply.next_step, required=False)
    standing = {found.id for found in case.tx.all(Contribution, consultation=row.id, withdrawn=None)}
    if not reply.contributions:
        complaints.add("contributions", "consultation.answers_whom")
    elif not standing.issuperset(reply.contributions):
        complaints.add("contributions", "consultation.not_standing")
    complaints.raise_if_any()


def _tied(response: str | None, contributions: list[str]) -> Acts:
    for start in range(0, len(contributions), PER_ACT):
        yield ContributionsAnswered(response=response, contributions=contributions[start : start + PER_ACT])


def _tell(case: Case, standing: list[Contribution]) -> None:
    """Queue a mail to each contributor whose address we have: the link that they hold shows the response."""
    for contribution in standing:
        link = case.tx.one(Link, id=contribution.link) if contribution.link else None
        if link and link.email:
            lines = [phrase(f"consultation.{key}").in_(link.language) for key in ("told_hello", "told_where")]
            subject = phrase("consultation.told_subject").in_(link.language)
            queue(
                case.tx,
                Mail(subject, tuple(lines), foot=phrase("consultation.mail_foot").in_(link.language)),
                to=link.email,
                language=link.language,
                about=f"{contribution.id}:answered",
            )
