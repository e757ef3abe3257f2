"""Who is at the table, as its page shows it: colleges, seats, parties, mandates past and present."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from governance.actors import is_valid
from governance.dossier import current_sections
from governance.names import email_of, holder_name, party_name
from governance.tables.dossier import ObjectivesAcknowledgement
from governance.tables.parties import Mandate, Party, Seat
from governance.tables.people import Organisation
from policies.pack.people import College
from policies.pack.templates import TypicalParty
from policies.refusal import NotFound
from policies.text import Text
from workflows.case import View


@dataclass(frozen=True, slots=True)
class Held:
    """A mandate. `name` is None once it was erased; `email` only for who may manage mandates."""

    id: str
    role: Text
    name: str | None
    email: str | None
    party: str | None
    starts: str
    ends: str | None
    ended: str | None
    begins_later: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A seat with those who hold it now or soon. `vacant`: nobody may cast its ballot today."""

    id: str
    college: str
    party: str | None
    party_name: str | None
    held: tuple[Held, ...]
    vacant: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A college with its seats."""

    key: str
    college: College
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class AtTable:
    """A party in being. `acknowledged`: of the objectives as they are worded now; `mine`: I act for it."""

    id: str
    name: str | None
    kind: Text
    siret: str | None
    rna: str | None
    capacity: str | None
    expectations: str | None
    constraints: str | None
    seats: int
    acknowledged: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Suggested:
    """A party that partnerships of this form usually have. `here`: one of its kind sits in its college."""

    key: str
    party: TypicalParty
    kind: Text
    college: Text
    here: bool


@dataclass(frozen=True, slots=True)
class Objectives:
    """The shared objectives as they are worded now. `text` is None where it was erased."""

    commitment: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """Everything about who is there. `objectives`: the words to acknowledge, if they are written."""

    groups: tuple[Group, ...]
    parties: tuple[AtTable, ...]
    others: tuple[Held, ...]
    past: tuple[Held, ...]
    suggested: tuple[Suggested, ...]
    objectives: Objectives | None


def table(view: View) -> Table:
    """The whole table of a partnership: some queries for each person and party, so for one page only."""
    tx = view.tx
    mandates = tx.all(Mandate, partnership=view.id, order="given")
    seats = tx.all(Seat, partnership=view.id, removed=None, order="created")
    parties = tx.all(Party, partnership=view.id, left=None, order="joined")
    held = _teller(view)
    now = [mandate for mandate in mandates if not _is_past(view, mandate)]
    places = [_place(view, seat, now, held) for seat in seats]
    words = objectives(view)
    return Table(
        groups=tuple(
            Group(key, college, tuple(place for place in places if place.college == key))
            for key, college in _concerned_first(view)
        ),
        parties=tuple(_at_table(view, party, seats, words) for party in parties),
        others=tuple(held(mandate) for mandate in now if mandate.seat is None),
        past=tuple(held(mandate) for mandate in mandates if _is_past(view, mandate)),
        suggested=tuple(_suggested(view, parties, seats)),
        objectives=words,
    )


def party(view: View, party: str) -> AtTable:
    """One party in being. Raises NotFound."""
    row = view.tx.one(Party, id=party, partnership=view.id)
    if row is None or row.left:
        raise NotFound("common.not_found")
    seats = view.tx.all(Seat, partnership=view.id, removed=None)
    return _at_table(view, row, seats, objectives(view))


def place(view: View, seat: str) -> Place:
    """One seat in being. Raises NotFound."""
    row = view.tx.one(Seat, id=seat, partnership=view.id)
    if row is None or row.removed:
        raise NotFound("common.not_found")
    mandates = view.tx.all(Mandate, partnership=view.id, seat=seat, order="given")
    return _place(view, row, [m for m in mandates if not _is_past(view, m)], _teller(view))


def mandate(view: View, mandate: str) -> Held:
    """One mandate that has not ended. Raises NotFound."""
    row = view.tx.one(Mandate, id=mandate, partnership=view.id)
    if row is None or row.ended:
        raise NotFound("common.not_found")
    return _teller(view)(row)


def mine(view: View) -> list[AtTable]:
    """The parties for which this person acts, and may acknowledge the objectives."""
    if not view.allows("objectives.acknowledge"):
        return []
    seats = view.tx.all(Seat, partnership=view.id, removed=None)
    rows = view.tx.all(Party, partnership=view.id, left=None, order="joined")
    held = {mandate.party for mandate in view.mandates}
    return [_at_table(view, row, seats, objectives(view)) for row in rows if row.id in held]


def objectives(view: View) -> Objectives | None:
    """The words that parties acknowledge, if they are written."""
    written = current_sections(view.tx, view.id)
    for key, section in view.pack.dossier.sections.items():
        if section.objectives and key in written:
            return Objectives(written[key].text, view.tx.text(written[key].text))
    return None


def typical(view: View) -> dict[str, TypicalParty]:
    """The parties that the starter templates of this partnership's form name."""
    found: dict[str, TypicalParty] = {}
    for template in view.pack.templates.values():
        if view.row.form is not None and template.form == view.row.form:
            found |= template.parties
    return found


