"""What an open care plan wants."""

from __future__ import annotations

import datetime as dt

import pytest

from coordtui.models.acuity import Level
from coordtui.models.care_plan import PlanStatus
from coordtui.rules.care_plan import first_review, is_open, wanted

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
