"""What the log's readers are not shown: choices of open votes, and who made a contribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from governance.acts.consultation import ContributionMade, ContributionRevised, ContributionWithdrawn
from governance.acts.deliberation import BallotCast
from governance.tables.consultation import Consultation, Contribution
from governance.tables.deliberation import Decision
from governance.transaction import Reading
from policies.phrases import phrase
from policies.text import Text

CONTRIBUTED: tuple[type, ...] = (ContributionMade, ContributionRevised, ContributionWithdrawn)


@dataclass(frozen=True, slots=True)
class Kept:
    """That something of an act is kept back: why, whether its author is, and which fields."""

    why: Text
    author: bool
    fields: frozenset[str]


def kept_back(tx: Reading, body: Any) -> Kept | None:
    """What of an act with this body must not be shown now; then its bytes are not either."""
    if isinstance(body, BallotCast):
        decision = tx.one(Decision, id=body.decision)
        if decision is not None and decision.status == "open":
            return Kept(phrase("log.vote_open"), False, frozenset({"choice", "reason"}))
    if isinstance(body, CONTRIBUTED):
        return _contributed(tx, body)
    return None


def _contributed(tx: Reading, body: Any) -> Kept:
    made = tx.one(Contribution, id=body.contribution)
    consultation = tx.one(Consultation, id=made.consultation) if made else None
    who = {"seat", "link"}
    if consultation is None or consultation.closed is None:
        return Kept(phrase("log.consultation_open"), True, frozenset(who | {"answers", "because", "reason"}))
    return Kept(phrase("log.author_kept"), True, frozenset(who))
