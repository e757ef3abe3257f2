"""The text: written section by section, versioned as a whole, locked while a vote on it is open."""

from __future__ import annotations

from collections.abc import Mapping

from governance.acts.dossier import DossierRevised, ObjectivesAcknowledged, Section
from governance.dossier import current_sections, digest, latest_version
from governance.tables.parties import Party, Seat
from policies.refusal import Complaints, Refused
from workflows.case import Acts, Case, command
from workflows.deliberation import must_be_unlocked

LONGEST = 20_000  # characters of one section: a dossier is read by people


@command
def write_sections(case: Case, texts: Mapping[str, str], base: int | None = None) -> Acts:
    """Write sections; those whose text did not change are left alone, and no change is no new version.

    `base` is the version that the writer had before their eyes: Refused where someone wrote one of these
    sections since, so that nobody overwrites another unseen.
    """
    mandate = case.may("dossier.write")
    must_be_unlocked(case)
    now = current_sections(case.tx, case.id)
    changed = {
        key: text.strip()
        for key, text in texts.items()
        if text.strip() != ((case.tx.text(now[key].text) or "") if key in now else "")
    }
    _must_be_writable(case, changed)
    overwritten = [key for key in changed if base is not None and key in now and now[key].version > base]
    if overwritten:
        raise Refused("dossier.written_since", section=case.pack.dossier.sections[overwritten[0]].text)
    if not changed:
        return
    seat = case.tx.one(Seat, id=mandate.seat) if mandate and mandate.seat else None
    sections = [
        Section(section=key, text=case.concealed(text), college=seat.college if seat else None)
        for key, text in changed.items()
    ]
    commitments = {key: row.text for key, row in now.items()} | {s.section: s.text for s in sections}
    latest = latest_version(case.tx, case.id)
    number = latest.version + 1 if latest else 1
    yield DossierRevised(version=number, digest=digest(commitments), sections=sections)


def _must_be_writable(case: Case, texts: Mapping[str, str]) -> None:
    complaints = Complaints()
    for key, text in texts.items():
        if key not in case.pack.dossier.sections:
            complaints.add(key, "common.not_a_choice", value=key)
        elif not text:
            complaints.add(key, "dossier.not_emptied")
        elif len(text) > LONGEST:
            complaints.add(key, "common.too_long", most=LONGEST)
    complaints.raise_if_any()


@command
def acknowledge_objectives(case: Case, party: str, read: str | None = None) -> Acts:
    """A party says, by one of its mandates, that the objectives as they stand are shared by it.

    `read` is the commitment to the words that the person had before their eyes: Refused where they changed.
    """
    case.may("objectives.acknowledge")
    mine = [mandate for mandate in case.mandates if mandate.party == party]
    row = case.tx.one(Party, id=party, partnership=case.id)
    if not mine or row is None or row.left:
        raise Refused("parties.not_yours")
    case.hand.by = f"mandate:{mine[0].id}"
    now = current_sections(case.tx, case.id)
    words = [key for key, s in case.pack.dossier.sections.items() if s.objectives and key in now]
    if not words:
        raise Refused("dossier.no_objectives")
    if read is not None and read != now[words[0]].text:
        raise Refused("dossier.objectives_changed")
    yield ObjectivesAcknowledged(party=party, mandate=mine[0].id, objectives=now[words[0]].text)
