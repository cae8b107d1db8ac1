"""Care plans here: their place in the queue, and reviewing one with the patient."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.acuity import level_of
from coordtui.casework.base import among, record, shorten, table
from coordtui.casework.people import on_caseload
from coordtui.casework.raising import finish_steps, reconcile
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, Refused
from coordtui.models.care_plan import CarePlan, PlanStatus
from coordtui.rules import care_plan as rules
from coordtui.rules.dates import add_months, show_day
from coordtui.rules.follow_up import Wanted

_C = table(CarePlan).c
FARTHEST_MONTHS = 24


def raise_steps(session: Session, plan_id: int, moment: Moment) -> None:
    """Bring the plan's follow-ups in step with it; nothing for someone who has died or whose case is closed."""
    plan = record(session, CarePlan, plan_id, "care plan")
    wanted: tuple[Wanted, ...] = ()
    if on_caseload(session, plan.patient_id):
        level = level_of(session, plan.patient_id, moment.today)
        if rules.is_open(plan.status) and plan.review_on is None:
            plan.review_on = rules.first_review(level, moment.today)
            session.flush()
        wanted = rules.wanted(plan.status, plan.review_on, plan.title, level, moment.today)
    reconcile(session, "care_plan", plan_id, plan.patient_id, wanted, moment)


@act("care_plan.review")
def review(session: Session, plan_id: int, next_on: dt.date | None, moment: Moment) -> Result:
    """The plan was looked at with the patient; again on `next_on`, or when acuity asks for it. `value` is that day.

    Raises:
        Refused: the plan is closed, or the case is. InvalidInput: "next_on" is not after today, or over 2 years away.
    """
    plan = record(session, CarePlan, plan_id, "care plan")
    if not rules.is_open(plan.status):
        raise Refused(f"The plan {shorten(plan.title)} is {plan.status}, so it is not reviewed.")
    if not on_caseload(session, plan.patient_id):
        raise Refused("The case is over, so its plans are not reviewed.", "Reopen the case first.")
    if next_on is not None and not moment.today < next_on <= add_months(moment.today, FARTHEST_MONTHS):
        raise InvalidInput("next_on", "The next review is after today and within two years.")
    level = level_of(session, plan.patient_id, moment.today)
    plan.reviewed_on = moment.today
    plan.review_on = next_on or rules.first_review(level, moment.today)
    session.flush()
    finish_steps(session, ("care_plan", plan_id), "reviewed", moment, ("plan_review", "no_next_step"))
    raise_steps(session, plan_id, moment)
    again = show_day(plan.review_on, moment.today)
    label = f"Reviewed: {shorten(plan.title, 40)}, again {again}"
    return Result(label=label, patient_id=plan.patient_id, value=plan.review_on)


def plan_states(session: Session, patients: Iterable[int] | None, on: dt.date) -> dict[int, str]:
    """Each patient's plans in one word: "overdue" (an active one's review is past), "active", "on-hold" or "draft"."""
    rows = session.execute(
        select(_C.patient_id, _C.status, _C.review_on).where(
            among(_C.patient_id, patients), _C.status.in_(tuple(rules.OPEN))
        )
    )
    states: dict[int, str] = {}
    for patient_id, status, review_on in rows:
        overdue = status is PlanStatus.ACTIVE and review_on is not None and review_on < on
        state = "overdue" if overdue else status.value
        if _ORDER[state] < _ORDER.get(states.get(patient_id, ""), 9):
            states[patient_id] = state
    return states


_ORDER = {"overdue": 0, "active": 1, "on-hold": 2, "draft": 3}