def _suggested(view: View, parties: list[Party], seats: list[Seat]) -> Iterable[Suggested]:
    kinds = {row.id: _organisation(view, row).kind for row in parties}
    sitting = {(kinds[seat.party], seat.college) for seat in seats if seat.party in kinds}
    for key, one in typical(view).items():
        here = (one.kind, one.college) in sitting
        kind, college = view.pack.kinds[one.kind].text, view.pack.colleges[one.college].text
        yield Suggested(key, one, kind, college, here)


def _concerned_first(view: View) -> list[tuple[str, College]]:
    return sorted(view.pack.colleges.items(), key=lambda item: not item[1].concerned)


def _is_past(view: View, mandate: Mandate) -> bool:
    return mandate.ended is not None or bool(mandate.ends and mandate.ends < view.tx.today.isoformat())


def _teller(view: View) -> Callable[[Mandate], Held]:
    """How a mandate is shown to this person: with an address only if they manage mandates."""
    shows_email = view.allows("mandate.manage")
    mine = {mandate.id for mandate in view.mandates}

    def held(mandate: Mandate) -> Held:
        return Held(
            id=mandate.id,
            role=view.pack.roles[mandate.role].text,
            name=holder_name(view.tx, mandate.holder),
            email=email_of(view.tx, mandate.holder) if shows_email else None,
            party=party_name(view.tx, mandate.party),
            starts=mandate.starts,
            ends=mandate.ends,
            ended=mandate.ended,
            begins_later=mandate.starts > view.tx.today.isoformat(),
            mine=mandate.id in mine,
        )

    return held


def _place(view: View, seat: Seat, mandates: list[Mandate], held: Callable[[Mandate], Held]) -> Place:
    here = [mandate for mandate in mandates if mandate.seat == seat.id]
    casting = {*view.pack.roles_with("votes"), *view.pack.roles_with("substitutes")}
    return Place(
        id=seat.id,
        college=seat.college,
        party=seat.party,
        party_name=party_name(view.tx, seat.party),
        held=tuple(held(mandate) for mandate in here),
        vacant=not any(m.role in casting and is_valid(m, view.tx.today) for m in here),
    )


def _at_table(view: View, party: Party, seats: list[Seat], words: Objectives | None) -> AtTable:
    organisation = _organisation(view, party)
    said = view.tx.one(ObjectivesAcknowledgement, partnership=view.id, party=party.id)
    return AtTable(
        id=party.id,
        name=view.tx.text(organisation.name),
        kind=view.pack.kinds[organisation.kind].text,
        siret=organisation.siret,
        rna=organisation.rna,
        capacity=view.tx.text(party.capacity),
        expectations=view.tx.text(party.expectations),
        constraints=view.tx.text(party.constraints),
        seats=sum(seat.party == party.id for seat in seats),
        acknowledged=said is not None and words is not None and said.objectives == words.commitment,
        mine=any(mandate.party == party.id for mandate in view.mandates),
    )


def _organisation(view: View, party: Party) -> Organisation:
    found = view.tx.one(Organisation, id=party.organisation)
    assert found is not None, "a party's organisation is registered before it joins"
    return found
