"""How the plan of a made-up person was agreed and shared: frozen as it stood then."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from typing import Any, Final

from sqlmodel import SQLModel

from coordtui.casework.demo.cast import Cast
from coordtui.casework.demo.places import CLINICIANS
from coordtui.models.care_plan import (
    Barrier,
    CarePlan,
    Concern,
    Goal,
    Intervention,
    InterventionStatus,
    PlanStatus,
    Strength,
)
from coordtui.models.plan_version import Agreement, PlanVersion, VersionKind
from coordtui.rules.plan_rows import BarrierRow, ConcernRow, GoalRow, PlanFields, PlanRows, StepRow, StrengthRow
from coordtui.rules.plan_version import body_of, frozen

AGREED_AGO, SHARED_AGO = 35, 10
"""Days since a plan was agreed and shared, at most."""
_WAYS: Final = (Agreement.IN_PERSON, Agreement.PHONE, Agreement.IN_PERSON, Agreement.SIGNED, Agreement.VIDEO)


def begun(cast: Cast) -> int:
    """How many days ago the plan was begun."""
    return max(cast.person.added - 4, 1)


def write_versions(cast: Cast, plan: int, goals: list[int], steps: list[int]) -> None:
    """The plan as it was agreed, before a step was added and the person grew surer; every fourth was shared since."""
    if cast.person.status is PlanStatus.DRAFT or (cast.brief and cast.number % 3):
        return
    rows = _rows(cast, plan, goals, steps)
    agreed_on = cast.days.day(-min(begun(cast), AGREED_AGO))
    _version(cast, rows, 1, agreed_on, _as_agreed(rows, agreed_on))
    if cast.number % 4 == 1 and begun(cast) > AGREED_AGO:
        shared_on = cast.days.day(-SHARED_AGO)
        _version(cast, rows, 2, shared_on, _without_newest(rows))


def _version(cast: Cast, rows: PlanRows, number: int, made_on: dt.date, body: PlanRows) -> None:
    agreed, doctor = number == 1, CLINICIANS[cast.story.doctor].name
    helper = next((kin.name for kin in cast.person.kin if kin.told), None)
    with_whom = f"{cast.name} and {helper}" if helper else cast.name
    way = Agreement.IN_PERSON if helper else _WAYS[cast.number % len(_WAYS)]
    cast.rows.add(
        PlanVersion,
        patient_id=cast.patient_id,
        plan_id=rows.plan.id,
        number=number,
        kind=VersionKind.AGREED if agreed else VersionKind.SHARED,
        made_on=made_on,
        participants=with_whom if agreed else None,
        agreement=way if agreed else None,
        copy_to=cast.name if agreed else doctor,
        note=None if agreed else "Asked for at the last visit",
        body=frozen(body_of(body)),
    )


def _as_agreed(rows: PlanRows, agreed_on: dt.date) -> PlanRows:
    goals = tuple(replace(goal, confidence=max(1, (goal.confidence or 5) - 2), outcome=None) for goal in rows.goals)
    steps = tuple(
        replace(step, status=InterventionStatus.NOT_STARTED, evidence=None, done_on=None)
        if step.done_on is not None and step.done_on >= agreed_on
        else step
        for step in rows.steps
    )
    barriers = tuple(
        replace(one, resolved_on=None, how=None) if one.resolved_on and one.resolved_on > agreed_on else one
        for one in rows.barriers
    )
    return _without_newest(replace(rows, goals=goals, steps=steps, barriers=barriers))


def _without_newest(rows: PlanRows) -> PlanRows:
    """Before the last open step was added."""
    still = [step for step in rows.steps if step.done_on is None]
    return replace(rows, steps=tuple(step for step in rows.steps if step is not (still[-1] if still else None)))


def _rows(cast: Cast, plan: int, goals: list[int], steps: list[int]) -> PlanRows:
    """The plan as casework would read it from the vault."""
    concerns = [cast.rows.row(Goal, key)["concern_id"] for key in goals]
    return PlanRows(
        plan=_read(cast, PlanFields, CarePlan, plan),
        concerns=tuple(_read(cast, ConcernRow, Concern, key) for key in concerns),
        goals=tuple(_read(cast, GoalRow, Goal, key) for key in goals),
        steps=tuple(_read(cast, StepRow, Intervention, key) for key in steps),
        barriers=tuple(_under(cast, BarrierRow, Barrier, goals)),
        strengths=tuple(_under(cast, StrengthRow, Strength, goals)),
    )


def _read(cast: Cast, view: type[Any], model: type[SQLModel], key: int) -> Any:
    row = cast.rows.row(model, key)
    return view(**{field.name: row[field.name] for field in fields(view)})


def _under(cast: Cast, view: type[Any], model: type[SQLModel], goals: list[int]) -> list[Any]:
    """The lines of this person's goals: the last ones that were added."""
    return [
        _read(cast, view, model, row["id"]) for row in cast.rows.last(model, cast.patient_id) if row["goal_id"] in goals
    ]
