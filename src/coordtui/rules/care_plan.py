"""What an open care plan wants: a review with the patient on its date, and every open step of it done."""

from __future__ import annotations

import datetime as dt

from coordtui.models.acuity import Level
from coordtui.models.care_plan import InterventionStatus, PlanStatus
from coordtui.models.codes import Ball
from coordtui.rules.acuity import review_days
from coordtui.rules.dates import business_on_or_before, next_business_day
from coordtui.rules.follow_up import Wanted
from coordtui.rules.goal import OPEN_STEPS, last_day
from coordtui.rules.words import shorten

OPEN = frozenset({PlanStatus.DRAFT, PlanStatus.ACTIVE, PlanStatus.ON_HOLD})
_TEXTS = {
    PlanStatus.DRAFT: "Finish the draft plan: {title}",
    PlanStatus.ACTIVE: "Review the plan: {title}",
    PlanStatus.ON_HOLD: "Review the plan on hold: {title}",
}


def is_open(status: PlanStatus) -> bool:
    """Draft, active and on hold. A status that the source calls unknown is not ours to work on."""
    return status in OPEN


def first_review(level: Level | None, today: dt.date) -> dt.date:
    """When a plan without a review date is reviewed: by acuity (§8.2), on that day or the business day before it."""
    return max(business_on_or_before(today + dt.timedelta(days=review_days(level))), next_business_day(today))


def wanted(
    status: PlanStatus, review_on: dt.date | None, title: str, level: Level | None, today: dt.date
) -> tuple[Wanted, ...]:
    """One `plan_review` on the review date while the plan is open, else nothing."""
    if not is_open(status):
        return ()
    text = _TEXTS[status].format(title=shorten(title))
    return (Wanted(kind="plan_review", text=text, due_on=review_on or first_review(level, today)),)


def step_due(due_on: str | None, goal_due: str | None, review_on: dt.date | None, today: dt.date) -> dt.date:
    """When a step of a plan is due: by its own date, else its goal's, else at the next review.

    A partial date counts with its last day.
    """
    return last_day(due_on) or last_day(goal_due) or review_on or next_business_day(today)


def step_wanted(
    status: InterventionStatus, text: str, owner: Ball, due: dt.date, next_check_on: dt.date | None = None
) -> tuple[Wanted, ...]:
    """One `plan_step` while the step is open, else nothing. In other hands it is checked on `next_check_on`, else
    on the day it is due.
    """
    if status not in OPEN_STEPS:
        return ()
    check = None if owner is Ball.ME else next_check_on or due
    return (Wanted(kind="plan_step", text=shorten(text), due_on=due, ball=owner, next_check_on=check),)
