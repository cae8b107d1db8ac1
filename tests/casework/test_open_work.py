"""Everything open of one kind over the caseload."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.patient import close_case, record_death
from coordtui.clock import Moment
from coordtui.errors import InvalidInput
from coordtui.models.care_plan import CarePlan, Goal, GoalStatus, PlanStatus
from tests.casework.lists import open_plans
from tests.casework.world import WEDNESDAY, World


@act("test.keep")
def keep(session: Session, records: tuple[object, ...], moment: Moment) -> Result:
    for one in records:
        session.add(one)
        session.flush()
    return Result(label="Kept")


def test_the_dead_and_the_closed_have_no_open_work(world: World) -> None:
    ana, ben = world.add("Ana", "Abel"), world.add("Ben", "Baker")
    plans = tuple(CarePlan(patient_id=one, title="Heart") for one in (ana, ben))
    world.do(keep, plans)
    assert len(world.read(open_plans, WEDNESDAY)) == 2
    world.do(record_death, ana, None)
    world.do(close_case, ben, "moved away")
    assert world.read(open_plans, WEDNESDAY) == ()


def test_plans_count_the_goals_that_are_still_worked_on(world: World) -> None:
    ana = world.add("Ana", "Abel")
    world.do(keep, (CarePlan(patient_id=ana, title="Heart", status=PlanStatus.ON_HOLD),))
    (plan,) = world.read(open_plans, WEDNESDAY)
    goals = (GoalStatus.ACTIVE, GoalStatus.PROPOSED, GoalStatus.COMPLETED, GoalStatus.CANCELLED)
    world.do(keep, tuple(Goal(patient_id=ana, plan_id=plan.work_id, text="walk", status=one) for one in goals))
    (plan,) = world.read(open_plans, WEDNESDAY)
    assert (plan.goals, plan.status) == (2, PlanStatus.ON_HOLD)


def test_lists_are_narrowed_by_words_and_facts(world: World) -> None:
    ana, ben = world.add("Ána", "Abel"), world.add("Ben", "Baker")
    late = WEDNESDAY - dt.timedelta(days=1)
    mine = CarePlan(patient_id=ben, title="Eye", status=PlanStatus.DRAFT, review_on=WEDNESDAY)
    heart = CarePlan(patient_id=ana, title="Heart", status=PlanStatus.ACTIVE, review_on=late)
    world.do(keep, (heart, mine))

    def found(text: str) -> list[str]:
        return [row.title for row in world.read(open_plans, WEDNESDAY, filter=text)]

    assert found("ana heart") == ["Heart"]
    assert found("plan:draft") == ["Eye"]
    assert found("due:overdue") == ["Heart"]
    assert found("-due:overdue") == ["Eye"]
    with pytest.raises(InvalidInput):
        found("nope:1")
