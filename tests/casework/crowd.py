"""Many people at once, for what must not grow with them."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import table
from coordtui.casework.demo.rows import Rows
from coordtui.clock import Moment
from coordtui.models.care_plan import CarePlan, Goal, PlanStatus
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import Patient
from coordtui.models.people import Organization
from coordtui.models.referral import Referral, ReferralEvent, ReferralState
from tests.casework.world import World

STEPS: Final = (("food", "Food", 0), ("introduce", "Introduce yourself", 5))
"""What is open for each: kind, text, and in how many days it is due."""


def crowd(world: World, count: int) -> None:
    """So many people more, P0000, P0001 ..., each with STEPS, in one act."""
    world.do(_come, count)


def work(world: World, count: int) -> None:
    """So many people more, Q0000, Q0001 ..., each with a referral, a plan and an entry of the directory for it."""
    world.do(_work, count)


@act("test.work")
def _work(session: Session, count: int, moment: Moment) -> Result:
    rows, today = Rows(session, 1), moment.today
    known = session.scalar(select(func.count()).select_from(table(Organization))) or 0
    for n in range(known, known + count):
        person = rows.add(Patient, name=f"Q{n:04}", fold=f"q{n:04}", added_on=today)
        place = rows.add(Organization, name=f"Clinic {n:04}", fold=f"clinic {n:04}")
        referral = rows.add(
            Referral, patient_id=person, what="Cardiology", to_name="Heart", to_organization_id=place, since=today
        )
        for state in (ReferralState.DRAFT, ReferralState.SENT):
            rows.add(
                ReferralEvent,
                patient_id=person,
                referral_id=referral,
                happened_on=today,
                noted_at=moment.at,
                to_state=state,
            )
        plan = rows.add(CarePlan, patient_id=person, title="Heart", status=PlanStatus.ACTIVE, review_on=today)
        rows.add(Goal, patient_id=person, plan_id=plan, text="Walk")
    rows.insert(session)
    return Result(label="They came")


@act("test.crowd")
def _come(session: Session, count: int, moment: Moment) -> Result:
    known = session.scalar(select(func.max(table(Patient).c.id))) or 0
    keys = range(known + 1, known + 1 + count)
    people = [
        _fields(Patient(id=key, name=f"P{key - 1:04}", fold=f"p{key - 1:04}", added_on=moment.today)) for key in keys
    ]
    session.execute(insert(Patient), people)
    session.execute(insert(FollowUp), [_step(key, moment.today, *step) for key in keys for step in STEPS])
    return Result(label="They came")


def _step(key: int, today: dt.date, kind: str, text: str, days: int) -> dict[str, object]:
    due = today + dt.timedelta(days=days)
    step = FollowUp(
        patient_id=key, subject_kind="patient", subject_id=key, kind=kind, text=text, due_on=due, since=today
    )
    return _fields(step)


def _fields(row: Patient | FollowUp) -> dict[str, object]:
    held = row.model_dump()
    return held if held["id"] is not None else {name: value for name, value in held.items() if name != "id"}
