"""Records as an import leaves them: plans, referrals and visits with their first steps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from coordtui.acts import Result, act
from coordtui.casework import appointment, care_plan, referral
from coordtui.clock import Moment
from coordtui.models.appointment import Appointment, AppointmentStatus
from coordtui.models.care_plan import CarePlan, PlanStatus
from coordtui.models.referral import Referral, ReferralState
from coordtui.rules.referral import ball_of
from tests.casework.world import World

_RAISE: dict[type[SQLModel], Any] = {
    CarePlan: care_plan.raise_steps,
    Referral: referral.raise_steps,
    Appointment: appointment.raise_steps,
}


@act("test.bring")
def bring(session: Session, rows: list[SQLModel], moment: Moment) -> Result:
    """Add rows of any kind, each with the steps that its feature wants."""
    for row in rows:
        session.add(row)
        session.flush()
        if raise_steps := _RAISE.get(type(row)):
            raise_steps(session, row.id, moment)  # type: ignore[attr-defined]
    session.flush()
    return Result(label="Imported", value=tuple(row.id for row in rows))  # type: ignore[attr-defined]


@act("test.change")
def change(session: Session, model: type[SQLModel], key: int, fields: dict[str, Any], moment: Moment) -> Result:
    """Change a record behind casework's back, as an import does, and bring its steps in line."""
    row = session.get_one(model, key)
    row.sqlmodel_update(fields)
    session.flush()
    if raise_steps := _RAISE.get(model):
        raise_steps(session, key, moment)
    return Result(label="Changed")


@dataclass(frozen=True)
class Kept:
    """A record that a test looks at again."""

    model: type[Any]
    key: int

    def reload(self, world: World) -> Any:
        return world.read(lambda session: session.get_one(self.model, self.key))


def add_plan(world: World, patient_id: int, status: PlanStatus = PlanStatus.ACTIVE, **fields: Any) -> Kept:
    plan = CarePlan(patient_id=patient_id, title=fields.pop("title", "Diabetes"), status=status, **fields)
    return Kept(CarePlan, world.do(bring, [plan]).value[0])


def add_referral(
    world: World, patient_id: int, state: ReferralState = ReferralState.SENT, what: str = "Cardiology", **fields: Any
) -> Kept:
    fields = {"since": world.day, "ball": ball_of(state), **fields}
    return Kept(Referral, world.do(bring, [Referral(patient_id=patient_id, what=what, state=state, **fields)]).value[0])


def add_visit(
    world: World,
    patient_id: int,
    starts: str | None = "2026-03-20T14:30:00-04:00",
    status: AppointmentStatus = AppointmentStatus.BOOKED,
    what: str = "Eye clinic",
) -> Kept:
    visit = Appointment(patient_id=patient_id, what=what, status=status, starts=starts)
    return Kept(Appointment, world.do(bring, [visit]).value[0])


def limit_of(day: dt.date, hour: int = 18) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), dt.UTC)
