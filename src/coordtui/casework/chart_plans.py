"""A patient's plans in the chart: each with its concerns, goals and steps, progress and versions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from coordtui.casework import chart_plan_views as views
from coordtui.casework.base import fetch, table
from coordtui.casework.goal import progress_of_patient
from coordtui.casework.plan_views import versions_of_patient
from coordtui.models.care_plan import Barrier, CarePlan, Concern, Goal, Intervention, Strength
from coordtui.rules.care_plan import OPEN as OPEN_PLANS

V = TypeVar("V")
_NESTED = {"progress", "barriers", "strengths", "concerns", "goals", "interventions", "versions"}


def plans_of(session: Session, patient_id: int) -> tuple[tuple[views.PlanView, ...], tuple[views.GoalView, ...]]:
    """The plans with what belongs to them, open ones first, the newest first; and the goals that belong to none.

    Eight queries, however many there are. Nothing is left out, not even what was entered in error.
    """
    goals = _goals(session, patient_id)
    concerns = _of(session, patient_id, Concern, views.ConcernView)
    steps = _of(session, patient_id, Intervention, views.InterventionView)
    versions = _by(versions_of_patient(session, patient_id), "plan_id")
    rows = fetch(session, _PLANS, lambda *row: row, {"patient": patient_id})
    build: Callable[..., views.PlanView] = views.PlanView
    parts: list[dict[Any, Any]] = [_by(concerns, "plan_id"), _by(goals, "plan_id"), _by(steps, "plan_id"), versions]
    plans = [build(*row, *(found.get(row[0], ()) for found in parts)) for row in rows]
    ordered = sorted(plans, key=lambda plan: (plan.status not in OPEN_PLANS, -plan.plan_id))
    return tuple(ordered), tuple(goal for goal in goals if goal.plan_id is None)


def _goals(session: Session, patient_id: int) -> tuple[views.GoalView, ...]:
    looks = _by(progress_of_patient(session, patient_id), "goal_id")
    barriers = _by(_of(session, patient_id, Barrier, views.BarrierView), "goal_id")
    strengths = _by(_of(session, patient_id, Strength, views.StrengthView), "goal_id")
    return tuple(
        replace(
            goal,
            progress=looks.get(goal.goal_id, ()),
            barriers=barriers.get(goal.goal_id, ()),
            strengths=strengths.get(goal.goal_id, ()),
        )
        for goal in _of(session, patient_id, Goal, views.GoalView)
    )


def _of(session: Session, patient_id: int, model: type[SQLModel], view: type[V]) -> tuple[V, ...]:
    """A patient's rows as views, by their place in the outline; a view's own key is the row's id."""
    names = tuple(field.name for field in fields(view) if field.name not in _NESTED)  # type: ignore[arg-type]
    return fetch(session, _rows_of(model, names), view, {"patient": patient_id})


@cache
def _rows_of(model: type[SQLModel], names: tuple[str, ...]) -> Select[Any]:
    columns = table(model).c
    return _mine(model, names).order_by(columns.position, columns.id)


def _mine(model: type[SQLModel], names: tuple[str, ...]) -> Select[Any]:
    columns = table(model).c
    return select(*(columns.get(name, columns.id) for name in names)).where(columns.patient_id == bindparam("patient"))


_PLANS = _mine(CarePlan, tuple(field.name for field in fields(views.PlanView) if field.name not in _NESTED))


def _by(found: Iterable[V], name: str) -> dict[Any, tuple[V, ...]]:
    get, sorted_out = attrgetter(name), dict[Any, list[V]]()
    for one in found:
        sorted_out.setdefault(get(one), []).append(one)
    return {key: tuple(some) for key, some in sorted_out.items()}
