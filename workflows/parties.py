"""Who is at the table: parties, seats and mandates, given and ended."""

from __future__ import annotations

from datetime import date

from governance.actors import Who, is_valid, mandates_of
from governance.acts.parties import (
    MandateEnded,
    MandateGiven,
    PartyJoined,
    PartyLeft,
    PositionStated,
    SeatCreated,
    SeatRemoved,
)
from governance.people import person_of_email
from governance.record import Caused, new_id
from governance.tables.deliberation import Decision
from governance.tables.parties import Mandate, Party, Seat
from policies.pack.people import Role
from policies.refusal import Complaints, NotFound, Refused
from workflows import inputs
from workflows.case import Acts, Case, command
from workflows.people import EMAIL, holder_of, person_for, register_organisation


@command
def add_party(
    case: Case,
    *,
    kind: str,
    name: str,
    siret: str = "",
    rna: str = "",
    capacity: str = "",
    party: str | None = None,
) -> Acts:
    """An organisation joins; it is found by its identifier, or registered. Raises Invalid."""
    case.may("party.manage")
    complaints = Complaints()
    inputs.text(complaints, "name", name, required=False, most=inputs.SHORT)
    complaints.raise_if_any()
    organisation = register_organisation(
        case.tx, case.hand, case.pack, kind=kind, name=name, siret=siret, rna=rna
    )
    if case.tx.all(Party, partnership=case.id, organisation=organisation, left=None):
        raise Refused("parties.already_there", name=name)
    yield PartyJoined(
        party=party or new_id(case.tx.moment), organisation=organisation, capacity=case.conceal(capacity)
    )


@command
def state_position(case: Case, party: str, *, expectations: str = "", constraints: str = "") -> Acts:
    """A party says what it expects and what binds it."""
    mandate = case.may("objectives.acknowledge")
    row = _party(case, party)
    if mandate is not None and not _speaks_for(case, row):
        raise Refused("parties.not_yours")
    yield PositionStated(
        party=row.id, expectations=case.conceal(expectations), constraints=case.conceal(constraints)
    )


@command
def remove_party(case: Case, party: str, reason: str) -> Acts:
    """An organisation leaves; its seats and mandates end with it, by acts of their own.

    Refused while a vote that froze its seats is open.
    """
    case.may("party.manage")
    row = _party(case, party)
    seats = case.tx.all(Seat, partnership=case.id, party=row.id, removed=None)
    if seats:
        _no_open_vote(case)
    why = case.concealed(_reason(reason))
    yield PartyLeft(party=row.id, reason=why)
    for seat in seats:
        yield from _seat_removed(case, seat, why)
    for mandate in case.tx.all(Mandate, partnership=case.id, party=row.id, ended=None):
        yield Caused(MandateEnded(mandate=mandate.id, reason=why), by="system:parties")


@command
def add_seat(case: Case, *, college: str, party: str | None = None, seat: str | None = None) -> Acts:
    """A seat in a college: a party's, or nobody's but its holder's. Raises Invalid."""
    case.may("seat.manage")
    complaints = Complaints()
    found = case.pack.colleges.get(college)
    if found is None:
        complaints.add("college", "common.not_a_choice", value=college)
    complaints.raise_if_any()
    row = _party(case, party) if party else None
    yield SeatCreated(seat=seat or new_id(case.tx.moment), college=college, party=row.id if row else None)


@command
def remove_seat(case: Case, seat: str, reason: str) -> Acts:
    """A seat no longer counts. Refused while a vote that froze it is open."""
    case.may("seat.manage")
    _no_open_vote(case)
    row = case.tx.one(Seat, id=seat, partnership=case.id)
    if row is None or row.removed:
        raise NotFound("common.not_found")
    yield from _seat_removed(case, row, case.concealed(_reason(reason)))


