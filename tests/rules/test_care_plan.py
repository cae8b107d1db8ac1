"""What an open care plan wants."""

from __future__ import annotations

import datetime as dt

import pytest

from coordtui.models.acuity import Level
from coordtui.models.care_plan import InterventionStatus, PlanStatus
from coordtui.models.codes import Ball
from coordtui.rules.care_plan import first_review, is_open, step_due, step_wanted, wanted

TODAY = dt.date(2026, 11, 25)
OPEN = (PlanStatus.DRAFT, PlanStatus.ACTIVE, PlanStatus.ON_HOLD)


@pytest.mark.parametrize("status", PlanStatus)
def test_only_drafts_active_plans_and_plans_on_hold_are_open(status: PlanStatus) -> None:
    assert is_open(status) is (status in OPEN)
    assert len(wanted(status, None, "Diabetes", None, TODAY)) == (status in OPEN)


@pytest.mark.parametrize("status", OPEN)
def test_an_open_plan_is_reviewed_on_its_date(status: PlanStatus) -> None:
    (step,) = wanted(status, dt.date(2027, 1, 4), "Diabetes", Level.HIGH, TODAY)
    assert (step.kind, step.due_on) == ("plan_review", dt.date(2027, 1, 4))
    assert step.text.endswith(": Diabetes")


@pytest.mark.parametrize(
    "level, day",
    [
        (Level.COMPLEX, dt.date(2026, 12, 2)),
        (Level.HIGH, dt.date(2026, 12, 9)),
        (Level.RISING, dt.date(2026, 12, 24)),  # 30 days on is Christmas
        (None, dt.date(2026, 12, 24)),
        (Level.LOW, dt.date(2027, 2, 23)),
    ],
)
def test_a_plan_without_a_date_is_reviewed_by_acuity_on_a_business_day(level: Level | None, day: dt.date) -> None:
    assert first_review(level, TODAY) == day
    assert wanted(PlanStatus.ACTIVE, None, "Diabetes", level, TODAY)[0].due_on == day


def test_a_very_long_title_is_cut_at_a_word() -> None:
    (step,) = wanted(PlanStatus.ACTIVE, None, "walk more " * 50, None, TODAY)
    assert len(step.text) <= 140
    assert step.text.endswith("walk more…") or step.text.endswith("walk…")


# --- its steps -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", InterventionStatus)
def test_a_step_asks_for_work_while_it_is_open(status: InterventionStatus) -> None:
    still = status in ("not-started", "scheduled", "in-progress", "on-hold")
    assert len(step_wanted(status, "Buy shoes", Ball.ME, TODAY)) == still


def test_a_step_in_other_hands_is_checked_on_its_day_else_when_it_is_due() -> None:
    check = dt.date(2026, 12, 1)
    (mine,) = step_wanted(InterventionStatus.NOT_STARTED, "Buy shoes", Ball.ME, TODAY, check)
    (theirs,) = step_wanted(InterventionStatus.NOT_STARTED, "Buy shoes", Ball.PATIENT, TODAY)
    (checked,) = step_wanted(InterventionStatus.NOT_STARTED, "Buy shoes", Ball.PATIENT, TODAY, check)
    assert (mine.kind, mine.ball, mine.due_on, mine.next_check_on) == ("plan_step", Ball.ME, TODAY, None)
    assert (theirs.ball, theirs.next_check_on) == (Ball.PATIENT, TODAY)
    assert checked.next_check_on == check


def test_a_step_is_due_by_its_own_date_else_its_goals_else_at_the_review_else_on_the_next_business_day() -> None:
    review = dt.date(2026, 12, 20)
    assert step_due("2026-12", "2027", review, TODAY) == dt.date(2026, 12, 31)
    assert step_due(None, "2027-01-05", review, TODAY) == dt.date(2027, 1, 5)
    assert step_due("when it suits", None, review, TODAY) == review
    assert step_due(None, None, None, TODAY) == dt.date(2026, 11, 27)  # the 26th is Thanksgiving
