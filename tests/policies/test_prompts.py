"""When a prompt is due: occurrences that neither drift nor pile up, deadlines on open days, reminders."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from policies.calendar import PublicHolidays, add, is_open
from policies.duration import Duration
from policies.pack import shipped
from policies.pack.life import Escalation, Prompt, Question, Reminders
from policies.prompts import Asked, asked_in, escalation_day, reminder_days
from policies.text import Text

CLOSED = PublicHolidays("FR")
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
LENGTHS = st.one_of(
    st.integers(1, 24).map(lambda n: Duration(months=n)),
    st.integers(1, 60).map(lambda n: Duration(weeks=n)),
    st.integers(1, 400).map(lambda n: Duration(days=n)),
    st.integers(1, 60).map(lambda n: Duration(business_days=n)),
    st.integers(1, 3).map(lambda n: Duration(years=n)),
)


def prompt(remind: Reminders | None = None, escalates: Escalation | None = None) -> Prompt:
    text = Text(fr="Faire le point", en="Review")
    return Prompt(
        text=text,
        questions={"going": Question(text=text)},
        asked="facilitator",
        remind=remind or Reminders(),
        escalates=escalates,
    )


def asked(every: Duration, within: Duration, at_once: bool = False) -> Asked:
    return Asked("review", prompt(), "facilitator", every, within, ("active",), at_once)


@given(LENGTHS, DAYS, DAYS)
def test_what_recurs_is_first_asked_when_its_interval_has_passed(
    every: Duration, entered: date, today: date
) -> None:
    days = asked(every, every).reached(entered, today, CLOSED)
    assert days == sorted(set(days))
    assert all(add(entered, every, CLOSED) <= day <= today for day in days)
    assert bool(days) == (add(entered, every, CLOSED) <= today)


@given(LENGTHS, DAYS, DAYS)
def test_what_a_state_waits_for_is_asked_on_the_day_it_is_entered(
    every: Duration, entered: date, today: date
) -> None:
    days = asked(every, every, at_once=True).reached(entered, today, CLOSED)
    assert days[:1] == ([entered] if entered <= today else [])


@given(LENGTHS, DAYS, DAYS)
def test_the_following_day_is_the_next_one_reached(every: Duration, entered: date, today: date) -> None:
    recurring = asked(every, every)
    following = recurring.following(entered, today, CLOSED)
    assert following is not None
    assert following > today
    assert recurring.reached(entered, following, CLOSED, after=today) == [following]


def test_months_are_counted_from_the_start_so_that_month_ends_do_not_drift() -> None:
    monthly = asked(Duration(months=1), Duration(weeks=1))
    days = monthly.reached(date(2028, 1, 31), date(2028, 4, 30), CLOSED)
    assert days == [date(2028, 2, 29), date(2028, 3, 31), date(2028, 4, 30)]


@given(LENGTHS, LENGTHS, DAYS, st.integers(0, 400))
def test_no_deadline_falls_on_a_day_when_offices_are_closed(
    every: Duration, within: Duration, day: date, late: int
) -> None:
    last = asked(every, within).last_day(day, day + timedelta(days=late), CLOSED)
    assert is_open(last, CLOSED)
    assert last > day + timedelta(days=late)


def test_time_lost_before_it_opened_is_given_back_for_what_recurs_only() -> None:
    day, today = date(2026, 3, 2), date(2026, 3, 9)
    week = Duration(weeks=1)
    assert asked(week, week).last_day(day, today, CLOSED) == date(2026, 3, 16)
    assert asked(week, week, at_once=True).last_day(day, today, CLOSED) == date(2026, 3, 9)


def test_a_state_without_any_length_of_time_asks_once_only() -> None:
    never = Duration(days=0)
    day = date(2026, 3, 2)
    assert asked(never, never, at_once=True).reached(day, date(2030, 1, 1), CLOSED) == [day]
    assert asked(never, never).following(day, day, CLOSED) is None


@given(DAYS, LENGTHS, LENGTHS)
def test_a_reminder_before_is_as_late_as_the_duration_allows(
    last: date, before: Duration, after: Duration
) -> None:
    reminded = prompt(Reminders(before=(before,), after=(after,)))
    days = reminder_days(reminded, last, date(2000, 1, 1), CLOSED)
    assert add(days[0], before, CLOSED) <= last < add(days[0] + timedelta(days=1), before, CLOSED)
    assert days[-1] == add(last, after, CLOSED)


def test_reminders_of_the_same_day_are_one_and_those_past_at_the_opening_are_none() -> None:
    reminded = prompt(Reminders(before=(Duration(weeks=1), Duration(days=7), Duration(weeks=4))))
    assert reminder_days(reminded, date(2026, 3, 31), date(2026, 3, 10), CLOSED) == (date(2026, 3, 24),)


def test_escalation_waits_for_its_own_deadline() -> None:
    told = prompt(escalates=Escalation(to="chair", after=Duration(weeks=1)))
    assert escalation_day(told, date(2026, 4, 27), CLOSED) == date(2026, 5, 4)
    assert escalation_day(told, date(2026, 4, 24), CLOSED) == date(2026, 5, 4)  # 1 May is a holiday
    assert escalation_day(prompt(), date(2026, 4, 27), CLOSED) is None


def test_in_the_shipped_pack_every_state_that_waits_asks_and_no_other_does() -> None:
    pack = shipped()
    for name, state in pack.lifecycle.states.items():
        at_once = [each for each in asked_in(pack.lifecycle, pack.prompts, name) if each.at_once]
        assert bool(at_once) == (state.waits_for is not None)
