"""Many people at once, for what must not grow with them."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import table
from coordtui.clock import Moment
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import Patient
from tests.casework.world import World

STEPS: Final = (("food", "Food", 0), ("introduce", "Introduce yourself", 5))
"""What is open for each: kind, text, and in how many days it is due."""


def crowd(world: World, count: int) -> None:
    """So many people more, P0000, P0001 ..., each with STEPS, in one act."""
    world.do(_come, count)


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
