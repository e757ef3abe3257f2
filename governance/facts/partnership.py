"""Facts about the partnership itself: its seats, its text, its shared objectives, its time."""

from __future__ import annotations

from datetime import date
from typing import Any

from governance.actors import is_valid
from governance.clock import civil_day
from governance.dossier import current_sections
from governance.tables.dossier import DossierSection, DossierVersion, ObjectivesAcknowledgement
from governance.tables.parties import Mandate, Party, Seat
from governance.tables.partnership import Partnership, StateEntry
from governance.transaction import Reading
from policies.pack import Pack


def partnership_facts(tx: Reading, row: Partnership, pack: Pack) -> dict[str, Any]:
    entries = tx.all(StateEntry, partnership=row.id, order="seq")
    return {
        "state": row.state,
        "term": row.term,
        "track": row.track,
        "form": row.form or "",
        "territory": row.territory,
        "parties": len(tx.all(Party, partnership=row.id, left=None)),
        "recorded": bool(entries) and entries[0].state != pack.lifecycle.entries[0],
    }


def seats_facts(tx: Reading, row: Partnership, pack: Pack) -> dict[str, int]:
    """How many seats of each college have a holder whose mandate is valid today."""
    found = dict.fromkeys(pack.colleges, 0)
    for seat, _ in held_seats(tx, row.id, pack, tx.today):
        found[seat.college] = found.get(seat.college, 0) + 1
    return found


def held_seats(tx: Reading, partnership: str, pack: Pack, day: date) -> list[tuple[Seat, list[Mandate]]]:
    """The seats in being that somebody may vote for on that day, each with those mandates, holder first."""
    votes = [name for name, role in pack.roles.items() if role.votes]
    may_vote = votes + [name for name, role in pack.roles.items() if role.substitutes]
    mandates = [m for m in tx.all(Mandate, partnership=partnership, order="given") if is_valid(m, day)]
    found = []
    for seat in tx.all(Seat, partnership=partnership, removed=None, order="created"):
        here = [m for m in mandates if m.seat == seat.id and m.role in may_vote]
        if here:
            found.append((seat, sorted(here, key=lambda m: m.role not in votes)))
    return found


def dossier_facts(tx: Reading, row: Partnership, pack: Pack) -> dict[str, int]:
    written = current_sections(tx, row.id)
    voices = {(s.section, s.college) for s in tx.all(DossierSection, partnership=row.id)}
    sections = pack.dossier.sections
    versions = tx.all(DossierVersion, partnership=row.id)
    return {
        "version": max((v.version for v in versions), default=0),
        "sections_missing": sum(s.required and key not in written for key, s in sections.items()),
        "voices_missing": sum(bool(s.voice) and (key, s.voice) not in voices for key, s in sections.items()),
    }


def objectives_facts(tx: Reading, row: Partnership, pack: Pack) -> dict[str, int]:
    """A party acknowledged the objectives if it did so for the words that stand now."""
    parties = tx.all(Party, partnership=row.id, left=None)
    written = current_sections(tx, row.id)
    words = {written[key].text for key, s in pack.dossier.sections.items() if s.objectives and key in written}
    said = {a.party for a in tx.all(ObjectivesAcknowledgement, partnership=row.id) if a.objectives in words}
    acknowledged = sum(party.id in said for party in parties)
    return {"acknowledged": acknowledged, "missing": len(parties) - acknowledged}


def clock_facts(tx: Reading, row: Partnership, pack: Pack) -> dict[str, int]:
    since = civil_day(row.state_since, pack.time_zone)
    return {"days_in_state": (tx.today - since).days}
