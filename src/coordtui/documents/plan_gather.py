"""A care plan as its copies need it: goals by the patient's rank, the latest progress, versions. No word is chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, not_, select
from sqlalchemy.orm import Session

from coordtui.casework import plan_version
from coordtui.casework.base import fetch, table
from coordtui.casework.plan_rows import load
from coordtui.documents.gather import OPEN_PLAN
from coordtui.documents.scope import Scope, require
from coordtui.documents.text import one_line
from coordtui.errors import NotFound
from coordtui.models.care_plan import CarePlan, Concern, Goal, GoalStatus, Intervention, InterventionStatus, PlanStatus
from coordtui.models.patient import CarePreference
from coordtui.models.plan_version import Agreement, GoalProgress, PlanVersion, VersionKind
from coordtui.rules.plan_rows import BarrierRow, ConcernRow, GoalRow, PlanFields, StepRow, StrengthRow

_PLAN, _PROGRESS, _VERSION, _CARE = (
    table(CarePlan).c,
    table(GoalProgress).c,
    table(PlanVersion).c,
    table(CarePreference).c,
)
_CONCERN, _GOAL, _STEP = table(Concern).c, table(Goal).c, table(Intervention).c
_GIVEN_UP = (GoalStatus.CANCELLED, GoalStatus.REJECTED)
_UNRANKED = 1_000_000


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """A look at a goal; `value` is in the goal's unit."""

    goal_id: int
    noted_on: dt.date
    value: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class VersionRow:
    number: int
    kind: VersionKind
    made_on: dt.date
    participants: str | None
    agreement: Agreement | None
    copy_to: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan without what was given up, cancelled or resolved.

    Concerns stand as the patient ranks them; goals as their concerns, within one by importance, then as in the
    outline. `latest` has the last look at each goal, one with a measured value if there is any. `versions` are the
    latest first.
    """

    fields: PlanFields
    concerns: tuple[ConcernRow, ...]
    goals: tuple[GoalRow, ...]
    steps: tuple[StepRow, ...]
    barriers: tuple[BarrierRow, ...]
    strengths: tuple[StrengthRow, ...]
    latest: dict[int, ProgressRow]
    versions: tuple[VersionRow, ...]
    matters: str | None

    def steps_of(self, goal_id: int) -> tuple[StepRow, ...]:
        return tuple(step for step in self.steps if step.goal_id == goal_id)


def plan(session: Session, plan_id: int, scope: Scope) -> Plan:
    """Raises NotFound where there is no such plan, Refused where it is tagged and not covered.

    Its lines are those that may go along. The words around them (its title, versions) are the caller's to choose.
    """
    require(session, _PLAN, plan_id, scope, "care plan")
    rows = load(session, plan_id, only=partial(_may_leave, scope))
    concerns = sorted(rows.concerns, key=lambda one: (one.rank or _UNRANKED, one.position, one.id))
    goals = _ranked([goal for goal in rows.goals if goal.status not in _GIVEN_UP], concerns)
    kept = {goal.id for goal in goals}
    whose = (_CARE.patient_id == rows.plan.patient_id, scope.rows(_CARE, "matters"))
    steps = sorted(rows.steps, key=lambda step: (step.position, step.id))
    return Plan(
        rows.plan,
        tuple(one for one in concerns if one.resolved_on is None),
        goals,
        tuple(step for step in steps if step.status is not InterventionStatus.CANCELLED),
        tuple(one for one in sorted(rows.barriers, key=_place) if one.goal_id in kept and one.resolved_on is None),
        tuple(one for one in sorted(rows.strengths, key=_place) if one.goal_id in kept),
        _latest(session, kept),
        _versions(session, plan_id),
        session.execute(select(_CARE.what_matters).where(*whose)).scalar(),
    )


def _may_leave(scope: Scope, columns: Any) -> ColumnElement[bool]:
    return scope.rows(columns, "steps" if columns is _STEP else "")


def whole(session: Session, plan_id: int, scope: Scope) -> bool:
    """Whether no line of the plan is held back by a tag, those entered in error among them."""
    held = (
        select(columns.id).where(columns.plan_id == plan_id, not_(scope.rows(columns))).limit(1)
        for columns in (_CONCERN, _GOAL, _STEP)
    )
    return not any(session.execute(query).first() for query in held)


def which_plan(session: Session, patient_id: int, plan_id: int | None) -> int:
    """That plan of the patient; without one, the only plan that is open.

    Raises:
        NotFound: it is not this patient's, none is open, or several are: then the message lists them.
    """
    p = _PLAN
    query = select(p.id, p.title, p.status).where(p.patient_id == patient_id).order_by(p.id)
    found = [(key, title, status) for key, title, status in session.execute(query)]
    if plan_id is not None:
        if plan_id in {key for key, _, _ in found}:
            return plan_id
        raise NotFound(f"This patient has no care plan {plan_id}.", _listed(found))
    still = [one for one in found if one[2] in OPEN_PLAN]
    if len(still) == 1:
        return int(still[0][0])
    if still:
        raise NotFound("Several plans of this patient are open.", _listed(still))
    raise NotFound("This patient has no open care plan.", _listed(found))


def _listed(plans: Sequence[tuple[int, str, PlanStatus]]) -> str:
    if not plans:
        return "Start one in the app."
    return f"Say --plan and the number: {', '.join(f'{key} {one_line(title)}' for key, title, _ in plans)}."


def changes(session: Session, plan_id: int, scope: Scope) -> tuple[str, ...]:
    """What is different from the last version that was agreed or shared, in words; nothing where there is none.

    Nothing either where a line of the plan is held back: a version is kept in one piece, with that line in it.
    """
    if not scope.wants("history") or not whole(session, plan_id, scope):
        return ()
    return tuple(_change(one) for one in plan_version.changes(session, plan_id).lines)


def _change(one: plan_version.Change) -> str:
    told = " → ".join(text for text in (one.before, one.after) if text)
    return f"{one.group}: {one.what}: {told}" if told else f"{one.group}: {one.what}"


def _place(row: BarrierRow | StrengthRow) -> tuple[int, int]:
    return row.position, row.id


def _ranked(goals: Sequence[GoalRow], concerns: Sequence[ConcernRow]) -> tuple[GoalRow, ...]:
    order = {concern.id: place for place, concern in enumerate(concerns)}

    def place(goal: GoalRow) -> tuple[int, int, int, int]:
        concern = order.get(goal.concern_id or 0, _UNRANKED)
        return concern, -(goal.importance or 0), goal.position, goal.id

    return tuple(sorted(goals, key=place))


def _latest(session: Session, goals: set[int]) -> dict[int, ProgressRow]:
    p = _PROGRESS
    query = select(p.goal_id, p.noted_on, p.value, p.note).where(p.goal_id.in_(goals)).order_by(p.noted_on, p.id)
    return {row.goal_id: row for row in sorted(fetch(session, query, ProgressRow), key=lambda row: bool(row.value))}


def _versions(session: Session, plan_id: int) -> tuple[VersionRow, ...]:
    v = _VERSION
    query = select(v.number, v.kind, v.made_on, v.participants, v.agreement, v.copy_to).where(v.plan_id == plan_id)
    return fetch(session, query.order_by(v.number.desc()), VersionRow)
