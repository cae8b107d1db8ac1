"""The ends of a plan: held for a while, closed with an outcome for every goal, opened again. Always a person's act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import record, said, shorten, table
from coordtui.casework.care_plan import open_plan, raise_steps
from coordtui.casework.people import on_caseload
from coordtui.casework.plan_rows import load
from coordtui.casework.plan_state import end_or_open
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, Refused
from coordtui.models.care_plan import (
    Achievement,
    CarePlan,
    Goal,
    GoalStatus,
    Intervention,
    InterventionStatus,
    PlanStatus,
)
from coordtui.models.plan_version import GoalOutcome, PlanVersion, VersionKind
from coordtui.models.source import SourceResource
from coordtui.rules import care_plan as rules
from coordtui.rules.goal import FINAL, OPEN_STEPS, needs_outcome, plan_label
from coordtui.rules.plan_outline import tree_of
from coordtui.rules.words import plural

CLOSED = (PlanStatus.COMPLETED, PlanStatus.REVOKED, PlanStatus.ENTERED_IN_ERROR)
_G, _I, _V, _S = (table(model).c for model in (Goal, Intervention, PlanVersion, SourceResource))


@dataclass(frozen=True, slots=True)
class GoalToEnd:
    """A goal whose outcome closing its plan asks for; `achievement` is what was noted last, a code."""

    goal_id: int
    text: str
    patient_words: str | None
    status: GoalStatus
    achievement: str | None
    attainment: int | None
    outcome: str | None


def goals_to_end(session: Session, plan_id: int) -> tuple[GoalToEnd, ...]:
    """The goals that need an outcome before the plan can be closed, in the order of the outline. Raises NotFound."""
    rows = load(session, plan_id)
    goals = {f"goal:{goal.id}": goal for goal in rows.goals if needs_outcome(goal.status, goal.achievement)}
    found = [goals[ref] for ref, _ in tree_of(rows).lines() if ref in goals]
    return tuple(
        GoalToEnd(one.id, one.text, one.patient_words, one.status, one.achievement, one.attainment, one.outcome)
        for one in found
    )


@act("care_plan.close")
def close(
    session: Session,
    plan_id: int,
    outcomes: Mapping[int, GoalOutcome],
    status: PlanStatus,
    note: str | None,
    moment: Moment,
) -> Result:
    """Close a plan: `outcomes` holds how each goal ended, by its id; see `goals_to_end`.

    `status` is completed, revoked (ended early) or entered-in-error; the latter two need a `note`, and a plan entered
    in error needs no outcomes. Open steps become cancelled, or stopped where they had begun. `value` is how many.

    Raises:
        InvalidInput: "status", or "note" is missing; "outcome:7" for a goal without one.
        Refused: the plan is closed.
    """
    plan = open_plan(session, plan_id)
    if status not in CLOSED:
        raise InvalidInput("status", "Say whether it is completed, ended early or was entered in error.")
    if status is not PlanStatus.COMPLETED and said(note) is None:
        raise InvalidInput("note", "Say why the plan ends.", "For example: moved away, chose another program.")
    goals = session.scalars(select(Goal).where(_G.plan_id == plan_id).order_by(_G.position, _G.id)).all()
    if status is not PlanStatus.ENTERED_IN_ERROR:
        _end_goals(goals, outcomes)
    steps = _end_steps(session, plan_id, moment)
    plan.status, plan.closed_on, plan.closing_note = status, moment.today, said(note)
    plan.ends_on = moment.today.isoformat()
    session.flush()
    raise_steps(session, plan_id, moment)
    more = f", {plural(steps, 'open step')} ended" if steps else ""
    label = f"Plan {plan_label(status)}: {shorten(plan.title, 40)}{more}"
    return Result(label=label, patient_id=plan.patient_id, value=steps)


def _end_goals(goals: Sequence[Goal], outcomes: Mapping[int, GoalOutcome]) -> None:
    missing = [
        goal for goal in goals if needs_outcome(goal.status, goal.achievement) and not _said(outcomes.get(goal.id or 0))
    ]
    if missing:
        first = missing[0]
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise InvalidInput(
            f"outcome:{first.id}",
            f'How did the goal "{shorten(first.text, 50)}"{more} end?',
            "A plan is closed with an outcome for every goal.",
        )
    for goal in goals:
        outcome = outcomes.get(goal.id or 0)
        if outcome is None or outcome.achievement is None or not needs_outcome(goal.status, goal.achievement):
            continue
        goal.achievement, goal.outcome = outcome.achievement.value, said(outcome.words) or goal.outcome
        lost = outcome.achievement is Achievement.NOT_ATTAINABLE
        goal.status = GoalStatus.CANCELLED if lost else GoalStatus.COMPLETED


def _said(outcome: GoalOutcome | None) -> bool:
    return outcome is not None and outcome.achievement in FINAL


def _end_steps(session: Session, plan_id: int, moment: Moment) -> int:
    found = session.scalars(select(Intervention).where(_I.plan_id == plan_id)).all()
    still = [step for step in found if step.status in OPEN_STEPS]
    for step in still:
        begun = step.status is InterventionStatus.IN_PROGRESS
        end_or_open(session, step, InterventionStatus.STOPPED if begun else InterventionStatus.CANCELLED, moment)
    return len(still)


@act("care_plan.hold")
def hold(session: Session, plan_id: int, until: dt.date | None, reason: str, moment: Moment) -> Result:
    """Put a plan on hold: it stays open and is looked at again on `until`, or when acuity asks for it.

    Raises:
        InvalidInput: "reason" is empty, or "until" is not after today. Refused: it is a draft, on hold, or closed.
    """
    plan = open_plan(session, plan_id)
    if plan.status is not PlanStatus.ACTIVE:
        raise Refused(f"A plan that is {plan_label(plan.status)} is not put on hold.", "Only an active one is.")
    if said(reason) is None:
        raise InvalidInput("reason", "Say why the plan waits.", "For example: in hospital until June.")
    if until is not None and until <= moment.today:
        raise InvalidInput("until", "That day must be after today.")
    plan.status = PlanStatus.ON_HOLD
    plan.review_on = until or plan.review_on
    plan.closing_note = f"On hold: {said(reason)}"
    session.flush()
    raise_steps(session, plan_id, moment)
    return Result(label=f"On hold: {shorten(plan.title, 40)}", patient_id=plan.patient_id, value=plan_id)


@act("care_plan.resume")
def resume(session: Session, plan_id: int, moment: Moment) -> Result:
    """A plan on hold goes on, with its next review by acuity. Raises Refused when it is not on hold."""
    plan = open_plan(session, plan_id)
    if plan.status is not PlanStatus.ON_HOLD:
        raise Refused(f"This plan is {plan_label(plan.status)}, not on hold.")
    plan.status, plan.closing_note = PlanStatus.ACTIVE, None
    plan.review_on = None
    session.flush()
    raise_steps(session, plan_id, moment)
    return Result(label=f"Goes on: {shorten(plan.title, 40)}", patient_id=plan.patient_id, value=plan_id)


@act("care_plan.reopen")
def reopen(session: Session, plan_id: int, moment: Moment) -> Result:
    """Open a closed plan again: active if it was ever agreed, else a draft. Its goals and steps stay as they ended.

    Raises:
        Refused: it is open, or the case is over. NotFound.
    """
    plan = record(session, CarePlan, plan_id, "care plan")
    if rules.is_open(plan.status):
        raise Refused("This plan is open.")
    if not on_caseload(session, plan.patient_id):
        raise Refused("The case is over, so its plans stay closed.", "Reopen the case first.")
    plan.status = PlanStatus.ACTIVE if plan.reviewed_on or _was_agreed(session, plan_id) else PlanStatus.DRAFT
    plan.closed_on, plan.closing_note, plan.ends_on, plan.review_on = None, None, None, None
    session.flush()
    raise_steps(session, plan_id, moment)
    return Result(label=f"Reopened: {shorten(plan.title, 40)}", patient_id=plan.patient_id, value=plan_id)


def _was_agreed(session: Session, plan_id: int) -> bool:
    """Here, or where it was imported from."""
    version = exists().where(_V.plan_id == plan_id, _V.kind == VersionKind.AGREED)
    source = exists().where(_S.record_kind == "care_plan", _S.record_id == plan_id)
    return bool(session.scalar(select(version | source)))
