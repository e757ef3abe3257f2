"""The ethical review: interests first, then findings with reasons, conditions, a reply, an opinion.

An opinion fires nothing by itself: the transition that follows asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from governance.acts.review import (
    ConditionMet,
    ConditionReopened,
    ConditionScheduled,
    ConditionSet,
    ConditionWithdrawn,
    CriterionAssessed,
    InterestsDeclared,
    OpinionGiven,
    ReviewOpened,
    ReviewReplied,
)
from governance.facts.review import conditions_of, criteria_missing, current_review, declarations, reviewers
from governance.record import new_id
from governance.tables.parties import Mandate, Party
from governance.tables.review import Condition, Finding, Review
from policies.phrases import phrase
from policies.refusal import Complaints, Missing, NotEntitled, NotFound, Refused
from workflows import inputs
from workflows.case import Acts, Case, command


@command
def open_review(case: Case, question: str) -> Acts:
    """Put a question to the reviewers. Refused while a round of this stay in the state has no opinion."""
    case.may("review.manage")
    if case.row.state not in case.pack.review.opens_in:
        raise Refused("review.not_now")
    current = current_review(case.tx, case.row)
    if current is not None and current.opinion is None:
        raise Refused("review.already_open")
    complaints = Complaints()
    question = inputs.text(complaints, "question", question)
    complaints.raise_if_any()
    yield ReviewOpened(
        review=new_id(case.tx.moment),
        term=case.row.term,
        state=case.row.state,
        question=case.concealed(question),
    )


@command
def declare_interest(case: Case, *, has_interest: bool, text: str = "") -> Acts:
    """A reviewer says whether a tie binds them to a party; the latest declaration stands."""
    mandate = _reviewer(case)
    review = _current(case)
    complaints = Complaints()
    text = inputs.text(complaints, "text", text, required=False)
    if has_interest and not text:
        complaints.add("text", "review.say_which")
    complaints.raise_if_any()
    yield InterestsDeclared(
        review=review.id, mandate=mandate.id, interest=has_interest, text=case.conceal(text)
    )


@command
def assess(
    case: Case,
    criterion: str,
    *,
    finding: str,
    reason: str,
    condition: str = "",
    owner: str = "",
    due: date | None = None,
) -> Acts:
    """Write what is found on a criterion; a finding that needs a condition comes with one, or has one."""
    mandate = _reviewer(case)
    review = _under_way(case, mandate)
    complaints = Complaints()
    criterion = inputs.choice(complaints, "criterion", criterion, case.pack.review.criteria)
    finding = inputs.choice(complaints, "finding", finding, case.pack.review.findings)
    reason = inputs.text(complaints, "reason", reason)
    condition = inputs.text(complaints, "condition", condition, required=False)
    known = case.pack.review.findings.get(finding)
    if known and known.needs_condition and not condition and not _has_condition(case, review, criterion):
        complaints.add("condition", "review.needs_condition")
    day = _scheduled(case, complaints, owner, due)
    complaints.raise_if_any()
    yield CriterionAssessed(
        review=review.id,
        criterion=criterion,
        finding=finding,
        reason=case.concealed(reason),
        mandate=mandate.id,
    )
    if condition:
        yield _condition(case, review, criterion, condition, owner, day)


@command
def set_condition(
    case: Case, *, text: str, criterion: str = "", owner: str = "", due: date | None = None
) -> Acts:
    """A condition of the opinion to come, on one criterion or on the whole."""
    review = _under_way(case, _reviewer(case))
    complaints = Complaints()
    text = inputs.text(complaints, "text", text)
    criterion = inputs.choice(complaints, "criterion", criterion, case.pack.review.criteria, required=False)
    day = _scheduled(case, complaints, owner, due)
    complaints.raise_if_any()
    yield _condition(case, review, criterion, text, owner, day)


@command
def withdraw_condition(case: Case, condition: str) -> Acts:
    """Take a condition back, before the opinion."""
    review = _under_way(case, _reviewer(case))
    yield ConditionWithdrawn(condition=_standing(case, review, condition).id)


@command
def schedule_condition(case: Case, condition: str, *, owner: str, due: date | None) -> Acts:
    """Say which party sees to a condition, and by when. Before the opinion or after it, until it is met."""
    case.may("review.write" if case.allows("review.write") else "review.manage")
    row = _standing(case, _current(case), condition)
    if row.met:
        raise Refused("review.already_met")
    complaints = Complaints()
    day = inputs.day(complaints, "due", due)
    inputs.text(complaints, "owner", owner)
    _scheduled(case, complaints, owner, due)
    complaints.raise_if_any()
    assert day is not None
    yield ConditionScheduled(condition=row.id, owner=owner, due=day)


@command
def meet_condition(case: Case, condition: str, proof: str) -> Acts:
    """Those who carry the project report a condition as met; a reviewer may reopen it."""
    case.may("review.reply")
    review = _current(case)
    if review.opinion is None:
        raise Refused("review.no_opinion_yet")
    row = _standing(case, review, condition)
    if row.met:
        raise Refused("review.already_met")
    complaints = Complaints()
    proof = inputs.text(complaints, "proof", proof)
    complaints.raise_if_any()
    yield ConditionMet(condition=row.id, proof=case.concealed(proof))


@command
def reopen_condition(case: Case, condition: str, reason: str) -> Acts:
    """A reviewer is not convinced by the proof, and says why."""
    mandate = _reviewer(case)
    review = _current(case)
    _must_be_free(case, review, mandate)
    row = _standing(case, review, condition)
    if not row.met:
        raise Refused("review.not_met_yet")
    complaints = Complaints()
    reason = inputs.text(complaints, "reason", reason)
    complaints.raise_if_any()
    yield ConditionReopened(condition=row.id, reason=case.concealed(reason))


@command
def reply(case: Case, text: str) -> Acts:
    """Those who carry the project answer the reviewers: to a finding, or to the opinion."""
    case.may("review.reply")
    review = _current(case)
    complaints = Complaints()
    text = inputs.text(complaints, "text", text)
    complaints.raise_if_any()
    yield ReviewReplied(review=review.id, reply=new_id(case.tx.moment), text=case.concealed(text))


@command
def give_opinion(case: Case, *, opinion: str, reason: str, minority: str = "") -> Acts:
    """Conclude the review. Refused, with all that is missing, until every criterion has its finding."""
    review = _under_way(case, _reviewer(case))
    complaints = Complaints()
    opinion = inputs.choice(complaints, "opinion", opinion, case.pack.review.opinions)
    reason = inputs.text(complaints, "reason", reason)
    minority = inputs.text(complaints, "minority", minority, required=False)
    complaints.raise_if_any()
    missing = tuple(_incomplete(case, review, opinion))
    if missing:
        raise Refused("review.not_complete", missing=missing)
    yield OpinionGiven(
        review=review.id, opinion=opinion, reason=case.concealed(reason), minority=case.conceal(minority)
    )


def _incomplete(case: Case, review: Review, opinion: str) -> Iterator[Missing]:
    """What an opinion still lacks."""
    pack, declared = case.pack.review, declarations(case.tx, review)
    assigned = reviewers(case.tx, case.id, case.pack)
    undeclared = sum(mandate.id not in declared for mandate in assigned)
    if undeclared:
        yield Missing("declarations", phrase("review.missing_declarations", number=undeclared))
    for criterion in criteria_missing(case.tx, review, case.pack, declared):
        name = pack.criteria[criterion].text
        yield Missing(criterion, phrase("review.missing_criterion", criterion=name))
    for found in case.tx.all(Finding, review=review.id):
        if pack.findings[found.finding].needs_condition and not _has_condition(case, review, found.criterion):
            name = pack.criteria[found.criterion].text
            yield Missing(found.criterion, phrase("review.missing_condition", criterion=name))
    if pack.opinions[opinion].conditional and not conditions_of(case.tx, review):
        yield Missing("conditions", phrase("review.missing_any_condition"))
    if pack.opinions[opinion].unreserved and conditions_of(case.tx, review):
        yield Missing("conditions", phrase("review.conditions_stand"))


def _reviewer(case: Case) -> Mandate:
    """The mandate to review by which the person acts. Raises NotEntitled."""
    mandate = case.may("review.write")
    if mandate is None:
        raise NotEntitled("review.not_a_reviewer")
    return mandate


def _current(case: Case) -> Review:
    """The review that counts now. Raises Refused where none does."""
    review = current_review(case.tx, case.row)
    if review is None:
        raise Refused("review.none_open")
    return review


def _under_way(case: Case, mandate: Mandate) -> Review:
    """The review without an opinion, for a reviewer who declared no interest. Raises Refused."""
    review = _current(case)
    if review.opinion is not None:
        raise Refused("review.concluded")
    if case.row.state != review.state:
        raise Refused("review.not_now")
    _must_be_free(case, review, mandate)
    return review


def _must_be_free(case: Case, review: Review, mandate: Mandate) -> None:
    declared = declarations(case.tx, review).get(mandate.id)
    if declared is None:
        raise Refused("review.declare_first")
    if declared.interest:
        raise Refused("review.has_interest")


def _standing(case: Case, review: Review, condition: str) -> Condition:
    row = case.tx.one(Condition, id=condition, review=review.id)
    if row is None or row.withdrawn:
        raise NotFound("common.not_found")
    return row


def _has_condition(case: Case, review: Review, criterion: str) -> bool:
    return any(condition.criterion == criterion for condition in conditions_of(case.tx, review))


def _parties(case: Case) -> set[str]:
    return {party.id for party in case.tx.all(Party, partnership=case.id, left=None)}


def _scheduled(case: Case, complaints: Complaints, owner: str, due: date | None) -> str | None:
    """The day of a condition that has an owner; complaints for one without the other, or a day gone by."""
    inputs.choice(complaints, "owner", owner, _parties(case), required=False)
    if bool(owner) != (due is not None):
        complaints.add("due" if owner else "owner", "review.both_or_neither")
    if due is not None and due < case.tx.today:
        complaints.add("due", "review.in_the_past")
    return inputs.day(complaints, "due", due, required=False)


def _condition(
    case: Case, review: Review, criterion: str, text: str, owner: str, day: str | None
) -> ConditionSet:
    return ConditionSet(
        review=review.id,
        condition=new_id(case.tx.moment),
        criterion=criterion or None,
        text=case.concealed(text),
        owner=owner or None,
        due=day,
    )
