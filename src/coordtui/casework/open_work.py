"""Everything open of one kind over the whole caseload: referrals with who has the ball, plans with their review."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coordtui.casework.base import fetch, table
from coordtui.models.care_plan import CarePlan, Goal, GoalStatus, PlanStatus
from coordtui.models.codes import Ball
from coordtui.models.patient import CaseStatus, Patient
from coordtui.models.referral import Referral, ReferralState
from coordtui.rules import finding
from coordtui.rules import referral as rules
from coordtui.rules.fold import fold

_P, _R, _C, _G = table(Patient).c, table(Referral).c, table(CarePlan).c, table(Goal).c
_OPEN_STATES = tuple(state for state in ReferralState if rules.is_open(state))
_OPEN_PLANS = (PlanStatus.DRAFT, PlanStatus.ACTIVE, PlanStatus.ON_HOLD)
_REACHED = (GoalStatus.COMPLETED, GoalStatus.CANCELLED, GoalStatus.REJECTED, GoalStatus.ENTERED_IN_ERROR)


@dataclass(frozen=True, slots=True)
class OpenReferral:
    """`work_id` is the referral's key, `state` is in words; the row stands by the day of its next check."""

    work_id: int
    patient_id: int
    patient: str
    what: str
    to_name: str | None
    state: str
    ball: Ball
    since: dt.date
    next_check_on: dt.date | None
    limit_on: dt.date | None


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """`work_id` is the plan's key; `goals` counts the goals that are still worked on."""

    work_id: int
    patient_id: int
    patient: str
    title: str
    status: PlanStatus
    review_on: dt.date | None
    goals: int


def open_referrals(session: Session, on: dt.date, *, filter: str = "") -> tuple[OpenReferral, ...]:
    """Open referrals of living people, the next check first. Raises InvalidInput for the filter."""
    columns = (_R.id, _R.patient_id, _P.name, _R.what, _R.to_name, _R.state, _R.ball, _R.since, _R.next_check_on)
    statement = (
        select(*columns, _R.limit_on)
        .join_from(_R.id.table, _P.id.table, _P.id == _R.patient_id)
        .where(_R.state.in_(_OPEN_STATES), *_LIVING)
        .order_by(_R.next_check_on, _P.name, _R.id)
    )
    matches = finding.parse(filter, on)
    rows = fetch(session, statement, _referral)
    return tuple(row for row in rows if matches(_referral_facts(row)))


def open_plans(session: Session, on: dt.date, *, filter: str = "") -> tuple[OpenPlan, ...]:
    """Open plans of living people, the next review first. Raises InvalidInput for the filter."""
    worked = (
        select(func.count())
        .where(_G.plan_id == _C.id, _G.status.not_in(_REACHED))
        .correlate(_C.id.table)
        .scalar_subquery()
    )
    statement = (
        select(_C.id, _C.patient_id, _P.name, _C.title, _C.status, _C.review_on, worked)
        .join_from(_C.id.table, _P.id.table, _P.id == _C.patient_id)
        .where(_C.status.in_(_OPEN_PLANS), *_LIVING)
        .order_by(_C.review_on, _P.name, _C.id)
    )
    matches = finding.parse(filter, on)
    rows = fetch(session, statement, OpenPlan)
    return tuple(row for row in rows if matches(_plan_facts(row)))


_LIVING = (_P.case_status == CaseStatus.OPEN, _P.deceased.is_(False))


def _referral(*row: object) -> OpenReferral:
    *head, state, ball, since, next_check_on, limit_on = row
    words = rules.STATES[ReferralState(str(state))].label
    return OpenReferral(*head, words, ball, since, next_check_on, limit_on)  # type: ignore[call-arg,arg-type]


def _referral_facts(row: OpenReferral) -> finding.Facts:
    words = fold(f"{row.patient} {row.what} {row.to_name or ''} {row.state}")
    return finding.Facts(words, due_on=row.next_check_on, ball=(row.ball,))


def _plan_facts(row: OpenPlan) -> finding.Facts:
    return finding.Facts(fold(f"{row.patient} {row.title}"), due_on=row.review_on, plan=row.status)