@command
def give_mandate(
    case: Case,
    *,
    role: str,
    name: str = "",
    email: str,
    seat: str | None = None,
    party: str | None = None,
    starts: str = "",
    ends: str = "",
) -> Acts:
    """A person, known by e-mail or named now, holds a role here. Raises Invalid with every wrong field."""
    case.may("mandate.manage")
    party = party or None
    starts = starts or case.tx.today.isoformat()
    wanted = _valid_mandate(case, role, name, email, seat, party, starts, ends)
    if seat and wanted.seat:
        held = case.tx.one(Seat, id=seat, partnership=case.id)
        party = held.party if held else None
    elif party:
        party = _party(case, party).id
    person = person_for(case.tx, case.hand, name=name, email=email)
    yield MandateGiven(
        mandate=new_id(case.tx.moment),
        role=role,
        holder=holder_of(case.tx, person, case.id),
        seat=seat if wanted.seat else None,
        party=party,
        starts=starts,
        ends=ends or None,
    )


def _valid_mandate(
    case: Case,
    role: str,
    name: str,
    email: str,
    seat: str | None,
    party: str | None,
    starts: str,
    ends: str,
) -> Role:
    complaints = Complaints()
    wanted = case.pack.roles.get(role)
    if wanted is None:
        complaints.add("role", "common.not_a_choice", value=role)
    elif wanted.seat and not _free(case, seat, role):
        complaints.add("seat", "parties.seat_needed" if not seat else "parties.seat_taken")
    elif wanted.chairs and not _sits(case, seat, email):
        complaints.add("seat", "parties.chair_sits_there")
    elif wanted.party and not wanted.seat and not party:
        complaints.add("party", "parties.party_needed")
    if not EMAIL.match(email.strip()):
        complaints.add("email", "people.not_an_email", value=email)
    elif not name.strip() and not person_of_email(case.tx, email):
        complaints.add("name", "parties.name_needed")
    inputs.text(complaints, "name", name, required=False, most=inputs.SHORT)
    for field, day in (("starts", starts), ("ends", ends)):
        if day and not _is_day(day):
            complaints.add(field, "common.not_a_date")
    if _is_day(starts) and _is_day(ends) and ends < starts:
        complaints.add("ends", "parties.ends_before_start")
    complaints.raise_if_any()
    assert wanted is not None
    return wanted


def _sits(case: Case, seat: str | None, email: str) -> bool:
    """Whether the person with this address holds the seat today: whoever presides does so from their own."""
    person = person_of_email(case.tx, email)
    mandates = mandates_of(case.tx, Who(person=person), case.id)
    return any(mandate.seat == seat and case.pack.roles[mandate.role].votes for mandate in mandates)


def _free(case: Case, seat: str | None, role: str) -> bool:
    """Whether the seat exists and nobody holds that role on it today."""
    row = case.tx.one(Seat, id=seat, partnership=case.id) if seat else None
    if row is None or row.removed:
        return False
    held = case.tx.all(Mandate, partnership=case.id, seat=seat, role=role)
    return not any(is_valid(mandate, case.tx.today) for mandate in held)


def _no_open_vote(case: Case) -> None:
    if case.tx.all(Decision, partnership=case.id, status="open"):
        raise Refused("parties.vote_open")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@command
def end_mandate(case: Case, mandate: str, reason: str) -> Acts:
    """A mandate ends now. Ballots that were cast by it stand; the right to vote is gone."""
    case.may("mandate.manage")
    row = case.tx.one(Mandate, id=mandate, partnership=case.id)
    if row is None or row.ended:
        raise NotFound("common.not_found")
    yield MandateEnded(mandate=row.id, reason=case.concealed(_reason(reason)))


def _seat_removed(case: Case, seat: Seat, why: str) -> Acts:
    yield SeatRemoved(seat=seat.id, reason=why)
    for mandate in case.tx.all(Mandate, partnership=case.id, seat=seat.id, ended=None):
        yield Caused(MandateEnded(mandate=mandate.id, reason=why), by="system:parties")


def _party(case: Case, party: str) -> Party:
    row = case.tx.one(Party, id=party, partnership=case.id)
    if row is None or row.left:
        raise NotFound("common.not_found")
    return row


def _speaks_for(case: Case, party: Party) -> bool:
    return any(mandate.party == party.id for mandate in case.mandates)


def _reason(text: str) -> str:
    complaints = Complaints()
    if not inputs.text(complaints, "reason", text, required=False):
        complaints.add("reason", "passage.needs_reason")
    complaints.raise_if_any()
    return text
