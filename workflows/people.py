"""People, organisations and offices: registered once, before any partnership names them."""

from __future__ import annotations

import re

from governance.actors import Who, offices_of
from governance.acts.people import (
    InstanceCreated,
    OfficeEnded,
    OfficeGiven,
    OrganisationRegistered,
    PersonRegistered,
)
from governance.people import person_of_email
from governance.record import Hand, new_id, record
from governance.tables.people import Contact, Holder, Instance, Office, Organisation
from governance.transaction import Reading, Transaction
from policies.access import Denied, decide
from policies.identifiers import compact, rna_problem, siret_problem
from policies.pack import Pack
from policies.refusal import Complaints, NotEntitled, NotFound

INSTANCE = "instance"
EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")  # whether mail arrives there is for the sign-in to show


def begin(tx: Transaction, *, demo: bool = False) -> None:
    """Begin the record: its first act says whether it is a demo. Nothing, where it has begun already."""
    tx.lock(INSTANCE)
    if tx.all(Instance):
        return
    act = InstanceCreated(instance=new_id(tx.moment), demo=demo)
    record(tx, INSTANCE, [act], hand=Hand("system:setup"))


def is_demo(tx: Reading) -> bool:
    return any(row.demo for row in tx.all(Instance))


def authorise(tx: Reading, who: Who, pack: Pack, action: str) -> Hand:
    """The hand for an action outside any partnership. Raises NotEntitled."""
    if who.system:
        return Hand(f"system:{who.system}")
    for office in offices_of(tx, who):
        if decide(pack.access, action, [], [office.office], None):
            return Hand(f"office:{office.id}")
    verdict = decide(pack.access, action, [], [office.office for office in offices_of(tx, who)], None)
    if isinstance(verdict, Denied):
        raise NotEntitled("access.denied", reason=verdict.reason)
    if who.person is None:
        raise NotEntitled("people.sign_in_first")
    return Hand(f"person:{who.person}")


def register_person(
    tx: Transaction, who: Who, pack: Pack, *, name: str, email: str, language: str = "fr"
) -> str:
    """Register someone who may sign in; gives their identifier. Raises Invalid, NotEntitled."""
    hand = authorise(tx, who, pack, "person.manage")
    email = email.strip().lower()
    complaints = Complaints()
    if not name.strip():
        complaints.add("name", "common.required")
    if not EMAIL.match(email):
        complaints.add("email", "people.not_an_email", value=email)
    elif person_of_email(tx, email):
        complaints.add("email", "people.email_known", value=email)
    complaints.raise_if_any()
    return _registered(tx, hand, name, email, language)


def _registered(tx: Transaction, hand: Hand, name: str, email: str, language: str) -> str:
    person = new_id(tx.moment)
    stream = f"person:{person}"
    record(tx, stream, [PersonRegistered(name=tx.conceal(name.strip(), stream))], hand=hand)
    tx.put(Contact, person=person, email=email, language=language)
    return person


def person_for(tx: Transaction, hand: Hand, *, name: str, email: str, language: str = "fr") -> str:
    """The person with this address, registered now if nobody has it: a mandate may go to a newcomer."""
    return person_of_email(tx, email) or _registered(tx, hand, name, email.strip().lower(), language)


def give_office(tx: Transaction, who: Who, pack: Pack, *, person: str, office: str) -> str:
    """Give a person an office for the whole instance; gives the office's identifier."""
    hand = authorise(tx, who, pack, "person.manage")
    complaints = Complaints()
    if office not in pack.offices:
        complaints.add("office", "people.not_an_office", value=office, among=", ".join(pack.offices))
    complaints.raise_if_any()
    holder = holder_of(tx, person, None)
    given = new_id(tx.moment)
    record(tx, INSTANCE, [OfficeGiven(office=given, name=office, holder=holder)], hand=hand)
    return given


def end_office(tx: Transaction, who: Who, pack: Pack, office: str) -> None:
    hand = authorise(tx, who, pack, "person.manage")
    row = tx.one(Office, id=office)
    if row is None or row.ended:
        raise NotFound("common.not_found")
    record(tx, INSTANCE, [OfficeEnded(office=office)], hand=hand)


def holder_of(tx: Transaction, person: str, partnership: str | None) -> str:
    """The identifier that stands for a person in one partnership (None: in the instance), made if missing.

    It is random, so that the log does not link what one person does in different places.
    """
    found = tx.all(Holder, person=person, partnership=partnership)
    if found:
        return found[0].id
    holder = new_id(tx.moment)
    tx.put(Holder, id=holder, person=person, partnership=partnership)
    return holder


def register_organisation(
    tx: Transaction, hand: Hand, pack: Pack, *, kind: str, name: str, siret: str = "", rna: str = ""
) -> str:
    """Register an organisation, or give the one that already has this identifier. Raises Invalid."""
    siret, rna = compact(siret), compact(rna)
    complaints = Complaints()
    if kind not in pack.kinds:
        complaints.add("kind", "common.not_a_choice", value=kind)
    if not name.strip():
        complaints.add("name", "common.required")
    if siret and (problem := siret_problem(siret)):
        complaints.say("siret", problem.text)
    if rna and (problem := rna_problem(rna)):
        complaints.say("rna", problem.text)
    complaints.raise_if_any()
    known = known_organisation(tx, siret, rna)
    if known:
        return known
    organisation = new_id(tx.moment)
    stream = f"organisation:{organisation}"
    concealed = tx.conceal(name.strip(), stream)
    act = OrganisationRegistered(kind=kind, name=concealed, siret=siret or None, rna=rna or None)
    record(tx, stream, [act], hand=hand)
    return organisation


def known_organisation(tx: Reading, siret: str, rna: str) -> str | None:
    """The organisation with this SIRET, else with this RNA number."""
    found = tx.all(Organisation, siret=siret) if siret else []
    found = found or (tx.all(Organisation, rna=rna) if rna else [])
    return found[0].id if found else None
