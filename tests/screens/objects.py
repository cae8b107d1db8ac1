"""Plans, visits and referrals as an import would bring them, with the steps that their features want."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from coordtui.acts import Result, act
from coordtui.casework import appointment as appointments
from coordtui.casework import care_plan
from coordtui.casework import referral as referrals
from coordtui.clock import Moment
from coordtui.models.appointment import Appointment
from coordtui.models.care_plan import CarePlan
from coordtui.models.codes import Ball
from coordtui.models.referral import Referral, ReferralState
from tests.casework.world import World

_RAISE: dict[type[SQLModel], Any] = {
    CarePlan: care_plan.raise_steps,
    Appointment: appointments.raise_steps,
    Referral: referrals.raise_steps,
}


@act("test.object")
def _keep(session: Session, record: SQLModel, moment: Moment) -> Result:
    session.add(record)
    session.flush()
    key: int = record.id  # type: ignore[attr-defined]
    _RAISE[type(record)](session, key, moment)
    return Result(label="Made", value=key)


def _for(world: World, name: str) -> int:
    given, _, family = name.partition(" ")
    return world.add(given, family)


def plan(world: World, name: str) -> tuple[int, int]:
    """A plan whose review is due: (patient, plan)."""
    patient = _for(world, name)
    return patient, world.do(_keep, CarePlan(patient_id=patient, title="Heart plan", review_on=world.day)).value


def appointment(world: World, name: str) -> tuple[int, int]:
    """A visit of yesterday without an outcome: (patient, appointment)."""
    patient = _for(world, name)
    starts = f"{world.day - dt.timedelta(days=1)}T09:00:00-05:00"
    return patient, world.do(_keep, Appointment(patient_id=patient, what="Clinic", starts=starts)).value


def referral(world: World, name: str) -> tuple[int, int]:
    """A referral that was sent and has to be looked at today: (patient, referral)."""
    patient = _for(world, name)
    made = Referral(
        patient_id=patient,
        what="Cardiology",
        state=ReferralState.SENT,
        ball=Ball.RECIPIENT,
        since=world.day - dt.timedelta(days=9),
        next_check_on=world.day - dt.timedelta(days=1),
    )
    return patient, world.do(_keep, made).value


M = TypeVar("M", bound=SQLModel)


def one(world: World, model: type[M], key: int) -> M:
    """The record as it is kept now."""

    def get(session: Session) -> M:
        found = session.get(model, key)
        assert found is not None
        return found

    return world.read(get)
