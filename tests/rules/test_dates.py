"""Business days, moments, partial dates, ages and dates in words."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordtui.rules import dates

D = dt.date
any_day = st.dates(D(2000, 1, 1), D(2060, 12, 31))


@pytest.mark.parametrize(
    "day, open_",
    [
        (D(2026, 11, 25), True),
        (D(2026, 11, 26), False),  # Thanksgiving
        (D(2026, 11, 27), True),  # the day after is none of the eleven
        (D(2026, 12, 25), False),
        (D(2026, 6, 19), False),  # Juneteenth
        (D(2026, 7, 3), False),  # Independence Day on a Saturday, observed on Friday
        (D(2027, 7, 5), False),  # on a Sunday, observed on Monday
        (D(2021, 12, 31), False),  # New Year 2022 on a Saturday, observed in the year before
        (D(2027, 12, 24), False),  # Christmas on a Saturday
        (D(2026, 10, 12), False),  # Columbus and Indigenous Peoples' Day
        (D(2026, 11, 11), False),
        (D(2026, 11, 28), False),  # a Saturday
        (D(2028, 2, 29), True),
    ],
)
def test_business_days_are_weekdays_without_federal_holidays(day: D, open_: bool) -> None:
    assert dates.is_business_day(day) is open_


def test_there_are_eleven_federal_holidays_a_year() -> None:
    names = dates.federal_holidays(2025)
    assert len(names) == 11


def test_the_coordinators_own_closures_are_no_business_days() -> None:
    closed = {D(2026, 11, 27)}
    assert not dates.is_business_day(D(2026, 11, 27), closed)
    assert dates.add_business_days(D(2026, 11, 25), 1, closed) == D(2026, 11, 30)
    assert dates.next_business_day(D(2026, 11, 25), closed) == D(2026, 11, 30)


@pytest.mark.parametrize(
    "start, n, end",
    [
        (D(2026, 11, 24), 0, D(2026, 11, 24)),
        (D(2026, 11, 28), 0, D(2026, 11, 28)),
        (D(2026, 11, 24), 2, D(2026, 11, 27)),  # over Thanksgiving
        (D(2026, 11, 28), 1, D(2026, 11, 30)),
        (D(2026, 12, 23), 3, D(2026, 12, 29)),  # over Christmas and a weekend
        (D(2026, 6, 18), 1, D(2026, 6, 22)),  # over Juneteenth and a weekend
        (D(2026, 12, 31), 1, D(2027, 1, 4)),
        (D(2026, 11, 30), -2, D(2026, 11, 25)),
        (D(2028, 2, 28), 1, D(2028, 2, 29)),
    ],
)
def test_adding_business_days_counts_from_day_zero(start: D, n: int, end: D) -> None:
    assert dates.add_business_days(start, n) == end


@given(any_day, st.integers(0, 60))
def test_counting_business_days_undoes_adding_them(start: D, n: int) -> None:
    end = dates.add_business_days(start, n)
    assert dates.business_days_between(start, end) == n
    assert dates.business_days_between(end, start) == -n


@given(any_day, st.integers(1, 60))
def test_adding_one_by_one_is_adding_at_once(start: D, n: int) -> None:
    day = start
    for _ in range(n):
        day = dates.next_business_day(day)
    assert day == dates.add_business_days(start, n)


@given(any_day)
def test_the_nearest_business_days_enclose_a_day_off(day: D) -> None:
    before, after = dates.business_on_or_before(day), dates.business_on_or_after(day)
    assert before <= day <= after
    assert dates.is_business_day(before)
    assert dates.is_business_day(after)
    assert (before == after) is dates.is_business_day(day)


# --- moments ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "at, day",
    [
        (dt.datetime(2026, 11, 25, 4, 59, tzinfo=dt.UTC), D(2026, 11, 24)),
        (dt.datetime(2026, 11, 25, 5, 0, tzinfo=dt.UTC), D(2026, 11, 25)),
        (dt.datetime(2026, 3, 8, 4, 30, tzinfo=dt.UTC), D(2026, 3, 7)),  # the night the clocks go forward
        (dt.datetime(2026, 3, 9, 3, 30, tzinfo=dt.UTC), D(2026, 3, 8)),
        (dt.datetime(2026, 3, 9, 4, 0, tzinfo=dt.UTC), D(2026, 3, 9)),
        (dt.datetime(2026, 11, 1, 5, 30, tzinfo=dt.UTC), D(2026, 11, 1)),  # the hour that comes twice
    ],
)
def test_a_moment_belongs_to_the_local_day(at: dt.datetime, day: D) -> None:
    assert dates.local_date(at, "America/New_York") == day
    assert dates.local_date(at.replace(tzinfo=None), "America/New_York") == day


@given(any_day, st.sampled_from(["America/New_York", "UTC", "Pacific/Auckland", "Asia/Kolkata", "America/St_Johns"]))
def test_the_end_of_a_day_is_still_that_day_and_a_second_later_is_not(day: D, zone: str) -> None:
    end = dates.day_end(day, zone)
    assert end.tzinfo == dt.UTC
    assert dates.local_date(end, zone) == day
    assert dates.local_date(end + dt.timedelta(seconds=1), zone) == day + dt.timedelta(days=1)


@pytest.mark.parametrize(
    "text, day",
    [
        ("2026-11-25T09:30:00-05:00", D(2026, 11, 25)),
        ("2026-11-25", D(2026, 11, 25)),
        ("2026-11-25T23:59:59.999Z", D(2026, 11, 25)),
        ("2026-11", None),
        ("2026", None),
        ("2026-02-30", None),
        ("tomorrow", None),
        ("", None),
        (None, None),
    ],
)
def test_the_day_of_a_moment_is_the_one_written_there(text: str | None, day: D | None) -> None:
    assert dates.moment_day(text) == day


# --- partial dates ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, words",
    [
        ("2019", "2019"),
        ("2017-06", "June 2017"),
        ("2017-06-03", "3 June 2017"),
        ("2026-11-25T09:30:00-05:00", "25 November 2026"),
        ("about 1950", "about 1950"),
        (None, ""),
    ],
)
def test_a_partial_date_is_shown_as_precisely_as_it_is_known(text: str | None, words: str) -> None:
    assert dates.show_partial(text) == words


def test_partial_dates_sort_by_time_with_the_vaguer_first() -> None:
    ordered = ["", "2016-12-31", "2017", "2017-06", "2017-06-03", "2017-06-03T08:00:00Z", "2017-06-04", "2018"]
    mixed = ordered[::2] + ordered[1::2]
    assert sorted(mixed, key=dates.partial_key) == ordered


@pytest.mark.parametrize("text", ["2019", "2017-06", "2017-06-03", "2028-02-29"])
def test_a_fhir_date_is_partial(text: str) -> None:
    assert dates.is_partial(text)


@pytest.mark.parametrize("text", ["", "19", "2017-13", "2017-00", "2027-02-29", "2017-6-3", "2017-06-03T00:00", "0000"])
def test_what_is_no_fhir_date_is_not_partial(text: str) -> None:
    assert not dates.is_partial(text)


# --- ages ------------------------------------------------------------------------------------------------------------

TODAY = D(2026, 11, 25)


@pytest.mark.parametrize(
    "birth, years, words",
    [
        ("1969-11-25", 57, "57"),
        ("1969-11-26", 56, "56"),
        ("1969", 57, "about 57"),
        ("1969-11", 57, "about 57"),
        ("1969-12", 56, "56"),
        ("1969-10", 57, "57"),
        ("2026-06-26", 0, "4 mo"),
        ("2025-06-25", 1, "17 mo"),
        ("2024-11-25", 2, "2"),
        ("2026-11-13", 0, "12 d"),
        ("2026-11-25", 0, "0 d"),
        ("2027-01-01", None, ""),
        ("unknown", None, ""),
        (None, None, ""),
    ],
)
def test_an_age_says_how_sure_it_is(birth: str | None, years: int | None, words: str) -> None:
    assert dates.age(birth, TODAY) == years
    assert dates.age_words(birth, TODAY) == words


def test_someone_born_on_a_leap_day_turns_older_on_the_first_of_march() -> None:
    assert dates.age("2000-02-29", D(2027, 2, 28)) == 26
    assert dates.age("2000-02-29", D(2027, 3, 1)) == 27
    assert dates.age("2000-02-29", D(2028, 2, 29)) == 28


@given(st.dates(D(1900, 1, 1), TODAY), any_day.filter(lambda day: day >= TODAY))
def test_an_age_never_goes_down_and_turns_on_the_birthday(born: D, today: D) -> None:
    years = dates.age(born.isoformat(), today)
    tomorrow = dates.age(born.isoformat(), today + dt.timedelta(days=1))
    assert years is not None
    assert tomorrow is not None
    assert 0 <= tomorrow - years <= 1


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day, words",
    [
        (D(2026, 11, 25), "today"),
        (D(2026, 11, 26), "tomorrow"),
        (D(2026, 11, 24), "yesterday"),
        (D(2026, 11, 27), "Fri 27 Nov"),
        (D(2027, 1, 4), "Mon 4 Jan 2027"),
        (D(2026, 3, 1), "Sun 1 Mar"),
    ],
)
def test_a_day_is_shown_near_or_by_name(day: D, words: str) -> None:
    assert dates.show_day(day, TODAY) == words


def test_a_month_further_stays_within_the_month() -> None:
    assert dates.add_months(D(2027, 1, 31), 1) == D(2027, 2, 28)
    assert dates.add_months(D(2026, 11, 25), 2) == D(2027, 1, 25)
    assert dates.add_months(D(2027, 1, 25), -2) == D(2026, 11, 25)
