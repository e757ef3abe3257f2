"""The role agreement as it stands now, and the digest that an acknowledgement binds."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from governance.log.canonical import encode
from governance.tables.agreement import (
    Clause,
    GlossaryEntry,
    Indicator,
    Mission,
    MissionPart,
    NotReplaced,
    PartyDeliberation,
    Pledge,
    Training,
)
from governance.tables.base import Table
from governance.tables.parties import Party
from governance.tables.partnership import Partnership
from governance.transaction import Reading

# What says when or where a row was written, and not what the parties agree on.
_BESIDE = frozenset(
    {"partnership", "at", "removed", "joined", "left", "capacity", "expectations", "constraints"}
)


@dataclass(frozen=True)
class Agreement:
    """The items that count today, of parties that take part and not taken out; and the term they are for."""

    term: int
    parties: Sequence[Party]
    missions: Sequence[Mission]
    parts: Sequence[MissionPart]
    not_replaced: Sequence[NotReplaced]
    pledges: Sequence[Pledge]
    indicators: Sequence[Indicator]
    clauses: Sequence[Clause]
    training: Training | None
    glossary: Sequence[GlossaryEntry]
    deliberations: Sequence[PartyDeliberation]

    @property
    def empty(self) -> bool:
        """Whether nobody has written anything in it yet."""
        written = (
            self.missions,
            self.not_replaced,
            self.pledges,
            self.indicators,
            self.clauses,
            self.glossary,
        )
        return not any(written) and self.training is None


def agreement_of(tx: Reading, partnership: str) -> Agreement:
    """The partnership's agreement. An item of a party that left no longer counts."""
    here: dict[str, Any] = {"partnership": partnership}
    parties = tx.all(Party, order="joined", left=None, **here)
    among = {party.id for party in parties}
    missions = tx.all(Mission, order="id", removed=None, **here)
    agreed = {mission.id for mission in missions}
    parts = tx.all(MissionPart, **here)
    training = tx.one(Training, **here)
    row = tx.one(Partnership, id=partnership)
    return Agreement(
        term=row.term if row else 1,
        parties=parties,
        missions=missions,
        parts=[part for part in parts if part.role and part.mission in agreed and part.party in among],
        not_replaced=[said for said in tx.all(NotReplaced, **here) if said.text and said.party in among],
        pledges=[p for p in tx.all(Pledge, order="id", removed=None, **here) if p.party in among],
        indicators=tx.all(Indicator, order="id", removed=None, **here),
        clauses=[clause for clause in tx.all(Clause, **here) if clause.text],
        training=training if training and training.day else None,
        glossary=tx.all(GlossaryEntry, order="id", removed=None, **here),
        deliberations=[
            d for d in tx.all(PartyDeliberation, order="adopted", removed=None, **here) if d.party in among
        ],
    )


def digest_of(agreement: Agreement) -> str:
    """SHA-256, in hex, over the items in canonical form (RFC 8785), one a line, texts by their commitments.

    The term is the first item: who engaged themselves for one term says so anew for the next. Deliberations
    are left out: they engage a party towards the text, and are no part of it.
    """
    items: dict[str, list[dict[str, Any]]] = {
        "term": [{"number": agreement.term}],
        "parties": _rows(agreement.parties),
        "missions": _rows(agreement.missions),
        "parts": _rows(agreement.parts),
        "not_replaced": _rows(agreement.not_replaced),
        "contributions": _rows(agreement.pledges),
        "indicators": _rows(agreement.indicators),
        "clauses": _rows(agreement.clauses),
        "training": _rows([agreement.training] if agreement.training else []),
        "glossary": _rows(agreement.glossary),
    }
    lines = [encode({name: row}) + b"\n" for name, rows in items.items() for row in rows]
    return hashlib.sha256(b"".join(lines)).hexdigest()


def _rows(rows: Sequence[Table]) -> list[dict[str, Any]]:
    """The rows as plain items, in an order that does not depend on when they were written."""
    items = [{c: v for c, v in row._asdict().items() if c not in _BESIDE} for row in rows]  # type: ignore[attr-defined]
    return sorted(items, key=encode)
