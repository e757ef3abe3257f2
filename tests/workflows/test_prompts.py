"""Prompts: nothing stays stuck in silence, nothing is asked twice, nobody is reminded of what is done."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from governance.audit.replay import replay
from governance.clock import SimulatedClock
from governance.database import Database
from governance.facts.prompts import prompts_facts
from governance.tables.identity import OutboxMessage
from governance.tables.prompts import Prompt, PromptAnswer, PromptWatch
from policies.refusal import Invalid, NotEntitled, NotFound, Refused
from tests.workflows.arriving import arrive
from tests.workflows.house import House
from workflows.due import last_day
from workflows.prompts import answer_prompt
from workflows.tick import tick

ANSWER = {"next": "Il manque le récit des habitants."}
REVIEW = {"going": "Les ateliers tournent.", "heard": "Ils veulent venir le samedi."}


@pytest.fixture
def house(database: Database) -> House:
    return House(database).draft()


def prompts(house: House, kind: str | None = None) -> list[Prompt]:
    with house.database.reading() as tx:
        found = tx.all(Prompt, partnership=house.id, order="opened")
    return [prompt for prompt in found if kind in (None, prompt.kind)]


def mails(house: House) -> list[tuple[str, str]]:
    """To whom, and with which subject, in the order in which they were queued."""
    with house.database.reading() as tx:
        queued = tx.all(OutboxMessage, order="queued")
    return [
        (m.recipient.partition("@")[0], json.loads(m.body)["subject"]) for m in queued if "prompt" in m.about
    ]


def later(house: House, moment: str) -> None:
    clock = house.database.clock
    assert isinstance(clock, SimulatedClock)
    clock.now = datetime.fromisoformat(moment).replace(tzinfo=UTC)


def at(house: House, day: str) -> None:
    """It is the morning of that day, and the clockwork runs."""
    later(house, f"{day}T08:00")
    assert tick(house.database).failed == 0


def counted(house: House) -> dict[str, int]:
    with house.database.reading() as tx:
        return prompts_facts(tx, house.partnership, house.pack)


def test_what_a_state_waits_for_is_asked_at_once_with_the_deadline_of_the_state(house: House) -> None:
    at(house, "2026-01-05")
    (asked,) = prompts(house)
    assert (asked.kind, asked.asked, asked.day, asked.status) == (
        "finish-draft",
        "facilitator",
        "2026-01-05",
        "open",
    )
    assert last_day(asked.due, "Europe/Paris") == date(2026, 7, 6)  # 5 July is a Sunday
    assert counted(house) == {"open": 1, "overdue": 0}


def test_nobody_is_told_of_what_they_did_themselves(house: House) -> None:
    at(house, "2026-01-05")
    assert mails(house) == []


def test_those_who_are_awaited_are_told_when_somebody_else_moved_on(house: House) -> None:
    house.mandate("reviewer", "ethique")
    arrive(house, "ethical_review")
    at(house, "2026-01-05")
    ((to, subject),) = mails(house)
    assert to == "ethique"
    assert "Rendre l’avis éthique" in subject
    assert "16 février 2026" in subject


def test_an_occurrence_opens_once_however_often_the_clock_ticks(house: House) -> None:
    for _ in range(3):
        at(house, "2026-01-05")
    assert len(prompts(house)) == 1


def test_after_the_watch_is_lost_everything_is_looked_at_again_and_nothing_is_doubled(house: House) -> None:
    at(house, "2026-06-23")
    with house.database.transaction() as tx:
        tx.delete(PromptWatch, partnership=house.id)
    at(house, "2026-06-23")
    assert (len(prompts(house)), len(mails(house))) == (1, 0)  # opened late: its reminder was past already


def test_a_reminder_is_sent_on_its_day_and_once(house: House) -> None:
    at(house, "2026-01-05")
    at(house, "2026-06-21")
    assert mails(house) == []
    for _ in range(2):
        at(house, "2026-06-22")
    ((to, subject),) = mails(house)
    assert to == "facilitatrice"
    assert subject.startswith("Rappel : Terminer le brouillon")


def test_reminders_missed_in_an_outage_are_sent_as_one(house: House) -> None:
    at(house, "2026-01-05")
    at(house, "2026-08-01")
    ((_, subject),) = mails(house)
    assert subject.startswith("En retard : ")
    assert counted(house) == {"open": 1, "overdue": 1}


def test_without_an_answer_another_role_is_told(house: House) -> None:
    house.seated().mandate("chair", "maire", seat=house.seats["maire"])
    arrive(house, "proposed")
    at(house, "2026-01-05")
    at(house, "2026-03-31")
    (asked,) = prompts(house)
    assert asked.escalated is not None
    told = [to for to, subject in mails(house) if subject.startswith("Sans réponse")]
    assert told == ["maire"]
    at(house, "2026-04-30")
    assert len([1 for _, subject in mails(house) if subject.startswith("Sans réponse")]) == 1


def test_an_answered_prompt_is_neither_reminded_nor_escalated(house: House) -> None:
    house.seated().mandate("chair", "maire", seat=house.seats["maire"])
    arrive(house, "proposed")
    at(house, "2026-01-05")
    sent = len(mails(house))
    house.do(answer_prompt, prompts(house)[0].id, ANSWER)
    at(house, "2026-03-04")
    assert len(mails(house)) == sent
    assert counted(house) == {"open": 0, "overdue": 0}


def test_the_answers_are_kept_with_who_gave_them(house: House) -> None:
    at(house, "2026-01-05")
    (asked,) = prompts(house)
    house.do(answer_prompt, asked.id, ANSWER)
    (answered,) = prompts(house)
    assert answered.status == "answered"
    assert (answered.answered_by or "").startswith("mandate:")
    with house.database.reading() as tx:
        (answer,) = tx.all(PromptAnswer, prompt=asked.id)
        assert (answer.question, tx.text(answer.text)) == ("next", ANSWER["next"])


def test_a_state_that_lasts_asks_again_when_its_deadline_has_passed(house: House) -> None:
    at(house, "2026-01-05")
    house.do(answer_prompt, prompts(house)[0].id, ANSWER)
    at(house, "2026-07-04")
    assert len(prompts(house)) == 1
    at(house, "2026-07-05")
    assert [prompt.day for prompt in prompts(house)] == ["2026-01-05", "2026-07-05"]


def test_a_late_answer_lets_what_waited_behind_it_open(house: House) -> None:
    at(house, "2026-01-05")
    at(house, "2026-07-20")
    house.do(answer_prompt, prompts(house)[0].id, ANSWER)
    at(house, "2026-07-20")
    assert [prompt.day for prompt in prompts(house)] == ["2026-01-05", "2026-07-05"]


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({}, "next"),
        ({"next": "  "}, "next"),
        ({"next": "Oui", "other": "?"}, "other"),
        ({"next": "a" * 20_001}, "next"),
    ],
)
def test_an_answer_that_cannot_be_taken_says_which_question(
    house: House, answers: dict[str, str], field: str
) -> None:
    at(house, "2026-01-05")
    with pytest.raises(Invalid) as refusal:
        house.do(answer_prompt, prompts(house)[0].id, answers)
    assert [bad.name for bad in refusal.value.fields] == [field]
    assert prompts(house)[0].status == "open"


def test_only_the_role_that_is_asked_answers(house: House) -> None:
    house.mandate("secretary", "maire")
    at(house, "2026-01-05")
    with pytest.raises(NotEntitled, match="another role"):
        house.do(answer_prompt, prompts(house)[0].id, ANSWER, by="maire")


def test_a_prompt_is_answered_once(house: House) -> None:
    at(house, "2026-01-05")
    (asked,) = prompts(house)
    house.do(answer_prompt, asked.id, ANSWER)
    with pytest.raises(Refused, match="already"):
        house.do(answer_prompt, asked.id, ANSWER)


def test_a_prompt_of_another_partnership_is_not_found(house: House) -> None:
    at(house, "2026-01-05")
    (asked,) = prompts(house)
    house.draft("Autre projet")
    with pytest.raises(NotFound):
        house.do(answer_prompt, asked.id, ANSWER)


def test_when_the_state_is_left_its_prompt_serves_no_more(house: House) -> None:
    at(house, "2026-01-05")
    at(house, "2026-07-10")
    arrive(house, "proposed")
    (asked,) = prompts(house)
    assert counted(house) == {"open": 0, "overdue": 0}  # even before the clockwork has closed it
    with pytest.raises(Refused, match="moved on"):
        house.do(answer_prompt, asked.id, ANSWER)
    at(house, "2026-07-10")
    assert [(p.kind, p.status) for p in prompts(house)] == [
        ("finish-draft", "moot"),
        ("prepare-consultation", "open"),
    ]
    with pytest.raises(Refused, match="moved on"):
        house.do(answer_prompt, asked.id, ANSWER)


def test_a_state_entered_again_on_the_same_day_asks_again(house: House) -> None:
    at(house, "2026-01-05")
    for minute, state in enumerate(("proposed", "draft"), start=1):
        later(house, f"2026-01-05T09:0{minute}")
        arrive(house, state)
    tick(house.database)
    assert [p.status for p in prompts(house, "finish-draft")] == ["moot", "open"]


def test_a_review_is_asked_by_calendar_and_an_amendment_does_not_put_it_off(house: House) -> None:
    arrive(house, "active")
    at(house, "2026-01-05")
    assert [p.kind for p in prompts(house)] == ["begin-evaluation"]
    at(house, "2026-07-03")
    arrive(house, "active")
    at(house, "2026-07-04")
    assert prompts(house, "project-review") == []
    at(house, "2026-07-05")
    (review,) = prompts(house, "project-review")
    assert last_day(review.due, "Europe/Paris") == date(2026, 7, 27)  # three weeks, and no Sunday
    assert len(prompts(house, "begin-evaluation")) == 1


def test_after_an_outage_the_overdue_is_asked_once_with_time_to_answer(house: House) -> None:
    arrive(house, "active")
    at(house, "2026-01-05")
    at(house, "2027-08-02")
    (review,) = prompts(house, "project-review")
    assert (review.day, review.skipped) == ("2027-07-05", 2)
    assert last_day(review.due, "Europe/Paris") == date(2027, 8, 23)
    (measures,) = prompts(house, "indicator-measures")
    assert (measures.day, measures.skipped) == ("2027-07-05", 5)


def test_a_late_review_is_still_owed_in_the_evaluation_but_not_in_the_next_term(house: House) -> None:
    arrive(house, "active")
    at(house, "2026-07-05")
    (review,) = prompts(house, "project-review")
    at(house, "2026-07-28")
    arrive(house, "evaluation")
    at(house, "2026-07-28")
    assert prompts(house, "project-review")[0].status == "open"
    assert counted(house)["overdue"] == 2  # the review and the measures
    house.do(answer_prompt, review.id, REVIEW)
    arrive(house, "active", term=2)
    at(house, "2026-07-29")
    assert [p.status for p in prompts(house, "indicator-measures")] == ["moot"]


def test_a_review_that_was_not_late_goes_with_its_state(house: House) -> None:
    arrive(house, "active")
    at(house, "2026-07-05")
    arrive(house, "evaluation")
    at(house, "2026-07-06")
    assert [p.status for p in prompts(house, "project-review")] == ["moot"]


def test_an_ended_partnership_is_asked_nothing(house: House) -> None:
    arrive(house, "active")
    at(house, "2026-08-31")
    arrive(house, "closed")
    at(house, "2026-09-01")
    assert {p.status for p in prompts(house)} == {"moot"}
    at(house, "2030-01-01")
    assert counted(house) == {"open": 0, "overdue": 0}


def test_a_partnership_that_was_taken_over_is_asked_nothing(house: House) -> None:
    arrive(house, "recorded")
    at(house, "2027-01-05")
    assert prompts(house) == []


def test_the_log_alone_rebuilds_the_prompts(house: House) -> None:
    house.seated().mandate("chair", "maire", seat=house.seats["maire"])
    arrive(house, "proposed")
    at(house, "2026-01-05")
    at(house, "2026-04-30")
    house.do(answer_prompt, prompts(house)[0].id, ANSWER)
    arrive(house, "active")
    at(house, "2026-12-31")
    arrive(house, "closed")
    at(house, "2027-01-01")
    with house.database.reading() as tx:
        assert replay(tx).findings == ()
