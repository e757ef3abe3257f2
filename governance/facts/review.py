"""What the rules may know of the ethical review that counts now."""

from __future__ import annotations

from typing import Any

from governance.actors import is_valid
from governance.agreement_digest import agreement_of
from governance.facts.agreement import money_by_party
from governance.tables.parties import Mandate, Seat
from governance.tables.partnership import Partnership, StateEntry
from governance.tables.review import Condition, Finding, InterestDeclaration, Review
from governance.transaction import Reading
from policies.pack import Pack


def review_facts(tx: Reading, row: Partnership, pack: Pack) -> dict[str, Any]:
    """The facts named in `policies.facts`, of this term's latest review."""
    review = current_review(tx, row)
    assigned = reviewers(tx, row.id, pack)
    declared = declarations(tx, review)
    conditions = conditions_of(tx, review)
    unmet = [condition for condition in conditions if condition.met is None]
    return {
        "opened": review is not None,
        "opinion": (review.opinion if review else None) or "",
        "reviewers": len(assigned),
        "reviewers_undeclared": sum(mandate.id not in declared for mandate in assigned),
        "reviewers_not_independent": len(not_independent(tx, row, pack, assigned, declared)),
        "criteria_missing": len(criteria_missing(tx, review, pack, declared)),
        "conditions": len(conditions),
        "conditions_unmet": len(unmet),
        "conditions_unscheduled": sum(not (condition.owner and condition.due) for condition in unmet),
    }


def current_review(tx: Reading, row: Partnership) -> Review | None:
    """This term's latest review, unless its state was entered anew after it: then a new round is due."""
    rounds = tx.all(Review, partnership=row.id, term=row.term, order="-seq")
    if not rounds:
        return None
    entered = tx.all(StateEntry, partnership=row.id, state=rounds[0].state, order="-seq")
    return None if entered and entered[0].seq > rounds[0].seq else rounds[0]


def reviewers(tx: Reading, partnership: str, pack: Pack) -> list[Mandate]:
    """The mandates to review that are valid today."""
    given = tx.all(Mandate, partnership=partnership, order="given")
    return [m for m in given if m.role in pack.roles and pack.roles[m.role].reviews and is_valid(m, tx.today)]


def declarations(tx: Reading, review: Review | None) -> dict[str, InterestDeclaration]:
    """What was declared in a review, by mandate."""
    return {d.mandate: d for d in tx.all(InterestDeclaration, review=review.id)} if review else {}


def not_independent(
    tx: Reading,
    row: Partnership,
    pack: Pack,
    assigned: list[Mandate],
    declared: dict[str, InterestDeclaration],
) -> list[str]:
    """The reviewers' mandates with a declared interest, or held by somebody of a party that brings money."""
    funders = set(money_by_party(agreement_of(tx, row.id), pack))
    return [m.id for m in assigned if _tied(declared.get(m.id)) or ties(tx, m) & funders]


def ties(tx: Reading, mandate: Mandate) -> set[str]:
    """The parties for which the mandate's holder acts or sits here today."""
    held = tx.all(Mandate, partnership=mandate.partnership, holder=mandate.holder)
    valid = [other for other in held if is_valid(other, tx.today)]
    seats = [tx.one(Seat, id=other.seat) for other in valid if other.seat]
    return {m.party for m in valid if m.party} | {seat.party for seat in seats if seat and seat.party}


def criteria_missing(
    tx: Reading, review: Review | None, pack: Pack, declared: dict[str, InterestDeclaration]
) -> list[str]:
    """The criteria without a finding that counts: one by a reviewer who has no declared interest."""
    found = tx.all(Finding, review=review.id) if review else []
    assessed = {finding.criterion for finding in found if not _tied(declared.get(finding.mandate))}
    return [criterion for criterion in pack.review.criteria if criterion not in assessed]


def conditions_of(tx: Reading, review: Review | None) -> list[Condition]:
    """The conditions of a review that stand, met or not, in the order in which they were set."""
    return tx.all(Condition, review=review.id, withdrawn=None, order="id") if review else []


def _tied(declaration: InterestDeclaration | None) -> bool:
    return declaration is not None and bool(declaration.interest)
