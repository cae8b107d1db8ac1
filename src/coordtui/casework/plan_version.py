"""Agreeing and sharing a plan, which freezes it as it stands; and what has changed since."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import fetch, said, shorten, table
from coordtui.casework.care_plan import open_plan, raise_steps, set_reviewed
from coordtui.casework.people import on_caseload
from coordtui.casework.plan_close import GoalToEnd, close, goals_to_end, hold, reopen, resume
from coordtui.casework.plan_rows import load
from coordtui.casework.plan_views import VERSION_COLUMNS, VersionHead, last_version
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, NotFound, Refused
from coordtui.models.care_plan import CarePlan, Goal, GoalStatus, PlanStatus
from coordtui.models.plan_version import AgreementDraft, PlanVersion, VersionKind
from coordtui.rules.goal import GIVEN_UP, UNSETTLED
from coordtui.rules.plan_version import Body, Change, body_of, frozen, thawed
from coordtui.rules.plan_version import changes as differences

__all__ = [
    "Change",
    "Changes",
    "GoalToEnd",
    "VersionHead",
    "agree",
    "changes",
    "close",
    "goals_to_end",
    "hold",
    "reopen",
    "resume",
    "share",
    "version_body",
    "versions",
]
_V, _G = table(PlanVersion).c, table(Goal).c


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from the last agreed or shared version `since`; nothing where there is none."""

    since: VersionHead | None
    lines: tuple[Change, ...]


@act("care_plan.agree")
def agree(session: Session, plan_id: int, draft: AgreementDraft, moment: Moment) -> Result:
    """The patient agreed to the plan as it stands: a version is frozen, and a draft becomes active.

    Goals that were proposed are active from now on; the plan counts as reviewed today. `value` is the version's number.

    Raises:
        InvalidInput: "participants" or "agreement" is missing, or "review_on" is not after today.
        Refused: the plan is closed or holds no goal that is worked on or reached, or the case is over.
    """
    plan = open_plan(session, plan_id)
    if not on_caseload(session, plan.patient_id):
        raise Refused("The case is over, so its plans are not agreed.", "Reopen the case first.")
    who = said(draft.participants)
    if who is None:
        raise InvalidInput("participants", "Say who took part.", 'For example "Rosa and her daughter Ana".')
    if draft.agreement is None:
        raise InvalidInput("agreement", "Say how the patient agreed.", "In person, by phone, by signature …")
    goals = session.scalars(select(Goal).where(_G.plan_id == plan_id)).all()
    if not any(goal.status not in GIVEN_UP for goal in goals):
        raise Refused("This plan holds no goal yet.", "Add a goal before it is agreed.")
    for goal in goals:
        if goal.status in UNSETTLED:
            goal.status = GoalStatus.ACTIVE
            goal.starts_on = goal.starts_on or moment.today.isoformat()
    if plan.status is PlanStatus.ON_HOLD:
        plan.closing_note = None
    plan.status = PlanStatus.ACTIVE
    set_reviewed(session, plan, draft.review_on, "agreed with the patient", moment, "review_on")
    version = _freeze(session, plan, VersionKind.AGREED, draft.copy_to, draft.note, moment)
    version.participants, version.agreement = who, draft.agreement
    session.flush()
    label = f"Agreed: {shorten(plan.title, 40)}, version {version.number}"
    return Result(label=label, patient_id=plan.patient_id, value=version.number)


@act("care_plan.share")
def share(session: Session, plan_id: int, copy_to: str, note: str | None, moment: Moment) -> Result:
    """A copy of the plan as it stands was given to someone: a version is frozen. `value` is its number.

    Raises:
        InvalidInput: "copy_to" is empty. Refused: the plan is closed. NotFound.
    """
    plan = open_plan(session, plan_id)
    if said(copy_to) is None:
        raise InvalidInput("copy_to", "Say who was given the copy.", 'For example "Dr. Ames" or "Rosa".')
    version = _freeze(session, plan, VersionKind.SHARED, copy_to, note, moment)
    raise_steps(session, plan_id, moment)
    label = f"Shared: {shorten(plan.title, 40)} with {shorten(copy_to, 40)}"
    return Result(label=label, patient_id=plan.patient_id, value=version.number)


def _freeze(
    session: Session, plan: CarePlan, kind: VersionKind, copy_to: str | None, note: str | None, moment: Moment
) -> PlanVersion:
    """The plan as it stands at this point of the act, under the next number."""
    session.flush()
    plan_id = plan.id or 0
    last = session.scalar(select(func.max(_V.number)).where(_V.plan_id == plan_id)) or 0
    version = PlanVersion(
        patient_id=plan.patient_id,
        plan_id=plan_id,
        number=last + 1,
        kind=kind,
        made_on=moment.today,
        copy_to=said(copy_to),
        note=said(note),
        body=frozen(body_of(load(session, plan_id))),
    )
    session.add(version)
    session.flush()
    return version


def versions(session: Session, plan_id: int) -> tuple[VersionHead, ...]:
    """Every version of a plan, the newest first."""
    return fetch(session, select(*VERSION_COLUMNS).where(_V.plan_id == plan_id).order_by(_V.number.desc()), VersionHead)


def version_body(session: Session, version_id: int) -> Body:
    """What a version holds: see rules/plan_version.py. Raises NotFound."""
    text = session.scalar(select(_V.body).where(_V.id == version_id))
    if text is None:
        raise NotFound(f"There is no version {version_id}.", "It may have been undone; refresh the plan.")
    return thawed(text)


def changes(session: Session, plan_id: int) -> Changes:
    """What has changed since the last agreed or shared version, goal by goal in words. Raises NotFound."""
    now = body_of(load(session, plan_id))
    last = last_version(session, plan_id)
    return Changes(last[0], differences(last[1], now)) if last else Changes(None, ())
