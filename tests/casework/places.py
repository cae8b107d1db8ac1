"""A small directory, made by its own acts, and referrals that went there."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.directory import Kind, add_organization, add_practitioner
from coordtui.clock import Moment
from coordtui.models.people import OrganizationDraft, PractitionerDraft
from coordtui.models.referral import Referral, ReferralEvent, ReferralState
from tests.casework.world import World

S = ReferralState


def add_place(world: World, name: str, **fields: Any) -> int:
    """An organization; its id."""
    key: int = world.do(add_organization, OrganizationDraft(name=name, **fields)).value
    return key


def add_person(world: World, name: str, **fields: Any) -> int:
    key: int = world.do(add_practitioner, PractitionerDraft(name=name, **fields)).value
    return key


def small_town(world: World) -> None:
    """Two places and a cardiologist at the second one."""
    add_place(
        world,
        "Riverside Food Pantry",
        type="food pantry",
        services="groceries, holiday boxes, home delivery",
        phone="617 555 0111",
        fax="617 555 0119",
        address="4 Elm Street\nRiverside, MA 02116",
        hours="Tue and Thu 10 to 4",
        languages="Spanish, Haitian Creole",
        asks_for="household size; proof of address",
    )
    clinic = add_place(world, "Sant Pau Heart Clinic", type="cardiology practice", phone="617 555 0122")
    add_person(world, "Zoë Núñez", role="cardiologist", organization_id=clinic, languages="es; ca")


@act("test.history")
def history(
    session: Session,
    patient_id: int,
    target: tuple[Kind, int],
    state: ReferralState,
    steps: tuple[tuple[ReferralState, dt.date], ...],
    moment: Moment,
) -> Result:
    """A referral with its moves as rows, whatever led to them."""
    made = Referral(patient_id=patient_id, what="cardiology", state=state, since=moment.today)
    setattr(made, f"to_{target[0]}_id", target[1])
    session.add(made)
    session.flush()
    for to_state, day in steps:
        session.add(
            ReferralEvent(
                patient_id=patient_id,
                referral_id=made.id or 0,
                happened_on=day,
                noted_at=moment.at,
                to_state=to_state,
            )
        )
    session.flush()
    return Result(label="history", patient_id=patient_id, value=made.id)
