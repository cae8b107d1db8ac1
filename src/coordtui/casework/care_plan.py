"""Care plans here: starting one, its place in the queue, and reviewing it with the patient."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.acuity import level_of
from coordtui.casework.base import Keyed, partial_day, record, said, shorten, table
from coordtui.casework.people import on_caseload
from coordtui.casework.plan_steps import raise_plan_steps
from coordtui.casework.raising import finish_steps, open_of, reconcile
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, Refused
from coordtui.models.care_plan import CarePlan, PlanDraft, PlanStatus
from coordtui.models.patient import Patient
from coordtui.rules import care_plan as rules
from coordtui.rules.dates import add_months, show_day
from coordtui.rules.follow_up import Wanted
from coordtui.rules.goal import plan_label

_C = table(CarePlan).c
FARTHEST_MONTHS = 24


def raise_steps(session: Session, plan_id: int, moment: Moment) -> None:
    """Bring the follow-ups of the plan and of its steps in line with them.

    Nothing is wanted for someone who has died or whose case is closed.
    """
    plan = record(session, CarePlan, plan_id, "care plan")
    wanted: tuple[Wanted, ...] = ()
    living = on_caseload(session, plan.patient_id)
    if living:
        level = level_of(session, plan.patient_id, moment.today)
        if rules.is_open(plan.status) and plan.review_on is None:
            plan.review_on = rules.first_review(level, moment.today)
            session.flush()
        wanted = rules.wanted(plan.status, plan.review_on, plan.title, level, moment.today)
    reconcile(session, "care_plan", plan_id, plan.patient_id, wanted, moment)
    raise_plan_steps(session, plan, moment, living=living)


def open_plan(session: Session, plan_id: int) -> CarePlan:
    """The plan to be changed. Raises NotFound, or Refused when it is closed."""
    plan = record(session, CarePlan, plan_id, "care plan")
    if not rules.is_open(plan.status):
        raise Refused(f"The plan {shorten(plan.title)} is {plan_label(plan.status)}.", "Reopen it to change it.")
    return plan


@act("care_plan.start")
def start(session: Session, patient_id: int, title: str, moment: Moment) -> Result:
    """A new plan, a draft until it is agreed with the patient; `value` is its id.

    Raises:
        InvalidInput: "title" is empty. Refused: the person has died, or the case is closed.
    """
    plan = new_plan(session, patient_id, title, moment)
    raise_steps(session, plan.id or 0, moment)
    return Result(label=f"Started: {shorten(plan.title, 40)}", patient_id=patient_id, value=plan.id)


def new_plan(session: Session, patient_id: int, title: str, moment: Moment) -> CarePlan:
    """A draft without lines or follow-ups yet, flushed. Raises as `start` does."""
    patient = record(session, Patient, patient_id, "patient")
    if not on_caseload(session, patient_id):
        over = "has died" if patient.deceased else "has a closed case"
        raise Refused(f"{patient.name} {over}, so no plan is started.", "Reopen the case first.")
    plan = CarePlan(
        patient_id=patient_id,
        title=_title(title),
        status=PlanStatus.DRAFT,
        intent="plan",
        starts_on=moment.today.isoformat(),
    )
    session.add(plan)
    session.flush()
    return plan


def _title(text: str) -> str:
    words = said(" ".join(text.split()))
    if words is None:
        raise InvalidInput("title", "A plan needs a title.", 'For example "Living with diabetes".')
    return words


def plan_draft(session: Session, plan_id: int) -> PlanDraft:
    """The form of a plan as it stands. Raises NotFound."""
    plan = record(session, CarePlan, plan_id, "care plan")
    return PlanDraft(**{name: getattr(plan, name) for name in PlanDraft.model_fields})


@act("care_plan.edit")
def edit_plan(session: Session, plan_id: int, draft: PlanDraft, moment: Moment) -> Result:
    """Change a plan's own fields; `value` is its id.

    Raises:
        InvalidInput: at "title", "starts_on" (no date) or "review_on" (past, or over 2 years away). Refused: closed.
    """
    plan = open_plan(session, plan_id)
    plan.title = _title(draft.title)
    plan.description, plan.category = said(draft.description), said(draft.category)
    if draft.starts_on != plan.starts_on:
        plan.starts_on = partial_day("starts_on", draft.starts_on)
    if draft.review_on != plan.review_on:
        _check_review(draft.review_on, moment.today)
        plan.review_on = draft.review_on
        take_back(session, plan_id)
    session.flush()
    raise_steps(session, plan_id, moment)
    return Result(label=f"Changed: {shorten(plan.title, 40)}", patient_id=plan.patient_id, value=plan_id)


def take_back(session: Session, plan_id: int) -> None:
    """The review date was said anew: its follow-up goes by the plan again, not by an older edit."""
    for follow_up in open_of(session, ("care_plan", plan_id)):
        if follow_up.kind == "plan_review":
            follow_up.by_rule = True


def _check_review(day: dt.date | None, today: dt.date) -> None:
    if day is not None and not today <= day <= add_months(today, FARTHEST_MONTHS):
        raise InvalidInput("review_on", "The next review is today or later, and within two years.")


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
    set_reviewed(session, plan, next_on, "reviewed", moment)
    again = show_day(plan.review_on or moment.today, moment.today)
    label = f"Reviewed: {shorten(plan.title, 40)}, again {again}"
    return Result(label=label, patient_id=plan.patient_id, value=plan.review_on)


def set_reviewed(
    session: Session, plan: CarePlan, next_on: dt.date | None, how: str, moment: Moment, field: str = "next_on"
) -> None:
    """The plan was looked at today; its review is done and asked for again. Raises InvalidInput at `field`."""
    if next_on is not None and not moment.today < next_on <= add_months(moment.today, FARTHEST_MONTHS):
        raise InvalidInput(field, "The next review is after today and within two years.")
    plan.reviewed_on = moment.today
    plan.review_on = next_on or rules.first_review(level_of(session, plan.patient_id, moment.today), moment.today)
    session.flush()
    finish_steps(session, ("care_plan", plan.id or 0), how, moment, ("plan_review", "no_next_step"))
    raise_steps(session, plan.id or 0, moment)


def plan_states(session: Session, patients: Iterable[int] | None, on: dt.date) -> dict[int, str]:
    """Each patient's plans in one word: "overdue" (an active one's review is past), "active", "on-hold" or "draft"."""
    states: dict[int, str] = {}
    for patient_id, status, review_on in _OF_PEOPLE.rows(session, patients):
        if status not in rules.OPEN:
            continue
        overdue = status is PlanStatus.ACTIVE and review_on is not None and review_on < on
        state = "overdue" if overdue else status.value
        if _ORDER[state] < _ORDER.get(states.get(patient_id, ""), 9):
            states[patient_id] = state
    return states


_OF_PEOPLE = Keyed(lambda within: select(_C.patient_id, _C.status, _C.review_on).where(within(_C.patient_id)))
_ORDER = {"overdue": 0, "active": 1, "on-hold": 2, "draft": 3}
