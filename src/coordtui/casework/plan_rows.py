"""One plan read whole: its lines as rows, in a handful of queries however long it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from coordtui.casework.base import table
from coordtui.errors import NotFound
from coordtui.models.care_plan import (
    Barrier,
    CarePlan,
    Concern,
    Goal,
    GoalStatus,
    Intervention,
    InterventionStatus,
    Strength,
)
from coordtui.rules.plan_rows import BarrierRow, ConcernRow, GoalRow, PlanFields, PlanRows, StepRow, StrengthRow

V = TypeVar("V")
Condition = Callable[[Any], ColumnElement[bool]]
"""From a table's columns to a condition on its rows."""

_C, _N, _G, _I, _B, _S = (table(model).c for model in (CarePlan, Concern, Goal, Intervention, Barrier, Strength))
_PLAN: ColumnElement[int] = bindparam("plan", type_=_C.id.type)


def _columns(model: type[SQLModel], row: type[Any]) -> list[ColumnElement[Any]]:
    return [table(model).c[field.name] for field in fields(row)]


_GOAL_STANDS = _G.status != GoalStatus.ENTERED_IN_ERROR
_GOALS_OF_PLAN = select(_G.id).where(_G.plan_id == _PLAN, _GOAL_STANDS)
_STATEMENTS: tuple[tuple[Callable[..., Any], Any, Select[Any]], ...] = (
    (ConcernRow, _N, select(*_columns(Concern, ConcernRow)).where(_N.plan_id == _PLAN)),
    (GoalRow, _G, select(*_columns(Goal, GoalRow)).where(_G.plan_id == _PLAN, _GOAL_STANDS)),
    (
        StepRow,
        _I,
        select(*_columns(Intervention, StepRow)).where(
            _I.plan_id == _PLAN, _I.status != InterventionStatus.ENTERED_IN_ERROR
        ),
    ),
    (BarrierRow, _B, select(*_columns(Barrier, BarrierRow)).where(_B.goal_id.in_(_GOALS_OF_PLAN))),
    (StrengthRow, _S, select(*_columns(Strength, StrengthRow)).where(_S.goal_id.in_(_GOALS_OF_PLAN))),
)
_HEAD = select(*_columns(CarePlan, PlanFields)).where(_C.id == _PLAN)


def load(session: Session, plan_id: int, *, only: Condition | None = None) -> PlanRows:
    """A plan with its lines, without what was entered in error. Six queries. Raises NotFound.

    With `only`, the lines for which its condition on a table's columns holds.
    """
    head = session.execute(_HEAD, {"plan": plan_id}).one_or_none()
    if head is None:
        raise NotFound(f"There is no care plan {plan_id}.", "It may have been undone; refresh the list.")
    found = [
        tuple(
            view(*row)
            for row in session.execute(statement.where(only(columns)) if only else statement, {"plan": plan_id})
        )
        for view, columns, statement in _STATEMENTS
    ]
    return PlanRows(PlanFields(*head), *found)


def plan_of_step(session: Session, intervention_id: int) -> int:
    """The plan that a step is part of. Raises NotFound."""
    found = session.scalar(select(_I.plan_id).where(_I.id == intervention_id))
    if found is None:
        raise NotFound(f"There is no step {intervention_id}.", "It may have been undone; refresh the list.")
    return int(found)
