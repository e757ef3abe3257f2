"""What the rules may know of a role agreement: what is still missing, and how its money is spread."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from governance.actors import is_valid
from governance.agreement_digest import Agreement, agreement_of, digest_of
from governance.tables.agreement import AgreementAcknowledgement, PartyDeliberation
from governance.tables.parties import Mandate, Party
from governance.tables.partnership import Partnership
from governance.tables.people import Organisation
from governance.transaction import Reading
from policies.pack import Pack


def agreement_facts(tx: Reading, row: Partnership, pack: Pack) -> dict[str, Any]:
    """The facts named in `policies.facts`; counts are of missions, parties, indicators and clauses."""
    agreement = agreement_of(tx, row.id)
    financial = sum(_is_financial(pack, indicator.nature) for indicator in agreement.indicators)
    return {
        "missions": len(agreement.missions),
        "missions_without_responsible": len(unanswered_missions(agreement, pack)),
        "parties_without_not_replaced": _without(agreement, (said.party for said in agreement.not_replaced)),
        "parties_without_contribution": _without(agreement, (pledge.party for pledge in agreement.pledges)),
        "indicators": {"financial": financial, "not_financial": len(agreement.indicators) - financial},
        "clauses_missing": len(missing_clauses(agreement, pack)),
        "training_planned": agreement.training is not None,
        "top_funding_share": top_funding_share(agreement, pack),
        "deliberations_missing": len(without_deliberation(tx, agreement, pack)),
        "signatories_missing": _without(agreement, signatories(tx, row.id, pack)),
        "acknowledgements_missing": _without(agreement, acknowledged_by(tx, row.id, digest_of(agreement))),
    }


def unanswered_missions(agreement: Agreement, pack: Pack) -> list[str]:
    """The missions for which not exactly one party is responsible."""
    roles = pack.agreement.mission_roles
    named = [part.mission for part in agreement.parts if part.role in roles and roles[part.role].responsible]
    return [mission.id for mission in agreement.missions if named.count(mission.id) != 1]


def missing_clauses(agreement: Agreement, pack: Pack) -> list[str]:
    """The required clauses that nobody has written."""
    written = {clause.clause for clause in agreement.clauses}
    return [key for key, clause in pack.agreement.clauses.items() if clause.required and key not in written]


def money_by_party(agreement: Agreement, pack: Pack) -> dict[str, Fraction]:
    """The money that each party brings, of those that bring any."""
    kinds = pack.agreement.contributions
    sums: dict[str, Fraction] = {}
    for pledge in agreement.pledges:
        if pledge.amount is not None and pledge.kind in kinds and kinds[pledge.kind].money:
            sums[pledge.party] = sums.get(pledge.party, Fraction(0)) + Fraction(pledge.amount)
    return {party: amount for party, amount in sums.items() if amount}


def top_funding_share(agreement: Agreement, pack: Pack) -> int:
    """Thousandths of all money that the largest source brings, rounded up: 70.01 % is above 700."""
    sums = money_by_party(agreement, pack).values()
    return -int(-max(sums) * 1000 // sum(sums)) if sums else 0


def without_deliberation(tx: Reading, agreement: Agreement, pack: Pack) -> list[str]:
    """The parties that engage themselves by a deliberation and have none that is enforceable today."""
    done = {d.party for d in agreement.deliberations if is_enforceable(d, tx.today)}
    return [p.id for p in agreement.parties if p.id not in done and must_deliberate(tx, p, pack)]


def must_deliberate(tx: Reading, party: Party, pack: Pack) -> bool:
    """Whether an organisation of this kind engages itself by a deliberation of its assembly."""
    organisation = tx.one(Organisation, id=party.organisation)
    kind = pack.kinds.get(organisation.kind) if organisation else None
    return kind is not None and kind.deliberates


def is_enforceable(deliberation: PartyDeliberation, day: date) -> bool:
    """Whether it binds on that day: published and, where it must be, sent to the prefect (CGCT L2131-1)."""
    return deliberation.enforceable is not None and deliberation.enforceable <= day.isoformat()


def signatories(tx: Reading, partnership: str, pack: Pack) -> dict[str, Mandate]:
    """By party, a mandate valid today to sign for it: the one given last."""
    given = tx.all(Mandate, partnership=partnership, order="given")
    return {m.party: m for m in given if m.party and signs(m, pack) and is_valid(m, tx.today)}


def signs(mandate: Mandate, pack: Pack) -> bool:
    return mandate.role in pack.roles and pack.roles[mandate.role].signs


def acknowledged_by(tx: Reading, partnership: str, digest: str) -> set[str]:
    """The parties that acknowledged the agreement in exactly these words."""
    given = tx.all(AgreementAcknowledgement, partnership=partnership)
    return {acknowledgement.party for acknowledgement in given if acknowledgement.digest == digest}


def _without(agreement: Agreement, parties: Iterable[str]) -> int:
    """How many of the agreement's parties are not among these."""
    having: Collection[str] = set(parties)
    return sum(party.id not in having for party in agreement.parties)


def _is_financial(pack: Pack, nature: str) -> bool:
    return nature in pack.agreement.natures and pack.agreement.natures[nature].financial
