"""What people say: by their own link, from their seat, or with a helper; said again, or taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from governance.actors import Who
from governance.acts.consultation import (
    Answered,
    ContributionMade,
    ContributionRevised,
    ContributionWithdrawn,
)
from governance.facts.consultation import channels_of
from governance.record import new_id
from governance.tables.consultation import Answer, Consultation, Contribution, Invitation
from governance.tables.log import Disclosure
from governance.tables.parties import Mandate, Seat
from governance.transaction import Transaction
from policies.refusal import Complaints, NotEntitled, NotFound, Refused
from workflows import inputs
from workflows.case import Acts, Case, View, command
from workflows.consultation.links import Handed, forget_holder, link_for
from workflows.consultation.loading import (
    questions_of,
    takes_contributions,
)

MOST_ANSWER = 10_000  # characters of one answer


@dataclass(frozen=True, kw_only=True)
class Said:
    """A contribution as it was given. `answers`: texts by question; some may be left open, not all.

    `interpreter`: who interpreted, if anybody did; `guardian`: the legal representative agreed.
    """

    category: str
    consents: tuple[str, ...]
    answers: Mapping[str, str]
    interpreter: str = ""
    guardian: bool = False
    channel: str = ""
    employer: str = ""


@dataclass(frozen=True)
class _Author:
    """Whose a contribution is: exactly one of a link and a seat."""

    link: str | None = None
    seat: str | None = None


@command
def contribute(case: Case, consultation: str, said: Said) -> Acts:
    """Yield a contribution by link or from a seat of those concerned; a later one replaces the earlier.

    Raises Refused outside the time of the consultation, Invalid for what cannot be taken.
    """
    author = _author(case, consultation)
    row = takes_contributions(case, consultation)
    _must_be_sound(case, row, said)
    earlier = _of_author(case, row, author)
    if earlier is None:
        yield _made(case, row, said, author, channel=_own_channel(case, row))
        return
    if earlier.helper:
        raise Refused("consultation.said_with_helper")
    yield _revised(case, earlier, said)


def enter(
    tx: Transaction, who: Who, partnership: str, consultation: str, said: Said, language: str = "fr"
) -> Handed:
    """Write down what somebody said, and give the link by which they see what becomes of it."""
    handed: list[Handed] = []
    contribute_for(tx, who, partnership, consultation, said, language, handed.append)
    return handed[0]


@command
def contribute_for(
    case: Case, consultation: str, said: Said, language: str, hand_over: Callable[[Handed], None]
) -> Acts:
    """Yield a contribution that a helper writes down, with the link for its author.

    The helper is named, and whom they work for: by their mandate's party, else in words.
    """
    mandate = case.may("consultation.contribute_for")
    row = takes_contributions(case, consultation)
    _must_be_sound(case, row, said, helper=mandate)
    handed, invitation = link_for(case, consultation, language)
    hand_over(handed)
    yield invitation
    case.hand.helper, case.hand.by = case.hand.by, f"link:{handed.link}"
    yield _made(case, row, said, _Author(link=handed.link), channel=said.channel, helper=mandate)


@command
def withdraw(case: Case, contribution: str) -> Acts:
    """Yield that a contribution is taken back, and erase its texts: by its author, at any time.

    The helper who wrote it down may do it at the author's request. Raises NotFound for anybody else.
    """
    row = case.tx.one(Contribution, id=contribution, partnership=case.id)
    if row is None:
        raise NotFound("common.not_found")
    own = _is_author(case, row)
    if not own:
        mandate = case.may("consultation.contribute_for")
        if mandate is None or row.helper != mandate.id:
            raise NotFound("common.not_found")
    if row.withdrawn:
        raise Refused("consultation.already_withdrawn")
    erased = _erase(case, row)
    if row.link:
        forget_holder(case.tx, row.link)
    yield ContributionWithdrawn(
        contribution=row.id, because="author" if own else "author_through_helper", erased=erased
    )


def _author(case: Case, consultation: str) -> _Author:
    """By whom this is: the holder of a link to this consultation, or a seat of those concerned."""
    if case.who.link:
        invitation = case.tx.one(Invitation, id=case.who.link, consultation=consultation)
        if invitation is None or invitation.revoked or invitation.partnership != case.id:
            raise NotFound("consultation.no_such_link")
        return _Author(link=case.who.link)
    case.may("consultation.contribute")
    mandate = concerned_seat(case)
    if mandate is None:
        raise NotEntitled("consultation.not_your_seat", college=case.pack.colleges[case.pack.concerned].text)
    case.hand.by = f"mandate:{mandate.id}"
    return _Author(seat=mandate.seat)


def concerned_seat(view: View) -> Mandate | None:
    """The person's mandate on a seat of those concerned, if they hold one."""
    for mandate in view.mandates:
        seat = view.tx.one(Seat, id=mandate.seat) if mandate.seat else None
        if seat and seat.college == view.pack.concerned and seat.removed is None:
            return mandate
    return None


