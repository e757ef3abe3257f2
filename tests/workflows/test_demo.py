"""The demo: built once, and looked at from all sides."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from governance.actors import Who
from governance.audit.replay import replay
from governance.audit.verify import verify
from governance.clock import SimulatedClock, instant
from governance.database import Database
from governance.people import everyone, person_of_email
from governance.tables.consultation import Consultation, Contribution
from governance.tables.deliberation import Ballot, Decision
from governance.tables.identity import OutboxMessage
from governance.tables.log import Leaf
from governance.tables.parties import Party, Seat
from governance.tables.partnership import Partnership
from governance.tables.people import Contact, Organisation
from governance.tables.prompts import Prompt
from governance.transaction import Reading
from policies.calendar import PublicHolidays, is_open
from policies.pack import shipped
from policies.refusal import Refused
from workflows.demo import build, is_built
from workflows.demo.script import cast_of, events, stories, working_day
from workflows.demo.steps import STEPS
from workflows.people import begin, is_demo
from workflows.reads.table import asks

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("demo") / "record.sqlite"
    shutil.copyfile(sqlite_template, path)
    database = Database(f"sqlite:///{path}", clock=SimulatedClock(NOW), pool=2)
    steps: list[tuple[int, int]] = []
    build(database, lambda done, total: steps.append((done, total)))
    assert steps[0][0] == 0
    assert steps[-1][0] == steps[-1][1] > 100
    yield database
    database.close()


@pytest.fixture
def tx(built: Database) -> Iterator[Reading]:
    with built.reading() as reading:
        yield reading


def lived(tx: Reading) -> list[Partnership]:
    """The partnerships that were decided here."""
    return [row for row in tx.all(Partnership) if row.state != "recorded"]


def awaited(tx: Reading, decision: Decision) -> set[str]:
    """The colleges of the seats that have not voted yet, one entry for each such seat."""
    cast = {ballot.seat for ballot in tx.all(Ballot, decision=decision.id)}
    seats = tx.all(Seat, partnership=decision.partnership)
    return {f"{seat.college} {seat.id}" for seat in seats if seat.id not in cast}


def test_five_forms_stand_at_five_stages_of_life(tx: Reading) -> None:
    assert {row.form for row in lived(tx)} == set(shipped().forms)
    assert len({row.state for row in lived(tx)}) == len(lived(tx)) == 5


def test_the_agreements_of_antibes_are_there_as_recorded(tx: Reading) -> None:
    assert len(tx.all(Partnership, state="recorded")) == 29


def test_the_log_verifies_and_gives_the_tables_back(tx: Reading) -> None:
    for report in (verify(tx), replay(tx)):
        assert report.findings == ()
        assert report.acts == report.size > 500


def test_the_first_act_says_that_it_is_a_demo(tx: Reading) -> None:
    first = tx.all(Leaf, order="position")[0]
    assert first.kind == "instance.created"
    assert is_demo(tx)
    assert is_built(tx)


def test_time_went_forward_and_never_past_now(tx: Reading) -> None:
    times = [leaf.at for leaf in tx.all(Leaf, order="position")]
    assert times == sorted(times)
    assert times[-1] <= instant(NOW)
    assert times[0] < instant(NOW - timedelta(days=300))


def test_the_log_ends_with_what_people_did_lately(tx: Reading) -> None:
    latest = [leaf.kind for leaf in tx.all(Leaf, order="-position")[:10]]
    assert latest.count("deliberation.ballot-cast") >= 3


def test_everybody_listed_can_sign_in_and_is_somebody_here(tx: Reading) -> None:
    known = {person.person: person for person in everyone(tx)}
    for person in cast_of().people.values():
        found = person_of_email(tx, person.email)
        assert found is not None
        assert known[found].name == person.name
        assert known[found].functions, f"{person.name} sits nowhere"
    assert all(contact.email.endswith("@example.org") for contact in tx.all(Contact))


def test_open_votes_have_days_left_and_wait_for_people_concerned(tx: Reading) -> None:
    votes = tx.all(Decision, status="open")
    assert len(votes) == 2
    for vote in votes:
        assert vote.closes > instant(NOW + timedelta(days=5))
        colleges = [seat.split()[0] for seat in awaited(tx, vote)]
        assert len(colleges) >= 2
        assert "beneficiaries" in colleges


def test_one_prompt_is_overdue_and_others_were_answered(tx: Reading) -> None:
    overdue = [prompt for prompt in tx.all(Prompt, status="open") if prompt.due < tx.now]
    assert [prompt.kind for prompt in overdue] == ["project-review"]
    assert len(tx.all(Prompt, status="answered")) >= 4


def test_a_consultation_is_open_and_closes_in_about_a_week(tx: Reading) -> None:
    (consultation,) = tx.all(Consultation, status="open")
    left = date.fromisoformat(consultation.closing_day) - NOW.date()
    assert 4 <= left.days <= 9
    channels = {row.channel for row in tx.all(Contribution, consultation=consultation.id)}
    assert channels == {"online", "phone", "paper"}


def test_the_facilitator_and_a_representative_find_several_asks_on_their_tables(tx: Reading) -> None:
    for person, number in (("aicha", 4), ("tesfay", 2)):
        who = Who(person=person_of_email(tx, cast_of().people[person].email))
        assert len(asks(tx, who)) == number


def test_an_organisation_that_sits_twice_is_registered_once(tx: Reading) -> None:
    sitting = [row.organisation for found in lived(tx) for row in tx.all(Party, partnership=found.id)]
    assert len(sitting) - len(set(sitting)) == 2
    assert all(tx.one(Organisation, id=id_) for id_ in sitting)


def test_nobody_is_sent_the_mails_of_the_past(tx: Reading) -> None:
    assert tx.all(OutboxMessage) == []


def test_a_record_that_has_begun_is_refused(database: Database) -> None:
    with database.transaction() as tx:
        begin(tx)
        assert not is_built(tx)
    with pytest.raises(Refused, match="not empty"):
        build(database)


@pytest.mark.parametrize("today", [date(2026, 12, 28), date(2027, 4, 5), date(2028, 2, 29)])
def test_steps_fall_on_working_days_in_the_order_in_which_they_are_told(today: date) -> None:
    told = events(stories(), today)
    assert all(is_open(event.moment.date(), PublicHolidays("FR")) for event in told)
    assert all(event.moment.date() < today for event in told)
    for name, story in stories().items():
        assert [e.step for e in told if e.story == name] == [step["do"] for step in story.steps]


def test_every_step_of_every_story_is_known_and_every_known_step_is_told() -> None:
    assert {step["do"] for story in stories().values() for step in story.steps} == set(STEPS)


def test_a_day_that_is_no_working_day_is_the_last_one_before() -> None:
    easter_monday = date(2027, 3, 29)
    assert working_day(easter_monday, 0) == date(2027, 3, 26)
    assert working_day(easter_monday, 1) == date(2027, 3, 30)
