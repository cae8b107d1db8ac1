"""What is asked about a person's work: what is due, whose turn it is, rank, plans, referrals, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select, true, union_all

from coordtui.casework.base import OPEN, table
from coordtui.casework.consent_views import with_consent
from coordtui.casework.finding_health import covered
from coordtui.casework.finding_terms import Asked, Compile, any_of, chosen, listed, numbered, within
from coordtui.casework.reach import PHONES
from coordtui.casework.referral_stages import LATE, at_stage
from coordtui.models.care_plan import CarePlan, PlanStatus
from coordtui.models.codes import Ball
from coordtui.models.contact import Contact
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import CaseStatus, ContactPoint, Patient
from coordtui.models.people import TeamMember
from coordtui.models.referral import Referral, ReferralState
from coordtui.rules.care_plan import OPEN as OPEN_PLANS
from coordtui.rules.finding import Op, Term
from coordtui.rules.finding_days import between
from coordtui.rules.finding_keys import NONE
from coordtui.rules.referral import OPEN_STATES

_F, _P, _C, _PLAN, _R, _WAY, _TEAM = (
    table(model).alias(name).c
    for model, name in (
        (FollowUp, "step"),
        (Patient, "client"),
        (Contact, "spoken"),
        (CarePlan, "planned"),
        (Referral, "sent"),
        (ContactPoint, "way"),
        (TeamMember, "team"),
    )
)
_WHOSE: Final = func.coalesce(_F.patient_id, 0)
_TIERS: Final = tuple(range(5))
_IS_OPEN: Final = _F.status == OPEN


# --- follow-ups and rank ---------------------------------------------------------------------------------------------


def _due(term: Term, asked: Asked) -> ColumnElement[bool]:
    """Something open has its day then: its due date in one's own turn, else the next check."""
    return any_of(
        asked.lacks(_F.patient_id, _IS_OPEN)
        if value == NONE
        else asked.among(_due_within(*between(term.op, value, asked.today, past=False)))
        for value in term.values
    )


def _due_within(first: dt.date | None, last: dt.date | None) -> Any:
    others = _F.ball.in_(tuple(one for one in Ball if one is not Ball.ME))
    return union_all(
        select(_WHOSE).where(_IS_OPEN, _F.ball == Ball.ME, within(_F.due_on, first, last)),
        select(_WHOSE).where(_IS_OPEN, others, within(_F.next_check_on, first, last)),
        select(_WHOSE).where(_IS_OPEN, others, _F.next_check_on.is_(None), within(_F.due_on, first, last)),
    )


def _ball(term: Term, asked: Asked) -> ColumnElement[bool]:
    return asked.among(select(_WHOSE).where(_IS_OPEN, _F.ball.in_(term.values)))


def _kind(term: Term, asked: Asked) -> ColumnElement[bool]:
    return asked.among(select(_WHOSE).where(_IS_OPEN, listed(_F.kind, term.values)))


def _tier(term: Term, asked: Asked) -> ColumnElement[bool]:
    return any_of(_in_tier(term.op, value, asked) for value in term.values)


def _in_tier(op: Op, value: str, asked: Asked) -> ColumnElement[bool]:
    board = asked.ranked()
    tiers = _TIERS if value == NONE else tuple(map(int, chosen(op, value, tuple(map(str, _TIERS)))))
    ranked = asked.among(select(board.person).where(board.tier.in_(tiers)))
    return ~ranked if value == NONE else ranked


def _open(term: Term, asked: Asked) -> ColumnElement[bool]:
    board = asked.ranked()
    count = board.in_queue + board.deferred + board.waiting + board.scheduled

    def at_least(number: int) -> ColumnElement[bool]:
        return asked.among(select(board.person).where(count >= number)) if number > 0 else true()

    return any_of(numbered(term.op, value, at_least) for value in term.values)


# --- plans and referrals ---------------------------------------------------------------------------------------------


def _plan(term: Term, asked: Asked) -> ColumnElement[bool]:
    """The one word that tells a person's plans, the most urgent of them: see `care_plan.plan_states`."""

    def some(status: PlanStatus, *more: ColumnElement[bool]) -> ColumnElement[bool]:
        return asked.among(select(_PLAN.patient_id).where(_PLAN.status == status, *more))

    overdue = some(PlanStatus.ACTIVE, within(_PLAN.review_on, None, asked.today - dt.timedelta(days=1)))
    active, held, draft = (some(status) for status in (PlanStatus.ACTIVE, PlanStatus.ON_HOLD, PlanStatus.DRAFT))
    words = {
        "overdue": overdue,
        "active": and_(active, ~overdue),
        "on-hold": and_(held, ~active),
        "draft": and_(draft, ~held, ~active),
        NONE: _without_plan(asked),
    }
    return any_of(words[value] for value in term.values)


def _without_plan(asked: Asked) -> ColumnElement[bool]:
    return asked.lacks(_PLAN.patient_id, _PLAN.status.in_(tuple(OPEN_PLANS)))


def _referral(term: Term, asked: Asked) -> ColumnElement[bool]:
    return any_of(_referred(value, asked) for value in term.values)


def _referred(value: str, asked: Asked) -> ColumnElement[bool]:
    is_open = _R.state.in_(OPEN_STATES)
    if value == NONE:
        return asked.lacks(_R.patient_id, is_open)
    if value == "late":
        some: ColumnElement[bool] = listed(_R.id, at_stage(asked.session, asked.today, LATE))
    elif value in ("open", "waiting", "mine"):
        turn = {"open": [], "waiting": [_R.ball != Ball.ME], "mine": [_R.ball == Ball.ME]}[value]
        some = and_(is_open, *turn)
    else:
        some = _R.state == ReferralState(value)
    return asked.among(select(_R.patient_id).where(some))


# --- what is missing -------------------------------------------------------------------------------------------------


def _no(term: Term, asked: Asked) -> ColumnElement[bool]:
    return any_of(_missing(value, asked) for value in term.values)


def _missing(value: str, asked: Asked) -> ColumnElement[bool]:
    match value:
        case "next-step":
            return _without_next_step(asked)
        case "plan":
            return _without_plan(asked)
        case "phone":
            good = (_WAY.state == "ok", _WAY.use.is_distinct_from("old"), _WAY.period_end.is_(None))
            return asked.lacks(_WAY.patient_id, _WAY.system.in_(PHONES), *good)
        case "contact":
            return asked.lacks(_C.patient_id, _C.reached)
        case "consent":
            given = listed(asked.scope.person, with_consent(asked.session, asked.today))
            return and_(asked.scope.person != 0, ~given)
        case "coverage":
            return and_(asked.scope.person != 0, ~covered(asked))
        case _:
            return asked.lacks(_TEAM.patient_id, _TEAM.status == "active")


def _without_next_step(asked: Asked) -> ColumnElement[bool]:
    """The question for a next step is open, or nothing is though the person lives and their case is open."""
    asked_for = asked.among(select(_WHOSE).where(_IS_OPEN, _F.kind == "no_next_step"))
    living = select(_P.id).where(_P.case_status == CaseStatus.OPEN, ~_P.deceased)
    return or_(asked_for, and_(asked.among(living), asked.lacks(_F.patient_id, _IS_OPEN)))


TERMS: Final[Mapping[str, Compile]] = MappingProxyType(
    {
        "due": _due,
        "ball": _ball,
        "kind": _kind,
        "tier": _tier,
        "open": _open,
        "plan": _plan,
        "referral": _referral,
        "no": _no,
    }
)