def _is_author(case: Case, row: Contribution) -> bool:
    if case.who.link:
        invitation = case.tx.one(Invitation, id=case.who.link)
        return row.link == case.who.link and invitation is not None and invitation.revoked is None
    mandate = concerned_seat(case)
    if row.seat is None or mandate is None or mandate.seat != row.seat:
        return False
    case.hand.by = f"mandate:{mandate.id}"
    return True


def _of_author(case: Case, row: Consultation, author: _Author) -> Contribution | None:
    """What this author has said before and not taken back."""
    mine = {"link": author.link} if author.link else {"seat": author.seat}
    found = case.tx.all(Contribution, consultation=row.id, withdrawn=None, **mine)
    return found[0] if found else None


def _own_channel(case: Case, row: Consultation) -> str:
    """The channel of somebody who writes for themselves. Raises Refused where there is none."""
    known = case.pack.consultation.channels
    for channel in channels_of(row):
        if not known[channel].helper:
            return channel
    raise Refused("consultation.no_link_channel")


def _made(
    case: Case, row: Consultation, said: Said, author: _Author, *, channel: str, helper: Mandate | None = None
) -> ContributionMade:
    return ContributionMade(
        contribution=new_id(case.tx.moment),
        consultation=row.id,
        number=1 + len(case.tx.all(Contribution, consultation=row.id)),
        channel=channel,
        category=said.category,
        link=author.link,
        seat=author.seat,
        helper=helper.id if helper else None,
        employer=case.conceal(said.employer) if helper else None,
        interpreter=case.conceal(said.interpreter),
        guardian_consent=said.guardian and _needs_guardian(case, said.category),
        consents=sorted(set(said.consents)),
        answers=_answers(case, row, said),
    )


def _revised(case: Case, earlier: Contribution, said: Said) -> ContributionRevised:
    erased = _erase(case, earlier)
    row = takes_contributions(case, earlier.consultation)
    return ContributionRevised(
        contribution=earlier.id,
        category=said.category,
        interpreter=case.conceal(said.interpreter),
        guardian_consent=said.guardian and _needs_guardian(case, said.category),
        consents=sorted(set(said.consents)),
        answers=_answers(case, row, said),
        erased=erased,
    )


def _answers(case: Case, row: Consultation, said: Said) -> list[Answered]:
    questions = questions_of(case.tx, row.id)
    return [Answered(question=q.id, text=case.conceal(said.answers.get(q.id))) for q in questions]


def _erase(case: Case, row: Contribution) -> list[str]:
    """Delete the texts of a contribution; gives their commitments, so that the act names what is gone."""
    written = [answer.text for answer in case.tx.all(Answer, contribution=row.id)]
    commitments = [text for text in (*written, row.interpreter) if text]
    for commitment in commitments:
        case.tx.delete(Disclosure, commitment=commitment)
    return commitments


def _needs_guardian(case: Case, category: str) -> bool:
    return case.pack.consultation.categories[category].guardian


def _must_be_sound(case: Case, row: Consultation, said: Said, helper: Mandate | None = None) -> None:
    rules, complaints = case.pack.consultation, Complaints()
    _answers_must_be_sound(case, row, said, complaints)
    if not said.category:
        complaints.add("category", "consultation.who_speaks")
    inputs.choice(complaints, "category", said.category, rules.categories, required=False)
    if said.category in rules.categories and _needs_guardian(case, said.category) and not said.guardian:
        complaints.add("guardian", "consultation.guardian_first")
    for consent in said.consents:
        inputs.choice(complaints, "consents", consent, rules.consents)
    if any(consent.required and key not in said.consents for key, consent in rules.consents.items()):
        complaints.add("consents", "consultation.consent_first")
    inputs.text(complaints, "interpreter", said.interpreter, required=False, most=200)
    if helper:
        helped = [channel for channel in channels_of(row) if rules.channels[channel].helper]
        inputs.choice(complaints, "channel", said.channel, helped)
        if not helper.party:
            inputs.text(complaints, "employer", said.employer, most=200)
    complaints.raise_if_any()


def _answers_must_be_sound(case: Case, row: Consultation, said: Said, complaints: Complaints) -> None:
    questions = [question.id for question in questions_of(case.tx, row.id)]
    for question in said.answers:
        if question not in questions:
            raise NotFound("common.not_found")
    if not any(text.strip() for text in said.answers.values()):
        complaints.add(f"answer-{questions[0]}", "consultation.say_something")
    for question, text in said.answers.items():
        inputs.text(complaints, f"answer-{question}", text, required=False, most=MOST_ANSWER)
