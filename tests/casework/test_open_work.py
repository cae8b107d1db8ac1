"""Everything open of one kind over the caseload."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.open_work import open_plans, open_referrals
from coordtui.casework.patient import close_case, record_death
from coordtui.clock import Moment
from coordtui.errors import InvalidInput
from coordtui.models.care_plan import CarePlan, Goal, GoalStatus, PlanStatus
from coordtui.models.codes import Ball
from coordtui.models.referral import Referral, ReferralState
from tests.casework.world import WEDNESDAY, World


@act("test.keep")
def keep(session: Session, records: tuple[object, ...], moment: Moment) -> Result:
    for one in records:
        session.add(one)
        session.flush()
    return Result(label="Kept")


def referral(patient: int, what: str, **fields: object) -> Referral:
    plain = {"state": ReferralState.SENT, "ball": Ball.RECIPIENT, "since": WEDNESDAY}
    return Referral(patient_id=patient, what=what, **{**plain, **fields})  # type: ignore[arg-type]


def test_referrals_stand_by_the_day_of_their_next_check_and_closed_ones_do_not(world: World) -> None:
    ana = world.add("Ana", "Abel")
    checks = {"late": -3, "soon": 2}
    made = [referral(ana, what, next_check_on=WEDNESDAY + dt.timedelta(days=n)) for what, n in checks.items()]
    over = referral(ana, "over", state=ReferralState.CANCELLED)
    world.do(keep, (*reversed(made), over))
    rows = world.read(open_referrals, WEDNESDAY)
    assert [row.what for row in rows] == ["late", "soon"]
    assert (rows[0].patient, rows[0].ball) == ("Ana Abel", Ball.RECIPIENT)
    assert rows[0].state, "in words"


def test_every_open_state_is_listed_and_no_terminal_one(world: World) -> None:
    from coordtui.rules.referral import is_open

    ana = world.add("Ana", "Abel")
    world.do(keep, tuple(referral(ana, state.value, state=state) for state in ReferralState))
    listed = {row.what for row in world.read(open_referrals, WEDNESDAY)}
    assert listed == {state.value for state in ReferralState if is_open(state)}


def test_the_dead_and_the_closed_have_no_open_work(world: World) -> None:
    ana, ben = world.add("Ana", "Abel"), world.add("Ben", "Baker")
    plans = tuple(CarePlan(patient_id=one, title="Heart") for one in (ana, ben))
    world.do(keep, (*plans, referral(ana, "eye"), referral(ben, "ear")))
    assert len(world.read(open_plans, WEDNESDAY)) == 2
    world.do(record_death, ana, None)
    world.do(close_case, ben, "moved away")
    assert world.read(open_plans, WEDNESDAY) == ()
    assert world.read(open_referrals, WEDNESDAY) == ()


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
    mine = referral(ben, "Eye", ball=Ball.ME, next_check_on=WEDNESDAY)
    world.do(keep, (referral(ana, "Cardiology", to_name="St. Luke", next_check_on=late), mine))

    def found(text: str) -> list[str]:
        return [row.what for row in world.read(open_referrals, WEDNESDAY, filter=text)]

    assert found("ana luke") == ["Cardiology"]
    assert found("ball:me") == ["Eye"]
    assert found("due:overdue") == ["Cardiology"]
    assert found("-due:overdue") == ["Eye"]
    with pytest.raises(InvalidInput):
        found("nope:1")
