"""The ethical review as its page shows it: who examines, what is found, the conditions, and the reply."""

from __future__ import annotations

from dataclasses import dataclass

from governance.facts.review import (
    conditions_of,
    criteria_missing,
    current_review,
    declarations,
    not_independent,
    reviewers,
)
from governance.names import mandate_name, party_name
from governance.tables.parties import Mandate, Party
from governance.tables.review import Condition, Finding, Review, ReviewReply
from policies.pack.coconstruction import Criterion, FindingKind, Opinion
from policies.refusal import NotFound
from policies.text import Text
from workflows.case import View


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody who examines. `interest` is None before the declaration; `tied`: not independent."""

    name: str | None
    interest: bool | None
    text: str | None
    at: str | None
    tied: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Assessed:
    """A criterion with what was found. `counts`: its author declared no interest."""

    key: str
    criterion: Criterion
    finding: FindingKind | None
    finding_key: str | None
    reason: str | None
    by: str | None
    at: str | None
    counts: bool


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """A condition, with who sees to it and by when. `late`: its day is past and it is not met."""

    id: str
    criterion: Text | None
    text: str
    owner: str | None
    owner_id: str | None
    due: str | None
    late: bool
    met: str | None
    met_by: str | None
    proof: str | None
    reopened: str | None


@dataclass(frozen=True, slots=True)
class Reply:
    text: str
    by: str | None
    at: str


@dataclass(frozen=True, slots=True)
class Round:
    """One round of review."""

    id: str
    question: str
    opened: str
    opinion: Opinion | None
    reason: str | None
    minority: str | None
    given: str | None
    given_by: str | None
    criteria: tuple[Assessed, ...]
    conditions: tuple[ConditionLine, ...]
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The round that counts now, if one is open, and those before it.

    `may_open`, `may_assess` … say which of the forms the reader may send now; `tie`: why one who examines
    may not go on (`declare` or `interest`).
    """

    current: Round | None
    earlier: tuple[Round, ...]
    reviewers: tuple[Reviewer, ...]
    may_open: bool
    may_declare: bool
    may_assess: bool
    may_schedule: bool
    may_reply: bool
    may_meet: bool
    may_reopen: bool
    tie: str | None


def review_page(view: View) -> ReviewPage:
    """The whole review: some queries for each criterion and condition, so for one page only."""
    review = current_review(view.tx, view.row)
    assigned = reviewers(view.tx, view.id, view.pack)
    everyone = tuple(_reviewers(view, review, assigned))
    rounds = view.tx.all(Review, partnership=view.id, order="-seq")
    tie = _tie(everyone)
    reviews = view.allows("review.write") and any(one.mine for one in everyone)
    open_ = review is not None and review.opinion is None and view.row.state == review.state
    concluded = review is not None and review.opinion is not None
    return ReviewPage(
        current=_round(view, review) if review else None,
        earlier=tuple(_round(view, row) for row in rounds if review is None or row.id != review.id),
        reviewers=everyone,
        may_open=may_open(view, review),
        may_declare=reviews and review is not None,
        may_assess=reviews and open_ and tie is None,
        may_schedule=review is not None and (view.allows("review.manage") or view.allows("review.write")),
        may_reply=review is not None and view.allows("review.reply"),
        may_meet=concluded and view.allows("review.reply"),
        may_reopen=concluded and reviews and tie is None,
        tie=tie if reviews and review is not None else None,
    )


def may_open(view: View, review: Review | None) -> bool:
    """Whether the person may open a round now."""
    here = view.row.state in view.pack.review.opens_in
    return here and view.allows("review.manage") and (review is None or review.opinion is not None)


def condition_line(view: View, condition: str) -> ConditionLine:
    """One condition of the present round. Raises NotFound."""
    review = current_review(view.tx, view.row)
    row = view.tx.one(Condition, id=condition, review=review.id) if review else None
    if row is None or row.withdrawn:
        raise NotFound("common.not_found")
    return _condition(view, row)


def parties_here(view: View) -> list[tuple[str, str]]:
    """The parties that may see to a condition, with their names."""
    rows = view.tx.all(Party, partnership=view.id, left=None, order="joined")
    return [(row.id, party_name(view.tx, row.id) or "—") for row in rows]


def _reviewers(view: View, review: Review | None, assigned: list[Mandate]) -> list[Reviewer]:
    declared = declarations(view.tx, review)
    tied = set(not_independent(view.tx, view.row, view.pack, assigned, declared))
    mine = {mandate.id for mandate in view.mandates}
    found = []
    for mandate in assigned:
        said = declared.get(mandate.id)
        found.append(
            Reviewer(
                name=mandate_name(view.tx, mandate.id),
                interest=bool(said.interest) if said else None,
                text=view.tx.text(said.text) if said else None,
                at=said.at if said else None,
                tied=mandate.id in tied,
                mine=mandate.id in mine,
            )
        )
    return found


def _tie(everyone: tuple[Reviewer, ...]) -> str | None:
    mine = [one for one in everyone if one.mine]
    if any(one.interest is None for one in mine):
        return "declare"
    return "interest" if any(one.interest for one in mine) else None


def _round(view: View, row: Review) -> Round:
    return Round(
        id=row.id,
        question=view.tx.text(row.question) or "—",
        opened=row.opened,
        opinion=view.pack.review.opinions[row.opinion] if row.opinion else None,
        reason=view.tx.text(row.reason),
        minority=view.tx.text(row.minority),
        given=row.given,
        given_by=_hand(view, row.given_by),
        criteria=tuple(_criteria(view, row)),
        conditions=tuple(_condition(view, condition) for condition in conditions_of(view.tx, row)),
        replies=tuple(
            Reply(view.tx.text(said.text) or "—", _hand(view, said.by), said.at)
            for said in view.tx.all(ReviewReply, review=row.id, order="at")
        ),
    )


def _criteria(view: View, row: Review) -> list[Assessed]:
    found = {finding.criterion: finding for finding in view.tx.all(Finding, review=row.id)}
    missing = set(criteria_missing(view.tx, row, view.pack, declarations(view.tx, row)))
    return [
        _assessed(view, key, criterion, found.get(key), key not in missing)
        for key, criterion in view.pack.review.criteria.items()
    ]


def _assessed(view: View, key: str, criterion: Criterion, row: Finding | None, counts: bool) -> Assessed:
    return Assessed(
        key=key,
        criterion=criterion,
        finding=view.pack.review.findings[row.finding] if row else None,
        finding_key=row.finding if row else None,
        reason=view.tx.text(row.reason) if row else None,
        by=mandate_name(view.tx, row.mandate) if row else None,
        at=row.at if row else None,
        counts=counts,
    )


def _condition(view: View, row: Condition) -> ConditionLine:
    criterion = view.pack.review.criteria.get(row.criterion or "")
    return ConditionLine(
        id=row.id,
        criterion=criterion.text if criterion else None,
        text=view.tx.text(row.text) or "—",
        owner=party_name(view.tx, row.owner),
        owner_id=row.owner,
        due=row.due,
        late=row.met is None and row.due is not None and row.due < view.tx.today.isoformat(),
        met=row.met,
        met_by=_hand(view, row.met_by),
        proof=view.tx.text(row.proof),
        reopened=view.tx.text(row.reopened),
    )


def _hand(view: View, by: str | None) -> str | None:
    """The name of the person behind an act's hand."""
    kind, _sep, mandate = (by or "").partition(":")
    return mandate_name(view.tx, mandate) if kind == "mandate" else None
