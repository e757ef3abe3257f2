"""Writing the agreement: missions, what is not replaced, clauses, joint training, shared words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from governance.acts.agreement import (
    ClauseWritten,
    MissionAgreed,
    MissionRemoved,
    NotReplacedStated,
    PartIn,
    TrainingPlanned,
    WordDefined,
    WordRemoved,
)
from governance.record import new_id
from governance.tables.agreement import Clause, GlossaryEntry, Mission, MissionPart, NotReplaced, Training
from governance.tables.parties import Party
from policies.refusal import Complaints, NotFound
from workflows import inputs
from workflows.agreement.common import for_party, kept, kept_words, writing
from workflows.case import Acts, Case, command
from workflows.deliberation import must_be_unlocked


@command
def agree_mission(case: Case, *, title: str, roles: Mapping[str, str], mission: str = "") -> Acts:
    """Write a mission, or change one, with each party's role in it (by party; a party left out has none).

    Raises Invalid for two responsible parties; that a mission has none yet is for the rules to say.
    """
    writing(case)
    old = _mission(case, mission) if mission else None
    complaints = Complaints()
    title = inputs.text(complaints, "title", title, most=inputs.SHORT)
    parts = _parts(case, complaints, roles, mission)
    complaints.raise_if_any()
    known = {part.party: part.role for part in case.tx.all(MissionPart, mission=mission)}
    words = kept_words(case, old.title if old else None, title)
    if old and words == old.title and all(known.get(part.party) == part.role for part in parts):
        return
    yield MissionAgreed(mission=mission or new_id(case.tx.moment), title=words, parts=parts)


@command
def remove_mission(case: Case, mission: str) -> Acts:
    """Take a mission out."""
    writing(case)
    yield MissionRemoved(mission=_mission(case, mission).id)


@command
def state_not_replaced(case: Case, party: str, text: str) -> Acts:
    """Say what a party does not replace; no text takes the statement back."""
    row, _mandate = for_party(case, "agreement.write", party)
    must_be_unlocked(case)
    complaints = Complaints()
    text = inputs.text(complaints, "text", text, required=False)
    complaints.raise_if_any()
    old = case.tx.one(NotReplaced, partnership=case.id, party=row.id)
    words = kept(case, old.text if old else None, text)
    if words != (old.text if old else None):
        yield NotReplacedStated(party=row.id, text=words)


@command
def write_clause(case: Case, clause: str, text: str) -> Acts:
    """Write one of the pack's clauses; no text takes it out."""
    writing(case)
    complaints = Complaints()
    clause = inputs.choice(complaints, "clause", clause, case.pack.agreement.clauses)
    text = inputs.text(complaints, "text", text, required=False)
    complaints.raise_if_any()
    old = case.tx.one(Clause, partnership=case.id, clause=clause)
    words = kept(case, old.text if old else None, text)
    if words != (old.text if old else None):
        yield ClauseWritten(clause=clause, text=words)


@command
def plan_training(case: Case, *, day: date | None, text: str = "") -> Acts:
    """Set the day of the joint training; no day takes it back."""
    writing(case)
    complaints = Complaints()
    text = inputs.text(complaints, "text", text, required=False)
    when = inputs.day(complaints, "day", day, required=False)
    complaints.raise_if_any()
    old = case.tx.one(Training, partnership=case.id)
    words = kept(case, old.text if old else None, text)
    if (when, words) != ((old.day, old.text) if old else (None, None)):
        yield TrainingPlanned(day=when, text=words)


@command
def define_word(case: Case, *, word: str, meaning: str, entry: str = "") -> Acts:
    """Write down what the parties mean by a word."""
    writing(case)
    old = _entry(case, entry) if entry else None
    complaints = Complaints()
    word = inputs.text(complaints, "word", word, most=inputs.SHORT)
    meaning = inputs.text(complaints, "meaning", meaning)
    complaints.raise_if_any()
    yield WordDefined(
        entry=entry or new_id(case.tx.moment),
        word=kept_words(case, old.word if old else None, word),
        meaning=kept_words(case, old.meaning if old else None, meaning),
    )


@command
def remove_word(case: Case, entry: str) -> Acts:
    """Take a word out of the glossary."""
    writing(case)
    yield WordRemoved(entry=_entry(case, entry).id)


def _parts(case: Case, complaints: Complaints, roles: Mapping[str, str], mission: str) -> list[PartIn]:
    """The parts that a mission names, and none for the parties that had one before."""
    known = case.pack.agreement.mission_roles
    parties = [party.id for party in case.tx.all(Party, partnership=case.id, left=None, order="joined")]
    for party in roles:
        inputs.choice(complaints, "roles", party, parties)
        inputs.choice(complaints, f"role-{party}", roles[party], known, required=False)
    named = [role for role in roles.values() if role in known and known[role].responsible]
    if len(named) > 1:
        complaints.add("roles", "agreement.too_many_responsible")
    before = {part.party for part in case.tx.all(MissionPart, mission=mission)}
    return [
        PartIn(party=party, role=roles.get(party) or None)
        for party in parties
        if roles.get(party) or party in before
    ]


def _mission(case: Case, mission: str) -> Mission:
    row = case.tx.one(Mission, id=mission, partnership=case.id)
    if row is None or row.removed:
        raise NotFound("common.not_found")
    return row


def _entry(case: Case, entry: str) -> GlossaryEntry:
    row = case.tx.one(GlossaryEntry, id=entry, partnership=case.id)
    if row is None or row.removed:
        raise NotFound("common.not_found")
    return row
