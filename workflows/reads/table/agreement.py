"""What a party's people have to acknowledge: the shared objectives, and the role agreement."""

from __future__ import annotations

from governance.agreement_digest import agreement_of, digest_of
from governance.facts.agreement import acknowledged_by, signs
from governance.tables.base import core
from governance.tables.dossier import DossierSection, ObjectivesAcknowledgement
from governance.transaction import Reading
from policies.phrases import phrase
from workflows.reads.table.shapes import Ask
from workflows.reads.table.sight import Sight, by_partnership, rows


def asks(tx: Reading, sights: list[Sight]) -> list[Ask]:
    agreements = [
        sight.ask("agreement", "agreement#acknowledgements", phrase("table.agreement"))
        for sight in sights
        if _agreement_waits(sight)
    ]
    return _objectives(tx, sights) + agreements


def _objectives(tx: Reading, sights: list[Sight]) -> list[Ask]:
    """For who may speak for a party that did not acknowledge the objectives in their present words."""
    able = [sight for sight in sights if sight.parties and sight.view.allows("objectives.acknowledge")]
    words = _words(tx, able)
    parties = {party for sight in able for party in sight.parties}
    said = {(row.party, row.objectives) for row in rows(tx, ObjectivesAcknowledgement, "party", parties)}
    return [
        sight.ask("objectives", "parties#to-acknowledge", phrase("table.objectives"))
        for sight in able
        if sight.id in words and any((party, words[sight.id]) not in said for party in sight.parties)
    ]


def _words(tx: Reading, sights: list[Sight]) -> dict[str, str]:
    """The commitment to the objectives as they are worded now, by partnership, where they are written."""
    flagged = {
        s.id: [k for k, part in s.view.pack.dossier.sections.items() if part.objectives] for s in sights
    }
    keys = {key for found in flagged.values() for key in found}
    section = core(DossierSection).c.section
    written = by_partnership(
        rows(tx, DossierSection, "partnership", flagged, section.in_(keys), order="version")
    )
    latest = {pid: {row.section: row.text for row in versions} for pid, versions in written.items()}
    return {pid: next(texts[key] for key in flagged[pid] if key in texts) for pid, texts in latest.items()}


def _agreement_waits(sight: Sight) -> bool:
    """Whether the person signs for a party that did not acknowledge the agreement as it stands."""
    view = sight.view
    mine = {mandate.party for mandate in view.mandates if mandate.party and signs(mandate, view.pack)}
    if not mine or not view.allows("agreement.acknowledge"):
        return False
    agreement = agreement_of(view.tx, view.id)
    return not agreement.empty and not mine <= acknowledged_by(view.tx, view.id, digest_of(agreement))
