"""What the rules may know of the evaluation of the current term. A new term begins with none."""

from __future__ import annotations

from datetime import date
from typing import Any

from governance.actors import is_valid
from governance.facts.consultation import feedback_counts
from governance.tables.consultation import Consultation
from governance.tables.evaluation import EvaluationPiece, Recommendation
from governance.tables.parties import Mandate
from governance.tables.partnership import Partnership, StateEntry
from governance.transaction import Reading
from policies.pack import Pack


def evaluation_facts(tx: Reading, row: Partnership, pack: Pack) -> dict[str, Any]:
    found = dict.fromkeys(pack.evaluation.pieces, 0)
    for piece in pieces_of(tx, row):
        if counts(piece, tx.today):
            found[piece.kind] = found.get(piece.kind, 0) + 1
    contributions, unanswered = feedback_counts(tx, pack, row.id, row.term)
    recommended = latest_recommendation(tx, row)
    return {
        "opened": has_opened(tx, row, pack),
        "pieces": found,
        "feedback_contributions": contributions,
        "feedback_unanswered": unanswered,
        "recommendation": recommended.recommendation if recommended else "",
        "evaluators": len(evaluators(tx, row, pack)),
    }


def pieces_of(tx: Reading, row: Partnership) -> list[EvaluationPiece]:
    """The pieces of the current term, withdrawn ones too, in the order in which they were added."""
    return tx.all(EvaluationPiece, partnership=row.id, term=row.term, order="added")


def counts(piece: EvaluationPiece, today: date) -> bool:
    """Whether a piece stands: neither withdrawn nor past the day until which its teller agreed."""
    return piece.withdrawn is None and (piece.until is None or today.isoformat() <= piece.until)


def latest_recommendation(tx: Reading, row: Partnership) -> Recommendation | None:
    found = tx.all(Recommendation, partnership=row.id, term=row.term, order="-at")
    return found[0] if found else None


def evaluators(tx: Reading, row: Partnership, pack: Pack) -> list[Mandate]:
    """The mandates of evaluators that are valid today."""
    roles = pack.roles_with("evaluates")
    found = tx.all(Mandate, partnership=row.id, order="given")
    return [mandate for mandate in found if mandate.role in roles and is_valid(mandate, tx.today)]


def has_opened(tx: Reading, row: Partnership, pack: Pack) -> bool:
    """Whether this term has reached a state in which the evaluation is written."""
    states = pack.access.actions["evaluation.write"].states
    return any(entry.state in states for entry in tx.all(StateEntry, partnership=row.id, term=row.term))


def published_feedback(tx: Reading, row: Partnership, pack: Pack) -> list[Consultation]:
    """The consultations of this term held as feedback, whose responses are published."""
    purposes = [name for name, purpose in pack.consultation.purposes.items() if purpose.feedback]
    held = tx.all(Consultation, partnership=row.id, term=row.term, order="prepared")
    return [found for found in held if found.purpose in purposes and found.published is not None]
