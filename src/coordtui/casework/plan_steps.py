"""The steps of a plan in the queue: each open one of an open plan has one follow-up, and none otherwise."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from coordtui.casework.base import OPEN, table
from coordtui.casework.raising import open_of, reconcile
from coordtui.clock import Moment
from coordtui.models.care_plan import CarePlan, Goal, Intervention
from coordtui.models.follow_up import FollowUp
from coordtui.rules.care_plan import is_open, step_due, step_wanted
from coordtui.rules.follow_up import Wanted

_I, _G, _F = table(Intervention).c, table(Goal).c, table(FollowUp).c
SUBJECT = "intervention"
_Standing = tuple[Any, ...]
"""An open follow-up of a step: by_rule, kind, text, due_on, ball, next_check_on."""

_STEPS = (
    select(_I.id, _I.status, _I.text, _I.owner, _I.due_on, _I.next_check_on, _G.due_on)
    .join_from(_I.id.table, _G.id.table, _G.id == _I.goal_id, isouter=True)
    .where(_I.plan_id == bindparam("plan"))
)
_STANDING = select(_F.subject_id, _F.by_rule, _F.kind, _F.text, _F.due_on, _F.ball, _F.next_check_on).where(
    _F.subject_kind == SUBJECT,
    _F.subject_id.in_(select(_I.id).where(_I.plan_id == bindparam("plan"))),
    _F.status == OPEN,
)


def raise_plan_steps(session: Session, plan: CarePlan, moment: Moment, *, living: bool) -> None:
    """Bring the follow-ups of a plan's steps in line with them. Two queries, and only what differs is touched.

    `living`: the person is on the caseload; else nothing is wanted.
    """
    session.flush()
    standing: dict[int, list[_Standing]] = {}
    for key, by_rule, *says in session.execute(_STANDING, {"plan": plan.id}):
        standing.setdefault(key, []).append((by_rule, *says))
    asks = living and is_open(plan.status)
    steps = session.execute(_STEPS, {"plan": plan.id}).all()
    for key, status, text, owner, due_on, next_check_on, goal_due in steps:
        due = step_due(due_on, goal_due, plan.review_on, moment.today)
        wanted = step_wanted(status, text, owner, due, next_check_on) if asks else ()
        if key in standing and not _in_line(standing[key], wanted):
            reconcile(session, SUBJECT, key, plan.patient_id, wanted, moment)
        elif key not in standing:  # nothing to reconcile with: a new plan has many such
            for want in wanted:
                _ask(session, key, plan.patient_id, want, moment)
    session.flush()


def _ask(session: Session, intervention_id: int, patient_id: int, want: Wanted, moment: Moment) -> None:
    session.add(
        FollowUp(
            patient_id=patient_id,
            subject_kind=SUBJECT,
            subject_id=intervention_id,
            kind=want.kind,
            text=want.text,
            by_rule=True,
            due_on=want.due_on,
            ball=want.ball,
            since=moment.today,
            next_check_on=want.next_check_on,
        )
    )


def _in_line(standing: list[_Standing], wanted: tuple[Wanted, ...]) -> bool:
    if len(standing) != len(wanted):
        return False
    for (by_rule, kind, *says), want in zip(standing, wanted, strict=True):
        if kind != want.kind or (by_rule and says != [want.text, want.due_on, want.ball, want.next_check_on]):
            return False
    return True


def hand_back(session: Session, intervention_id: int) -> None:
    """Its date or owner was said anew in the plan: the follow-up goes by the plan again, not by an older edit."""
    for follow_up in open_of(session, (SUBJECT, intervention_id)):
        if follow_up.kind == "plan_step":
            follow_up.by_rule = True


def drop(session: Session, intervention_id: int, patient_id: int, moment: Moment) -> None:
    """A step is about to be deleted: nothing of it stays open."""
    reconcile(session, SUBJECT, intervention_id, patient_id, (), moment)
