"""Acts of the ethical review: opened, interests declared, assessed, conditions, replies, opinion."""

from __future__ import annotations

from collections.abc import Iterator

from governance.acts.base import (
    Act,
    Change,
    Commitment,
    Day,
    Envelope,
    Id,
    Key,
    Whole,
    applies,
    kind,
    put,
    set_,
)
from governance.tables.review import Condition, Finding, InterestDeclaration, Review, ReviewReply


@kind("review.opened")
class ReviewOpened(Act):
    """A round of ethical review began, on the question that is put to the reviewers."""

    review: Id
    term: Whole
    state: Key
    question: Commitment


@applies(ReviewOpened)
def _(act: ReviewOpened, on: Envelope) -> Iterator[Change]:
    yield put(
        Review,
        id=act.review,
        partnership=on.subject,
        term=act.term,
        state=act.state,
        question=act.question,
        seq=on.seq,
        opened=on.at,
        opened_by=on.by,
        **dict.fromkeys(("opinion", "reason", "minority", "given", "given_by")),
    )


@kind("review.interests-declared")
class InterestsDeclared(Act):
    """A reviewer said whether an interest ties them to a party; with one, they do not go on."""

    review: Id
    mandate: Id
    interest: bool
    text: Commitment | None


@applies(InterestsDeclared)
def _(act: InterestsDeclared, on: Envelope) -> Iterator[Change]:
    yield put(
        InterestDeclaration,
        review=act.review,
        mandate=act.mandate,
        interest=act.interest,
        text=act.text,
        at=on.at,
    )


@kind("review.criterion-assessed")
class CriterionAssessed(Act):
    """A reviewer wrote what is found on a criterion, and why."""

    review: Id
    criterion: Key
    finding: Key
    reason: Commitment
    mandate: Id


@applies(CriterionAssessed)
def _(act: CriterionAssessed, on: Envelope) -> Iterator[Change]:
    yield put(
        Finding,
        review=act.review,
        criterion=act.criterion,
        finding=act.finding,
        reason=act.reason,
        mandate=act.mandate,
        at=on.at,
    )


@kind("review.condition-set")
class ConditionSet(Act):
    """A reviewer set a condition; its owner and day may follow."""

    review: Id
    condition: Id
    criterion: Key | None
    text: Commitment
    owner: Id | None
    due: Day | None


@applies(ConditionSet)
def _(act: ConditionSet, on: Envelope) -> Iterator[Change]:
    yield put(
        Condition,
        id=act.condition,
        partnership=on.subject,
        review=act.review,
        criterion=act.criterion,
        text=act.text,
        owner=act.owner,
        due=act.due,
        at=on.at,
        **dict.fromkeys(("withdrawn", "met", "met_by", "proof", "reopened")),
    )


@kind("review.condition-scheduled")
class ConditionScheduled(Act):
    """A condition got the party that sees to it, and its day."""

    condition: Id
    owner: Id
    due: Day


@applies(ConditionScheduled)
def _(act: ConditionScheduled, on: Envelope) -> Iterator[Change]:
    yield set_(Condition, {"id": act.condition}, owner=act.owner, due=act.due)


@kind("review.condition-withdrawn")
class ConditionWithdrawn(Act):
    """The reviewers took a condition back before their opinion."""

    condition: Id


@applies(ConditionWithdrawn)
def _(act: ConditionWithdrawn, on: Envelope) -> Iterator[Change]:
    yield set_(Condition, {"id": act.condition}, withdrawn=on.at)


@kind("review.condition-met")
class ConditionMet(Act):
    """A condition is met, with the proof that anyone at the table can read."""

    condition: Id
    proof: Commitment


@applies(ConditionMet)
def _(act: ConditionMet, on: Envelope) -> Iterator[Change]:
    yield set_(Condition, {"id": act.condition}, met=on.at, met_by=on.by, proof=act.proof, reopened=None)


@kind("review.condition-reopened")
class ConditionReopened(Act):
    """A reviewer was not convinced by the proof: the condition is to be met again."""

    condition: Id
    reason: Commitment


@applies(ConditionReopened)
def _(act: ConditionReopened, on: Envelope) -> Iterator[Change]:
    yield set_(Condition, {"id": act.condition}, met=None, met_by=None, reopened=act.reason)


@kind("review.replied")
class ReviewReplied(Act):
    """Those who carry the project answered the reviewers."""

    review: Id
    reply: Id
    text: Commitment


@applies(ReviewReplied)
def _(act: ReviewReplied, on: Envelope) -> Iterator[Change]:
    yield put(
        ReviewReply,
        id=act.reply,
        partnership=on.subject,
        review=act.review,
        text=act.text,
        at=on.at,
        by=on.by,
    )


@kind("review.opinion-given")
class OpinionGiven(Act):
    """The reviewers concluded. An opinion decides nothing by itself."""

    review: Id
    opinion: Key
    reason: Commitment
    minority: Commitment | None


@applies(OpinionGiven)
def _(act: OpinionGiven, on: Envelope) -> Iterator[Change]:
    yield set_(
        Review,
        {"id": act.review},
        opinion=act.opinion,
        reason=act.reason,
        minority=act.minority,
        given=on.at,
        given_by=on.by,
    )
