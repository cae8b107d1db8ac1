"""What an appointment wants: to be booked, prepared, and an outcome."""

from __future__ import annotations

import datetime as dt

import pytest

from coordtui.models.appointment import AppointmentStatus
from coordtui.rules.appointment import is_open, wanted

TODAY = dt.date(2026, 11, 25)
FRIDAY = dt.date(2026, 12, 4)
AT = dt.datetime(2026, 12, 4, 14, 30, tzinfo=dt.UTC)
ENDED = {
    AppointmentStatus.FULFILLED,
    AppointmentStatus.CANCELLED,
    AppointmentStatus.NOSHOW,
    AppointmentStatus.ENTERED_IN_ERROR,
}
BOOKED = AppointmentStatus.BOOKED


@pytest.mark.parametrize("status", AppointmentStatus)
@pytest.mark.parametrize("day", [None, TODAY, FRIDAY, dt.date(2020, 1, 2)])
def test_an_appointment_wants_something_until_it_has_an_outcome(status: AppointmentStatus, day: dt.date | None) -> None:
    assert is_open(status) is (status not in ENDED)
    assert bool(wanted(status, day, None, "Cardiology", TODAY)) is is_open(status)


def test_a_booked_visit_is_prepared_before_it_starts_and_its_outcome_recorded_after() -> None:
    prep, outcome = wanted(BOOKED, FRIDAY, AT, "Cardiology", TODAY)
    assert (prep.kind, prep.text) == ("visit_prep", "Prepare: Cardiology")
    assert (prep.due_on, prep.limit_at, prep.limit_on) == (dt.date(2026, 12, 1), AT, FRIDAY)
    assert (outcome.kind, outcome.due_on) == ("visit_outcome", dt.date(2026, 12, 7))


@pytest.mark.parametrize("day, due", [(dt.date(2026, 11, 27), TODAY), (TODAY, TODAY), (dt.date(2026, 12, 1), TODAY)])
def test_a_visit_soon_after_it_became_known_is_prepared_at_once(day: dt.date, due: dt.date) -> None:
    assert wanted(BOOKED, day, None, "Cardiology", TODAY)[0].due_on == due


def test_a_visit_that_is_past_only_wants_its_outcome() -> None:
    (outcome,) = wanted(BOOKED, dt.date(2026, 11, 20), None, "Cardiology", TODAY)
    assert (outcome.kind, outcome.due_on) == ("visit_outcome", dt.date(2026, 11, 23))


@pytest.mark.parametrize("status", [AppointmentStatus.ARRIVED, AppointmentStatus.CHECKED_IN])
def test_a_visit_under_way_needs_no_preparation(status: AppointmentStatus) -> None:
    assert [step.kind for step in wanted(status, TODAY, None, "Cardiology", TODAY)] == ["visit_outcome"]


@pytest.mark.parametrize(
    "status", [AppointmentStatus.PROPOSED, AppointmentStatus.PENDING, AppointmentStatus.WAITLIST, BOOKED]
)
def test_without_a_day_it_is_booked_within_three_business_days(status: AppointmentStatus) -> None:
    (step,) = wanted(status, None, None, "Cardiology", TODAY)
    assert (step.kind, step.text, step.due_on) == ("admin", "Book: Cardiology", dt.date(2026, 12, 1))


def test_the_days_stand_still_when_the_day_it_was_raised_is_handed_in() -> None:
    later = dt.date(2026, 12, 3)
    (step,) = wanted(BOOKED, None, None, "Cardiology", later, since=TODAY)
    assert step.due_on == dt.date(2026, 12, 1)
    prep = wanted(BOOKED, FRIDAY, None, "Cardiology", later, since=TODAY)[0]
    assert prep.due_on == dt.date(2026, 12, 1)
