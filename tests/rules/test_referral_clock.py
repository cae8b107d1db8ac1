"""The clocks of a referral: the user's own limits, the outer clock, the next check, and how old it is by them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordtui.models.codes import Ball, Urgency
from coordtui.models.referral import Referral
from coordtui.models.referral import ReferralState as S
from coordtui.rules.dates import is_business_day
from coordtui.rules.referral import age_of, due_by, is_open, next_check, outer_limit, wanted
from coordtui.rules.referral_ageing import Overrides, Span, check_on, limit_on, limits, outer_on, worse

TODAY = dt.date(2026, 3, 4)
OWN: Overrides = {(S.SENT, Urgency.ROUTINE, False): Span(2), (S.CLOSED_MET, Urgency.ROUTINE, False): Span(9)}
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31))


def view(state: S = S.SENT, **fields: Any) -> Referral:
    given: dict[str, Any] = {"what": "Cardiology", "since": TODAY, "ball": Ball.RECIPIENT, **fields}
    return Referral(patient_id=1, state=state, **given)


# --- the user's own limits -------------------------------------------------------------------------------------------


def test_a_limit_of_ones_own_replaces_the_shipped_one_and_no_other() -> None:
    assert limits(S.SENT, Urgency.ROUTINE, overrides=OWN) == Span(2)
    assert limits(S.SENT, Urgency.ROUTINE, social=True, overrides=OWN) == Span(5)
    assert limits(S.SENT, Urgency.URGENT, overrides=OWN) == Span(2)
    assert limits(S.RECEIVED, Urgency.ROUTINE, overrides=OWN) == Span(7)
    assert limits(S.CLOSED_MET, Urgency.ROUTINE, overrides=OWN) is None
    assert limit_on(S.SENT, Urgency.ROUTINE, TODAY, overrides=OWN) == dt.date(2026, 3, 6)
    assert check_on(S.SENT, Urgency.ROUTINE, TODAY, overrides=OWN) == dt.date(2026, 3, 6)


def test_a_limit_of_ones_own_moves_the_step() -> None:
    assert wanted(view(), TODAY)[0].due_on == dt.date(2026, 3, 11)
    assert wanted(view(), TODAY, OWN)[0].due_on == dt.date(2026, 3, 6)


# --- the outer clock -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("urgency", "social", "last"),
    [
        (Urgency.STAT, False, dt.date(2026, 3, 10)),
        (Urgency.ASAP, False, dt.date(2026, 3, 17)),
        (Urgency.URGENT, False, dt.date(2026, 3, 24)),
        (Urgency.ROUTINE, False, dt.date(2026, 4, 9)),
        (Urgency.ROUTINE, True, dt.date(2026, 3, 24)),
    ],
)
def test_the_visit_is_due_so_long_after_the_clinically_indicated_date(
    urgency: Urgency, social: bool, last: dt.date
) -> None:
    assert outer_on(urgency, dt.date(2026, 3, 10), social=social) == last


def test_the_outer_clock_stops_with_the_visit_and_gives_way_to_a_limit_that_came_along() -> None:
    day = dt.date(2026, 3, 10)
    assert outer_limit(view(indicated_on=day)) == dt.date(2026, 4, 9)
    assert outer_limit(view(indicated_on=day, limit_on=dt.date(2026, 3, 20))) == dt.date(2026, 3, 20)
    assert outer_limit(view()) is None
    assert [outer_limit(view(state, indicated_on=day)) for state in (S.ATTENDED, S.ON_HOLD, S.CLOSED_MET)] == [None] * 3


def test_what_ends_first_is_when_it_has_to_move_on() -> None:
    assert due_by(view(indicated_on=dt.date(2026, 3, 10))) == dt.date(2026, 3, 11)
    assert due_by(view(indicated_on=dt.date(2026, 2, 6))) == dt.date(2026, 3, 8)
    assert due_by(view(S.CLOSED_MET, indicated_on=TODAY)) is None


# --- the next check --------------------------------------------------------------------------------------------------


def test_a_booked_visit_is_asked_about_the_business_day_after_it() -> None:
    booked = view(S.SCHEDULED, ball=Ball.PATIENT)
    assert next_check(booked, visit_on=dt.date(2026, 3, 20)) == dt.date(2026, 3, 23)
    assert next_check(booked, visit_on=dt.date(2026, 2, 2)) == dt.date(2026, 3, 5)
    assert next_check(booked) == dt.date(2026, 4, 3)


def test_a_missed_visit_is_asked_about_the_business_day_after() -> None:
    assert next_check(view(S.NO_SHOW, since=dt.date(2026, 3, 6))) == dt.date(2026, 3, 9)


@given(
    state=st.sampled_from(S),
    urgency=st.sampled_from(Urgency),
    social=st.booleans(),
    since=DAYS,
    indicated=st.none() | DAYS,
    visit=st.none() | DAYS,
)
def test_every_open_referral_is_looked_at_again_and_on_no_day_before_its_state_began(
    state: S, urgency: Urgency, social: bool, since: dt.date, indicated: dt.date | None, visit: dt.date | None
) -> None:
    one = view(state, urgency=urgency, social=social, since=since, indicated_on=indicated)
    day = next_check(one, visit_on=visit)
    assert (day is not None) == is_open(state)
    assert day is None or day >= since
    assert day is None or is_business_day(day) or day == since
    assert (due_by(one) is not None) == is_open(state)


# --- how old it is ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (dt.date(2026, 3, 9), "in time"),
        (dt.date(2026, 3, 10), "amber"),  # six of seven days
        (dt.date(2026, 3, 11), "amber"),
        (dt.date(2026, 3, 12), "red"),
        (dt.date(2026, 3, 19), "escalate"),
    ],
)
def test_a_state_ages_by_its_own_limit(day: dt.date, age: str) -> None:
    assert age_of(view(), day) == age


def test_the_outer_clock_ages_a_referral_that_moves_on_all_the_time() -> None:
    fresh = view(S.ACCEPTED, since=dt.date(2026, 5, 1), indicated_on=dt.date(2026, 3, 1))
    assert age_of(fresh, dt.date(2026, 5, 1)) == "escalate"
    assert age_of(view(S.ATTENDED, since=dt.date(2026, 5, 1), indicated_on=TODAY), dt.date(2026, 5, 1)) == "in time"


def test_the_worse_of_two_ages_counts() -> None:
    assert worse("amber", "red") == worse("red", "in time") == "red"


@given(since=DAYS, indicated=st.none() | DAYS, urgency=st.sampled_from(Urgency), day=DAYS)
def test_a_day_more_never_makes_it_younger(
    since: dt.date, indicated: dt.date | None, urgency: Urgency, day: dt.date
) -> None:
    one = view(urgency=urgency, since=since, indicated_on=indicated)
    today, tomorrow = age_of(one, day), age_of(one, day + dt.timedelta(days=1))
    assert worse(today, tomorrow) == tomorrow


@pytest.mark.parametrize(
    ("since", "day", "age"),
    [
        (dt.date(2026, 3, 6), dt.date(2026, 3, 8), "in time"),  # Friday to Sunday: no business day has gone by
        (dt.date(2026, 3, 6), dt.date(2026, 3, 9), "amber"),
        (dt.date(2026, 3, 6), dt.date(2026, 3, 10), "red"),
        (dt.date(2026, 3, 6), dt.date(2026, 3, 11), "escalate"),
        (dt.date(2026, 3, 4), dt.date(2026, 3, 6), "red"),
        (dt.date(2026, 3, 4), dt.date(2026, 3, 9), "escalate"),
    ],
)
def test_a_span_of_business_days_ages_by_business_days(since: dt.date, day: dt.date, age: str) -> None:
    assert age_of(view(urgency=Urgency.ASAP, since=since), day) == age


@pytest.mark.parametrize(
    ("after", "age"), [(11, "in time"), (12, "amber"), (14, "amber"), (15, "red"), (29, "red"), (30, "escalate")]
)
def test_a_routine_report_escalates_at_thirty_days(after: int, age: str) -> None:
    assert age_of(view(S.ATTENDED), TODAY + dt.timedelta(days=after)) == age


def test_a_limit_in_hours_is_reckoned_in_whole_days() -> None:
    stat = view(urgency=Urgency.STAT)
    assert [age_of(stat, TODAY + dt.timedelta(days=n)) for n in range(4)] == ["in time", "red", "red", "escalate"]
