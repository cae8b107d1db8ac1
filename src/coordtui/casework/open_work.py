"""The open plans over the whole caseload, with their review. Open referrals stand in `referral_tracker`.

As in every long list `opening` reads the order with the rows about one place, and `page` the rows of other keys.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, union_all
from sqlalchemy.orm import Session

from coordtui.casework.base import Keyed, table
from coordtui.casework.finding import Scope, where
from coordtui.casework.windows import PAGE, Window, around, read_keys, spelled
from coordtui.models.care_plan import CarePlan, Goal, GoalStatus, Intervention, PlanStatus
from coordtui.models.patient import CaseStatus, Patient
from coordtui.models.plan_version import PlanVersion
from coordtui.rules.goal import OPEN_STEPS

_P, _C, _G = table(Patient).c, table(CarePlan).c, table(Goal).c
_I, _V = table(Intervention).c, table(PlanVersion).c
_OPEN_PLANS = (PlanStatus.DRAFT, PlanStatus.ACTIVE, PlanStatus.ON_HOLD)
_REACHED = (GoalStatus.COMPLETED, GoalStatus.CANCELLED, GoalStatus.REJECTED, GoalStatus.ENTERED_IN_ERROR)


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """`work_id` is the plan's key; `goals` counts the goals that are still worked on.

    `next_due` is the earliest due date of what is open in it, a partial date as text; `version` and `agreed_on` are the
    number and day of the last version that was agreed or shared.
    """

    work_id: int
    patient_id: int
    patient: str
    title: str
    status: PlanStatus
    review_on: dt.date | None
    goals: int
    next_due: str | None
    version: int | None
    agreed_on: dt.date | None


def opening(
    session: Session, on: dt.date, *, filter: str = "", about: int | None = None, at: int = 0, sight: int = PAGE
) -> Window[OpenPlan | None]:
    """The order of the open plans of living people, and the rows about one of them, or about a place (`around`).

    Those without a review come first, then the next one; of equals by name. Raises InvalidInput for the filter.
    """
    keys = _order(session, on, filter)
    near = around(keys, about, at, sight)
    return Window(keys, near.start, tuple(page(session, keys[near.start : near.stop])))


def page(session: Session, plans: Sequence[int]) -> list[OpenPlan | None]:
    """A row for each of these plans in their order; None for one that is gone."""
    rows = {row[0]: OpenPlan(*row) for row in _PLANS.rows(session, plans)}
    return [rows.get(key) for key in plans]


def _order(session: Session, on: dt.date, filter: str) -> array[int]:
    rows = (
        select(_C.id)
        .join_from(_C.id.table, _P.id.table, _P.id == _C.patient_id)
        .where(_C.status.in_(_OPEN_PLANS), *_LIVING, where(session, filter, "plans", _SCOPE, on))
        .order_by(_C.review_on, _P.fold, _C.id)
    )
    return read_keys(session.execute(select(spelled(rows.subquery().c.id))).scalar_one())


def _next_due() -> ColumnElement[str | None]:
    """The earliest due date of a plan's open goals and steps. Partial dates as text sort by time."""
    goals = select(_G.due_on).where(_G.plan_id == _C.id, _G.status.not_in(_REACHED))
    steps = select(_I.due_on).where(_I.plan_id == _C.id, _I.status.in_(tuple(OPEN_STEPS)))
    dates = union_all(goals.correlate(_C.id.table), steps.correlate(_C.id.table)).subquery()
    return select(func.min(dates.c.due_on)).scalar_subquery()


def _newest_version() -> ColumnElement[int | None]:
    of_plan = table(PlanVersion).alias()
    newest = select(func.max(of_plan.c.number)).where(of_plan.c.plan_id == _C.id)
    return newest.correlate(_C.id.table).scalar_subquery()


_LIVING = (_P.case_status == CaseStatus.OPEN, _P.deceased.is_(False))
_SCOPE = Scope(person=_C.patient_id, row=_C.id, kind=table(CarePlan).name)
_WORKED = (
    select(func.count()).where(_G.plan_id == _C.id, _G.status.not_in(_REACHED)).correlate(_C.id.table).scalar_subquery()
)
_PLANS = Keyed(
    lambda within: (
        select(
            *(_C.id, _C.patient_id, _P.name, _C.title, _C.status, _C.review_on, _WORKED),
            *(_next_due(), _V.number, _V.made_on),
        )
        .join_from(_C.id.table, _P.id.table, _P.id == _C.patient_id)
        .join(_V.id.table, (_V.plan_id == _C.id) & (_V.number == _newest_version()), isouter=True)
        .where(within(_C.id))
    )
)
