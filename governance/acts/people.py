"""Acts about people, organisations, offices and the instance itself."""

from __future__ import annotations

from collections.abc import Iterator

from governance.acts.base import Act, Change, Commitment, Envelope, Id, Key, applies, kind, put, set_
from governance.tables.people import Instance, Office, Organisation, Person


@kind("instance.created", scope="instance")
class InstanceCreated(Act):
    """The record began; a demo says so in its first act."""

    instance: Id
    demo: bool


@applies(InstanceCreated)
def _(act: InstanceCreated, on: Envelope) -> Iterator[Change]:
    yield put(Instance, id=act.instance, created=on.at, demo=act.demo)


@kind("person.registered", scope="person")
class PersonRegistered(Act):
    """A person may sign in from now on; the stream's name holds their identifier."""

    name: Commitment


@applies(PersonRegistered)
def _(act: PersonRegistered, on: Envelope) -> Iterator[Change]:
    yield put(Person, id=on.subject, name=act.name, registered=on.at, erased=False)


@kind("organisation.registered", scope="organisation")
class OrganisationRegistered(Act):
    """An organisation is known, by its identifiers where it has them."""

    kind: Key
    name: Commitment
    siret: str | None
    rna: str | None


@applies(OrganisationRegistered)
def _(act: OrganisationRegistered, on: Envelope) -> Iterator[Change]:
    yield put(
        Organisation,
        id=on.subject,
        kind=act.kind,
        name=act.name,
        siret=act.siret,
        rna=act.rna,
        registered=on.at,
    )


@kind("office.given", scope="instance")
class OfficeGiven(Act):
    """A person holds an office for the whole instance."""

    office: Id
    name: Key
    holder: Id


@applies(OfficeGiven)
def _(act: OfficeGiven, on: Envelope) -> Iterator[Change]:
    yield put(Office, id=act.office, office=act.name, holder=act.holder, given=on.at, ended=None)


@kind("office.ended", scope="instance")
class OfficeEnded(Act):
    """An office was given back or taken away."""

    office: Id


@applies(OfficeEnded)
def _(act: OfficeEnded, on: Envelope) -> Iterator[Change]:
    yield set_(Office, {"id": act.office}, ended=on.at)
