"""The demo: five partnerships lived through the ordinary commands, under a clock that starts in the past."""

from __future__ import annotations

from copy import copy
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from governance.actors import Who
from governance.audit.tape import Progress
from governance.clock import ZONE, SimulatedClock
from governance.database import Database
from governance.log.head import head
from governance.tables.identity import OutboxMessage
from governance.tables.ticks import Tick
from governance.transaction import Reading
from policies.pack import Pack, shipped
from policies.refusal import Refused
from workflows import people
from workflows.demo.script import AGREEMENTS, Cast, cast_of, events, stories
from workflows.demo.stage import Play
from workflows.demo.steps import STEPS
from workflows.imports.subsidies import import_subsidies
from workflows.tick import tick

SETUP = Who(system="setup")
AUTHORITY = "Ville d’Antibes"
TICKS_AT = time(0, 5)  # just after the deadlines, which end with a day
PAST, BUILT = "past", "demo"  # the nodes that tick; by the last tick's a demo that is whole is known


def is_built(tx: Reading) -> bool:
    """Whether the record holds the demo, built to its end."""
    return tx.one(Tick, node=BUILT) is not None


def build(database: Database, tell: Progress = lambda _done, _total: None) -> None:
    """Fill an empty record with the demo; `tell(done, total)` is told how far it is.

    The clock of `database` says what now is: votes opened some days ago are still open then. Raises
    Refused where the record has begun already.
    """
    with database.reading() as tx:
        if head(tx).size:
            raise Refused("demo.not_empty")
    end = database.clock()
    today = end.astimezone(ZoneInfo(ZONE)).date()
    told = events(stories(), today)
    clock = SimulatedClock(told[0].moment - timedelta(days=7))
    past = copy(database)  # the same record, seen at another time
    past.clock = clock
    pack, cast = shipped(), cast_of()
    who = _begun(past, pack, cast)
    plays = {name: Play(past, clock, pack, cast, who, story, today) for name, story in stories().items()}
    for done, event in enumerate(told):
        tell(done, len(told))
        _days_pass(past, clock, event.moment)
        STEPS[event.step](plays[event.story], **event.values)
        tick(past, node=PAST)  # what it brought about is asked of people the same day
    with past.transaction() as tx:
        import_subsidies(tx, AGREEMENTS, AUTHORITY)
    _days_pass(past, clock, end)
    tick(past, node=BUILT)
    tell(len(told), len(told))
    with past.transaction() as tx:
        tx.delete(OutboxMessage)  # nobody is sent the mails of days that never were


def _begun(past: Database, pack: Pack, cast: Cast) -> dict[str, Who]:
    """The record begun, and everybody registered."""
    who = {}
    with past.transaction() as tx:
        people.begin(tx, demo=True)
        for key, person in cast.people.items():
            id_ = people.register_person(tx, SETUP, pack, name=person.name, email=person.email)
            who[key] = Who(person=id_)
        for key, office in cast.offices.items():
            people.give_office(tx, SETUP, pack, person=who[key].person or "", office=office)
    return who


def _days_pass(past: Database, clock: SimulatedClock, until: datetime) -> None:
    """Let the clockwork run each night until then, as it would have."""
    zone = ZoneInfo(ZONE)
    while True:
        day = clock.now.astimezone(zone).date() + timedelta(days=1)
        night = datetime.combine(day, TICKS_AT, zone)
        if night > until:
            break
        clock.now = night
        tick(past, node=PAST)
    clock.now = max(clock.now, until)
