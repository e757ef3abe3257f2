"""Holidays of each territory, deadlines and recurrences, against slow counting day by day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from dateutil.easter import easter
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from policies import calendar
from policies.duration import Duration

DAY = timedelta(days=1)
NATIONAL = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
ZONES = [
    "Europe/Paris",
    "America/Cayenne",
    "Indian/Reunion",
    "Pacific/Apia",
    "America/Santiago",
    "Africa/Cairo",
]

days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
durations = st.builds(
    lambda unit, count: Duration(**{unit: count}),
    st.sampled_from(["days", "weeks", "months", "years", "business_days"]),
    st.integers(0, 30),
)
closures = st.frozensets(st.dates(date(2026, 1, 1), date(2026, 3, 31)), max_size=20)
near = st.dates(date(2026, 1, 1), date(2026, 3, 31))


def year_of(territory: str, year: int) -> tuple[date, ...]:
    return calendar.closed_days(territory, date(year, 1, 1), date(year, 12, 31))


def legal(year: int) -> set[date]:
    """The days of article L3133-1, written out again."""
    moving = {easter(year) + timedelta(days=after) for after in (1, 39, 50)}
    return moving | {date(year, *day) for day in NATIONAL}


def open_days_after(start: date, closed: Collection[date]) -> list[date]:
    """The open days that follow `start`, by looking at each day of a year."""
    following = [start + timedelta(days=number) for number in range(1, 366)]
    return [day for day in following if day.strftime("%a") not in ("Sat", "Sun") and day not in closed]


class TestPublicHolidays:
    @pytest.mark.parametrize("year", range(2008, 2061))
    def test_the_national_days_are_those_of_the_labour_code(self, year: int) -> None:
        assert set(year_of("FR", year)) == legal(year)

    @pytest.mark.parametrize(
        ("territory", "added"),
        [
            ("FR-57", "2026-12-26"),
            ("FR-67", "2026-12-26"),
            ("FR-68", "2026-12-26"),
            ("FR-971", "2026-05-27"),
            ("FR-972", "2026-05-22"),
            ("FR-973", "2026-06-10"),
            ("FR-974", "2026-12-20"),
            ("FR-976", "2026-04-27"),
            ("FR-977", "2026-10-09"),
            ("FR-978", "2026-05-27"),
        ],
    )
    def test_each_territory_adds_its_own_day_and_no_custom(self, territory: str, added: str) -> None:
        assert set(year_of(territory, 2026)) - legal(2026) == {date.fromisoformat(added)}
        assert legal(2026) <= set(year_of(territory, 2026))

    def test_saint_pierre_et_miquelon_adds_none(self) -> None:
        assert set(year_of("FR-975", 2026)) == legal(2026)

    def test_mi_careme_is_custom_and_not_law(self) -> None:
        mi_careme = date(2026, 3, 12)
        assert mi_careme not in year_of("FR-971", 2026)
        assert mi_careme in calendar.local_days("FR-971", mi_careme, mi_careme)

    @pytest.mark.parametrize("territory", ["FR-57", "FR-67", "FR-68"])
    def test_good_friday_in_alsace_moselle_is_named_but_moves_no_deadline(self, territory: str) -> None:
        good_friday = date(2026, 4, 3)
        assert calendar.local_days(territory, date(2026, 1, 1), date(2026, 12, 31)) == (good_friday,)
        holidays = calendar.PublicHolidays(territory)
        assert calendar.deadline(date(2026, 4, 2), Duration(days=1), holidays) == good_friday

    def test_a_range_holds_its_ends_and_runs_over_years_in_order(self) -> None:
        found = calendar.closed_days("FR", date(2026, 12, 25), date(2027, 1, 1))
        assert found == (date(2026, 12, 25), date(2027, 1, 1))
        assert calendar.closed_days("FR", date(2026, 12, 26), date(2026, 12, 31)) == ()
        assert calendar.closed_days("FR", date(2027, 1, 1), date(2026, 1, 1)) == ()

    def test_two_holidays_on_one_day_are_listed_once(self) -> None:
        assert len(year_of("FR", 2008)) == 10  # Ascension was on the first of May

    @pytest.mark.parametrize("territory", calendar.TERRITORIES)
    def test_asking_for_a_day_and_listing_days_agree(self, territory: str) -> None:
        holidays = calendar.PublicHolidays(territory)
        whole_year = [date(2027, 1, 1) + timedelta(days=number) for number in range(365)]
        assert tuple(day for day in whole_year if day in holidays) == year_of(territory, 2027)
        assert "2027-01-01" not in holidays

    @pytest.mark.parametrize("territory", ["", "fr", "FR-2A", "971", "DE"])
    def test_an_unknown_territory_is_refused(self, territory: str) -> None:
        with pytest.raises(ValueError, match="unknown territory"):
            year_of(territory, 2026)
        with pytest.raises(ValueError, match="unknown territory"):
            calendar.local_days(territory, date(2026, 1, 1), date(2026, 1, 2))
        with pytest.raises(ValueError, match="unknown territory"):
            calendar.PublicHolidays(territory)


class TestAdding:
    @pytest.mark.parametrize(
        ("start", "duration", "end"),
        [
            ("2026-01-31", Duration(months=1), "2026-02-28"),
            ("2028-01-31", Duration(months=1), "2028-02-29"),
            ("2028-02-29", Duration(years=1), "2029-02-28"),
            ("2028-02-29", Duration(years=4), "2032-02-29"),
            ("2026-12-31", Duration(months=2), "2027-02-28"),
            ("2026-11-30", Duration(months=13), "2027-12-30"),
            ("2028-02-28", Duration(days=2), "2028-03-01"),
            ("2026-02-26", Duration(weeks=1), "2026-03-05"),
            ("2026-04-30", Duration(business_days=1), "2026-05-04"),
            ("2026-05-02", Duration(business_days=0), "2026-05-02"),
            ("2026-05-02", Duration(business_days=1), "2026-05-04"),
        ],
    )
    def test_known_dates_come_out(self, start: str, duration: Duration, end: str) -> None:
        holidays = calendar.PublicHolidays("FR")
        assert calendar.add(date.fromisoformat(start), duration, holidays) == date.fromisoformat(end)

    @given(days, st.integers(0, 600))
    def test_months_end_on_the_same_date_or_on_the_last_of_the_month(self, start: date, months: int) -> None:
        end = calendar.add(start, Duration(months=months), ())
        assert end == start + relativedelta(months=months)
        assert end.day == start.day or (end + DAY).day == 1

    @given(near, st.integers(1, 60), closures)
    def test_business_days_are_counted_one_open_day_after_the_other(
        self, start: date, count: int, closed: frozenset[date]
    ) -> None:
        end = calendar.add(start, Duration(business_days=count), closed)
        assert end == open_days_after(start, closed)[count - 1]
        assert calendar.business_days_between(start, end, closed) == count

    @given(near, near, closures)
    def test_business_days_between_two_dates_are_the_open_ones_after_the_first(
        self, start: date, end: date, closed: frozenset[date]
    ) -> None:
        expected = [day for day in open_days_after(start, closed) if day <= end]
        assert calendar.business_days_between(start, end, closed) == len(expected)

    @pytest.mark.parametrize("duration", [Duration(months=1), Duration(days=31), Duration(business_days=31)])
    def test_there_is_no_date_after_the_year_9999(self, duration: Duration) -> None:
        with pytest.raises(OverflowError):
            calendar.add(date(9999, 12, 1), duration, ())


class TestDeadlines:
    @pytest.mark.parametrize(
        ("start", "duration", "end"),
        [
            ("2026-04-16", Duration(days=15), "2026-05-04"),  # Labour Day, then a weekend
            ("2026-12-11", Duration(weeks=2), "2026-12-28"),  # Christmas on a Friday
            ("2026-02-14", Duration(months=3), "2026-05-15"),  # Ascension
            ("2026-03-02", Duration(days=2), "2026-03-04"),
            ("2026-03-07", Duration(days=0), "2026-03-09"),
        ],
    )
    def test_a_deadline_on_a_closed_day_moves_to_the_next_open_one(
        self, start: str, duration: Duration, end: str
    ) -> None:
        holidays = calendar.PublicHolidays("FR")
        assert calendar.deadline(date.fromisoformat(start), duration, holidays) == date.fromisoformat(end)

    def test_the_26th_of_december_is_closed_in_moselle_and_open_in_lyon(self) -> None:
        start, duration = date(2028, 12, 19), Duration(weeks=1)
        assert calendar.deadline(start, duration, calendar.PublicHolidays("FR")) == date(2028, 12, 26)
        assert calendar.deadline(start, duration, calendar.PublicHolidays("FR-57")) == date(2028, 12, 27)

    @given(near, durations, closures)
    def test_a_deadline_is_the_first_open_day_from_the_end_of_the_duration(
        self, start: date, duration: Duration, closed: frozenset[date]
    ) -> None:
        end = calendar.add(start, duration, closed)
        assert calendar.deadline(start, duration, closed) == open_days_after(end - DAY, closed)[0]


class TestRecurrence:
    def test_month_ends_do_not_drift(self) -> None:
        found = islice(calendar.occurrences(Duration(months=1), date(2028, 1, 31), ()), 5)
        assert [day.isoformat() for day in found] == [
            "2028-01-31",
            "2028-02-29",
            "2028-03-31",
            "2028-04-30",
            "2028-05-31",
        ]

    def test_a_leap_day_comes_back_each_leap_year(self) -> None:
        found = islice(calendar.occurrences(Duration(years=1), date(2028, 2, 29), ()), 5)
        assert [day.strftime("%m-%d") for day in found] == ["02-29", "02-28", "02-28", "02-28", "02-29"]

    @given(near, durations.filter(lambda duration: duration.count > 0), closures)
    @settings(max_examples=60)
    def test_each_occurrence_is_counted_from_the_anchor(
        self, anchor: date, every: Duration, closed: frozenset[date]
    ) -> None:
        found = list(islice(calendar.occurrences(every, anchor, closed), 6))
        assert found == [
            calendar.add(anchor, Duration(**{every.unit: every.count * number}), closed)
            for number in range(6)
        ]
        assert found == sorted(set(found))

    @pytest.mark.parametrize("every", [Duration(years=1), Duration(days=200), Duration(business_days=150)])
    def test_it_stops_where_the_calendar_stops(self, every: Duration) -> None:
        assert len(list(calendar.occurrences(every, date(9999, 1, 1), ()))) in (1, 2)

    def test_a_recurrence_of_nothing_is_refused_at_once(self) -> None:
        with pytest.raises(ValueError, match="longer than zero"):
            calendar.occurrences(Duration(days=0), date(2026, 1, 1), ())


class TestInstants:
    @pytest.mark.parametrize(
        ("day", "instant"),
        [
            ("2026-01-15", "2026-01-15T23:00:00+00:00"),
            ("2026-07-15", "2026-07-15T22:00:00+00:00"),
            ("2026-03-28", "2026-03-28T23:00:00+00:00"),  # the night in which summer time begins
            ("2026-03-29", "2026-03-29T22:00:00+00:00"),
            ("2026-10-24", "2026-10-24T22:00:00+00:00"),
            ("2026-10-25", "2026-10-25T23:00:00+00:00"),  # a day of 25 hours
        ],
    )
    def test_a_day_in_paris_ends_at_its_midnight(self, day: str, instant: str) -> None:
        end = calendar.end_of_day(date.fromisoformat(day))
        assert end.isoformat() == instant
        assert end.tzinfo is UTC

    @given(st.dates(date(2015, 1, 1), date(2037, 12, 31)), st.sampled_from(ZONES))
    def test_the_last_moment_is_of_that_day_and_the_end_is_of_the_next(self, day: date, zone: str) -> None:
        end = calendar.end_of_day(day, zone)
        assert calendar.civil_date(end - timedelta(microseconds=1), zone) == day
        assert calendar.civil_date(end, zone) == day + DAY

    @given(
        st.datetimes(datetime(2015, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC)),
        st.sampled_from(ZONES),
    )
    def test_an_instant_is_before_the_end_of_its_day_only(self, instant: datetime, zone: str) -> None:
        day = calendar.civil_date(instant, zone)
        assert day == instant.astimezone(ZoneInfo(zone)).date()
        assert calendar.end_of_day(day - DAY, zone) <= instant < calendar.end_of_day(day, zone)

    def test_late_evening_in_paris_is_already_the_next_day_in_reunion(self) -> None:
        instant = datetime(2026, 6, 1, 21, 0, tzinfo=UTC)
        assert calendar.civil_date(instant) == date(2026, 6, 1)
        assert calendar.civil_date(instant, "Indian/Reunion") == date(2026, 6, 2)

    def test_an_instant_without_a_time_zone_is_refused(self) -> None:
        with pytest.raises(ValueError, match="needs its time zone"):
            calendar.civil_date(datetime(2026, 6, 1))
