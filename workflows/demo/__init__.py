"""The demo: five partnerships lived through the ordinary commands, under a clock that starts in the past."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import date, datetime, time, timedelta
from functools import partial
from operator import itemgetter
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
from workflows.demo.script import AGREEMENTS, Cast, Event, cast_of, events, stories, working_day
from workflows.demo.stage import Play
from workflows.demo.steps import STEPS
from workflows.imports.subsidies import import_subsidies
from workflows.tick import tick

Happening = Callable[[], None]

SETUP = Who(system="setup")
AUTHORITY = "Ville d’Antibes"
TAKEN_OVER = -100  # the day, from today, on which its agreements are taken over
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
    who = _begun(past, shipped(), cast_of())
    plays = {
        key: Play(past, clock, shipped(), cast_of(), who, story, today) for key, story in stories().items()
    }
    happenings = _happenings(past, plays, told, today)
    for done, (moment, happens) in enumerate(happenings):
        tell(done, len(happenings))
        _days_pass(past, clock, moment)
        happens()
        tick(past, node=PAST)  # what it brought about is asked of people the same day
    _days_pass(past, clock, end)
    tick(past, node=BUILT)
    tell(len(happenings), len(happenings))
    with past.transaction() as tx:
        tx.delete(OutboxMessage)  # nobody is sent the mails of days that never were


def _happenings(
    past: Database, plays: dict[str, Play], told: list[Event], today: date
) -> list[tuple[datetime, Happening]]:
    """All that is to happen, in the order of time: the stories, and the agreements taken over."""
    taken_over = datetime.combine(working_day(today, TAKEN_OVER), time(15), ZoneInfo(ZONE))
    found: list[tuple[datetime, Happening]] = [(taken_over, partial(_take_over, past))]
    found += [(e.moment, partial(STEPS[e.step], plays[e.story], **e.values)) for e in told]
    return sorted(found, key=itemgetter(0))


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


def _take_over(past: Database) -> None:
    with past.transaction() as tx:
        import_subsidies(tx, AGREEMENTS, AUTHORITY)


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
