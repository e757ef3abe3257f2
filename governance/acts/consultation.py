"""Acts of a consultation's life: prepared, opened, contributed to, closed, answered, published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from governance.acts.base import (
    Act,
    Change,
    Commitment,
    Day,
    Envelope,
    Erased,
    Id,
    Instant,
    Key,
    Part,
    Whole,
    applies,
    kind,
    put,
    set_,
)
from governance.tables.consultation import Answer, Consultation, Contribution, Invitation, Question, Response


@kind("consultation.prepared")
class ConsultationPrepared(Act):
    """A consultation was set up: what it is for, how much it can change, by which channels, until when."""

    consultation: Id
    term: Whole
    purpose: Key
    level: Key
    channels: list[Key]
    closing_day: Day
    aim: Commitment
    aim_easy: Commitment | None


@applies(ConsultationPrepared)
def _(act: ConsultationPrepared, on: Envelope) -> Iterator[Change]:
    yield put(
        Consultation,
        id=act.consultation,
        partnership=on.subject,
        term=act.term,
        purpose=act.purpose,
        level=act.level,
        channels=_listed(act.channels),
        closing_day=act.closing_day,
        aim=act.aim,
        aim_easy=act.aim_easy,
        status="prepared",
        prepared=on.at,
        opened=None,
        closes=None,
        closed=None,
        closed_because=None,
        synthesis=None,
        published=None,
    )


@kind("consultation.changed")
class ConsultationChanged(Act):
    """What had been prepared was changed before it opened."""

    consultation: Id
    purpose: Key
    level: Key
    channels: list[Key]
    closing_day: Day
    aim: Commitment
    aim_easy: Commitment | None


@applies(ConsultationChanged)
def _(act: ConsultationChanged, _on: Envelope) -> Iterator[Change]:
    yield set_(
        Consultation,
        {"id": act.consultation},
        purpose=act.purpose,
        level=act.level,
        channels=_listed(act.channels),
        closing_day=act.closing_day,
        aim=act.aim,
        aim_easy=act.aim_easy,
    )


@kind("consultation.question-asked")
class QuestionAsked(Act):
    """A question was written, or worded anew before the opening.

    `proofread`: the day on which people concerned read its easy-to-read version.
    """

    question: Id
    consultation: Id
    number: Whole
    text: Commitment
    easy: Commitment | None
    proofread: Day | None


@applies(QuestionAsked)
def _(act: QuestionAsked, _on: Envelope) -> Iterator[Change]:
    yield put(
        Question,
        id=act.question,
        consultation=act.consultation,
        number=act.number,
        text=act.text,
        easy=act.easy,
        proofread=act.proofread,
        dropped=None,
    )


@kind("consultation.question-dropped")
class QuestionDropped(Act):
    """A question was taken out before the opening."""

    question: Id


@applies(QuestionDropped)
def _(act: QuestionDropped, on: Envelope) -> Iterator[Change]:
    yield set_(Question, {"id": act.question}, dropped=on.at)


@kind("consultation.opened")
class ConsultationOpened(Act):
    """Contributions are taken from now on, until `closes`."""

    consultation: Id
    questions: Whole
    closes: Instant


@applies(ConsultationOpened)
def _(act: ConsultationOpened, on: Envelope) -> Iterator[Change]:
    yield set_(Consultation, {"id": act.consultation}, status="open", opened=on.at, closes=act.closes)


@kind("consultation.extended")
class ConsultationExtended(Act):
    """The closing day of an open consultation was put later."""

    consultation: Id
    closing_day: Day
    closes: Instant


@applies(ConsultationExtended)
def _(act: ConsultationExtended, _on: Envelope) -> Iterator[Change]:
    yield set_(Consultation, {"id": act.consultation}, closing_day=act.closing_day, closes=act.closes)


@kind("consultation.closed")
class ConsultationClosed(Act):
    """No contribution is taken any more: the closing day is over, or it was closed by hand."""

    consultation: Id
    because: Literal["deadline", "hand"]
    contributions: Whole


@applies(ConsultationClosed)
def _(act: ConsultationClosed, on: Envelope) -> Iterator[Change]:
    yield set_(
        Consultation,
        {"id": act.consultation},
        status="closed",
        closed=on.at,
        closed_because=act.because,
    )


@kind("consultation.invitation-made")
class InvitationMade(Act):
    """Somebody was given a personal link. Neither the person nor the link stands here."""

    link: Id
    consultation: Id


@applies(InvitationMade)
def _(act: InvitationMade, on: Envelope) -> Iterator[Change]:
    yield put(
        Invitation,
        id=act.link,
        consultation=act.consultation,
        partnership=on.subject,
        made=on.at,
        by=on.by,
        revoked=None,
    )


@kind("consultation.invitation-revoked")
class InvitationRevoked(Act):
    """A personal link opens nothing any more."""

    link: Id


@applies(InvitationRevoked)
def _(act: InvitationRevoked, on: Envelope) -> Iterator[Change]:
    yield set_(Invitation, {"id": act.link}, revoked=on.at)


class Answered(Part):
    """The answer to one question; no text where it was left open."""

    question: Id
    text: Commitment | None


@kind("consultation.contribution-made")
class ContributionMade(Act):
    """Somebody concerned said what they think, by themselves or through a helper.

    `guardian_consent`: the legal representative of a minor or protected adult agreed, where that is needed.
    """

    contribution: Id
    consultation: Id
    number: Whole
    channel: Key
    category: Key
    link: Id | None
    seat: Id | None
    helper: Id | None
    employer: Commitment | None
    interpreter: Commitment | None
    guardian_consent: bool
    consents: list[Key]
    answers: list[Answered]


@applies(ContributionMade)
def _(act: ContributionMade, on: Envelope) -> Iterator[Change]:
    yield put(
        Contribution,
        id=act.contribution,
        consultation=act.consultation,
        partnership=on.subject,
        number=act.number,
        channel=act.channel,
        category=act.category,
        link=act.link,
        seat=act.seat,
        helper=act.helper,
        employer=act.employer,
        interpreter=act.interpreter,
        guardian_consent=act.guardian_consent,
        consents=_listed(act.consents),
        made=on.at,
        revised=None,
        withdrawn=None,
        withdrawn_because=None,
        response=None,
    )
    yield from _answers(act.contribution, act.answers)


@kind("consultation.contribution-revised")
class ContributionRevised(Act):
    """An author put other answers in the place of the earlier ones, before closing.

    `erased`: the commitments whose texts are erased with this act, since nobody stands by them any more.
    """

    contribution: Id
    category: Key
    interpreter: Commitment | None
    guardian_consent: bool
    consents: list[Key]
    answers: list[Answered]
    erased: list[Erased]


@applies(ContributionRevised)
def _(act: ContributionRevised, on: Envelope) -> Iterator[Change]:
    yield set_(
        Contribution,
        {"id": act.contribution},
        category=act.category,
        interpreter=act.interpreter,
        guardian_consent=act.guardian_consent,
        consents=_listed(act.consents),
        revised=on.at,
    )
    yield from _answers(act.contribution, act.answers)


@kind("consultation.contribution-withdrawn")
class ContributionWithdrawn(Act):
    """A contribution was taken back by its author, or by a helper at the author's request.

    `erased`: the commitments whose texts are erased with this act.
    """

    contribution: Id
    because: Literal["author", "author_through_helper"]
    erased: list[Erased]


@applies(ContributionWithdrawn)
def _(act: ContributionWithdrawn, on: Envelope) -> Iterator[Change]:
    yield set_(Contribution, {"id": act.contribution}, withdrawn=on.at, withdrawn_because=act.because)


@kind("consultation.response-drafted")
class ResponseDrafted(Act):
    """What is to become of some contributions was written, or written anew, and is not public yet.

    Which contributions it answers is in the ContributionsAnswered acts after it.
    """

    response: Id
    consultation: Id
    verdict: Key
    decided: Commitment | None
    because: Commitment
    next_step: Commitment | None


@applies(ResponseDrafted)
def _(act: ResponseDrafted, on: Envelope) -> Iterator[Change]:
    yield put(
        Response,
        id=act.response,
        consultation=act.consultation,
        verdict=act.verdict,
        decided=act.decided,
        because=act.because,
        next_step=act.next_step,
        drafted=on.at,
        by=on.by,
    )


@kind("consultation.contributions-answered")
class ContributionsAnswered(Act):
    """Up to 100 contributions that a response answers; without a response: those that none answers now."""

    response: Id | None
    contributions: list[Id]


@applies(ContributionsAnswered)
def _(act: ContributionsAnswered, _on: Envelope) -> Iterator[Change]:
    for contribution in act.contributions:
        yield set_(Contribution, {"id": contribution}, response=act.response)


@kind("consultation.results-published")
class ResultsPublished(Act):
    """All responses became readable at once, with a synthesis."""

    consultation: Id
    synthesis: Commitment
    contributions: Whole
    responses: Whole


@applies(ResultsPublished)
def _(act: ResultsPublished, on: Envelope) -> Iterator[Change]:
    yield set_(Consultation, {"id": act.consultation}, synthesis=act.synthesis, published=on.at)


def _answers(contribution: str, answers: list[Answered]) -> Iterator[Change]:
    for answer in answers:
        yield put(Answer, contribution=contribution, question=answer.question, text=answer.text)


def _listed(keys: list[str]) -> str:
    return msgspec.json.encode(keys).decode()
