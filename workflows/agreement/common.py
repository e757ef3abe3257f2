"""What the agreement's commands share: for whom a person may write, and words that did not change."""

from __future__ import annotations

from governance.tables.parties import Mandate, Party, Seat
from policies.access import Denied, decide
from policies.refusal import NotEntitled, NotFound
from workflows.case import Case, View
from workflows.deliberation import must_be_unlocked


def writing(case: Case) -> None:
    """Require that the person may write in the agreement, and that no vote on it is open."""
    case.may("agreement.write")
    must_be_unlocked(case)


def for_party(case: Case, action: str, party: str) -> tuple[Party, Mandate | None]:
    """The party, and the mandate by which the person does `action` for it. Raises NotEntitled, NotFound."""
    case.may(action)
    row = case.tx.one(Party, id=party, partnership=case.id)
    if row is None or row.left:
        raise NotFound("common.not_found")
    if case.who.system:
        return row, None
    mandate = mandate_for(case, action, row.id)
    if mandate is None:
        raise NotEntitled("agreement.not_your_party")
    case.hand.by = f"mandate:{mandate.id}"
    return row, mandate


def mandate_for(view: View, action: str, party: str) -> Mandate | None:
    """The mandate by which the person may do `action` for a party.

    Who sits or acts for a party writes for that one only; whoever is bound to none (a facilitator) for each.
    """
    able = [mandate for mandate in view.mandates if _allows(view, action, mandate)]
    own = [mandate for mandate in able if party_of(view, mandate) == party]
    free = [mandate for mandate in able if not _is_bound(view, mandate)]
    return next(iter(own + free), None)


def party_of(view: View, mandate: Mandate) -> str | None:
    """The party for which a mandate acts, by itself or by its seat."""
    seat = view.tx.one(Seat, id=mandate.seat) if mandate.seat else None
    return mandate.party or (seat.party if seat else None)


def kept(case: Case, commitment: str | None, text: str) -> str | None:
    """The commitment that already stands for these very words, or a new one; none for no words."""
    if commitment is not None and case.tx.text(commitment) == text.strip():
        return commitment
    return case.conceal(text)


def kept_words(case: Case, commitment: str | None, text: str) -> str:
    """The same, for words that are there."""
    found = kept(case, commitment, text)
    assert found is not None
    return found


def _allows(view: View, action: str, mandate: Mandate) -> bool:
    return not isinstance(decide(view.pack.access, action, [mandate.role], [], view.row.state), Denied)


def _is_bound(view: View, mandate: Mandate) -> bool:
    role = view.pack.roles[mandate.role]
    return role.party or role.seat
