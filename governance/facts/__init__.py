"""What the rules may look at: one typed view of a partnership, by the vocabulary of `policies.facts`."""

from __future__ import annotations

from typing import Any

from governance.facts.agreement import agreement_facts
from governance.facts.consultation import consultation_facts
from governance.facts.evaluation import evaluation_facts
from governance.facts.partnership import (
    clock_facts,
    dossier_facts,
    objectives_facts,
    partnership_facts,
    seats_facts,
)
from governance.facts.prompts import prompts_facts
from governance.facts.review import review_facts
from governance.tables.partnership import Partnership
from governance.transaction import Reading
from policies.pack import Pack

SUBJECTS = {
    "partnership": partnership_facts,
    "seats": seats_facts,
    "dossier": dossier_facts,
    "objectives": objectives_facts,
    "consultation": consultation_facts,
    "review": review_facts,
    "agreement": agreement_facts,
    "prompts": prompts_facts,
    "evaluation": evaluation_facts,
    "clock": clock_facts,
}


def facts(tx: Reading, row: Partnership, pack: Pack) -> dict[str, Any]:
    """The whole view, as nested dictionaries of integers, booleans and text."""
    return {subject: compute(tx, row, pack) for subject, compute in SUBJECTS.items()}
