"""The ways to a plan: the list of plans, the chart, and the queue."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from coordtui.casework import care_plan
from coordtui.casework import plan_outline as casework
from coordtui.casework.plan_rows import load
from coordtui.models.care_plan import InterventionStatus
from coordtui.models.codes import Ball
from coordtui.screens.chart import ChartScreen
from coordtui.screens.plan_outline import PlanScreen
from coordtui.screens.plan_step import PlanStepDialog
from tests.casework.world import World
from tests.screens.bench import bench
from tests.screens.plan_bench import add, agreed, editor, front, lines, shape, start, written


async def test_the_list_says_what_is_due_when_it_is_reviewed_and_how_old_the_agreement_is(
    world: World, crashes: Path
) -> None:
    plan = agreed(world)
    world.do(casework.set_due, lines(world, plan)[-1].ref, "2026-03-02")
    world.later(3)
    async with bench(world, crashes, size=(120, 24)) as one:
        await one.press("4")
        line = next(line for line in one.text().splitlines() if "Rosa Lopez" in line)
        assert line.split("  ")[-1].strip() == "3 days ago"
        for words in ("Living with diabetes", "active", "Mon 2 Mar", "Fri 3 Apr"):
            assert words in line


async def test_enter_opens_the_plan_and_o_the_chart(world: World, crashes: Path) -> None:
    agreed(world)
    async with bench(world, crashes, size=(80, 24)) as one:
        await one.press("4", "enter")
        assert isinstance(front(one), PlanScreen)
        await one.press("escape", "o")
        assert isinstance(front(one), ChartScreen)
        await one.press("escape")
        assert "1 open care plan" in one.text()


async def test_a_new_plan_is_for_somebody_and_may_begin_with_starters(world: World, crashes: Path) -> None:
    world.add("Rosa", "Lopez")
    async with bench(world, crashes, size=(80, 24)) as one:
        await one.press("4", "n")
        await one.type("rosa")
        await one.press("enter")
        await one.type("diab")
        await one.press("down", "enter")
        screen = one.app.screen
        assert isinstance(screen, PlanScreen)
        assert "Diabetes" in one.text()
        assert len(lines(world, screen.plan_id)) > 10
        await one.press("escape")
        assert "Rosa Lopez" in one.text(), "the list knows it already"


async def test_a_plan_needs_a_title_or_starters(world: World, crashes: Path) -> None:
    world.add("Rosa", "Lopez")
    async with bench(world, crashes, size=(80, 24)) as one:
        await one.press("4", "n")
        await one.type("rosa")
        await one.press("enter", "enter")
        assert "A plan needs a title." in one.flat()
        assert "Or choose starters with ↓." in one.flat()


async def test_p_in_the_chart_starts_a_plan_and_later_opens_it(world: World, crashes: Path) -> None:
    rosa = world.add("Rosa", "Lopez")
    async with bench(world, crashes, size=(80, 24)) as one:
        one.app.open_chart(rosa)
        await one.settle()
        await one.press("P")
        await one.type("Heart")
        await one.press("enter")
        assert "Plan · Rosa Lopez" in one.text()
        await one.press("escape", "P")
        assert isinstance(front(one), PlanScreen)


async def test_p_in_the_chart_asks_which_of_several(world: World, crashes: Path) -> None:
    plan = start(world)
    rosa = world.read(load, plan).plan.patient_id
    other = world.do(care_plan.start, rosa, "Housing").value
    async with bench(world, crashes, size=(80, 24)) as one:
        one.app.open_chart(rosa)
        await one.settle()
        await one.press("P")
        assert "Which plan?" in one.text()
        found = re.search(r"(\w) Housing", one.text())
        assert found is not None
        await one.press(found[1])
        screen = one.app.screen
        assert isinstance(screen, PlanScreen)
        assert screen.plan_id == other


async def test_enter_on_a_line_of_the_chart_opens_the_plan_there(world: World, crashes: Path) -> None:
    plan = written(world)
    rosa = world.read(load, plan).plan.patient_id
    async with bench(world, crashes, size=(80, 24)) as one:
        one.app.open_chart(rosa)
        await one.settle()
        await one.press("right", "right", "right")
        await one.press("j", "j", "j", "j", "enter")
        screen = one.app.screen
        assert isinstance(screen, PlanScreen)
        assert screen.here is not None
        assert screen.here.text == "Walk every day"


def only_step(world: World, owner: Ball = Ball.ME) -> tuple[int, str]:
    plan = start(world, name="Abe Aaron")
    ref = add(world, plan, "intervention", "Call the clinic")
    world.do(casework.set_owner, ref, owner, None)
    world.do(casework.set_due, ref, world.day.isoformat())
    return plan, ref


async def test_a_step_of_a_plan_is_done_from_the_queue_in_two_keys(world: World, crashes: Path) -> None:
    plan, _ = only_step(world)
    async with bench(world, crashes) as one:
        await one.go_to("Abe Aaron")
        await one.press("d")
        assert isinstance(front(one), PlanStepDialog)
        await one.press("enter")
        assert lines(world, plan)[0].status == InterventionStatus.COMPLETED
        await one.press("u")
        assert lines(world, plan)[0].status == InterventionStatus.NOT_STARTED
        world.check()


@pytest.mark.parametrize(("letter", "status"), [("n", "cancelled"), ("b", "stopped"), ("c", "completed")])
async def test_a_step_may_end_otherwise_and_what_shows_it_is_kept(
    world: World, crashes: Path, letter: str, status: str
) -> None:
    plan, _ = only_step(world, Ball.RECIPIENT)
    async with bench(world, crashes) as one:
        await one.go_to("Abe Aaron")
        await one.press("d", letter, "tab")
        await one.type("They wrote back")
        await one.press("enter")
        assert lines(world, plan)[0].status == status
        assert world.read(load, plan).steps[0].evidence == "They wrote back"


async def test_not_yet_is_a_day_and_the_step_stays(world: World, crashes: Path) -> None:
    plan, _ = only_step(world)
    async with bench(world, crashes) as one:
        await one.go_to("Abe Aaron")
        await one.press("d", "w", "enter")
        week = world.day + dt.timedelta(days=7)
        assert lines(world, plan)[0].due_on == week.isoformat()
        assert lines(world, plan)[0].is_open
        world.check()


async def test_o_opens_the_plan_on_its_step_or_at_its_review(world: World, crashes: Path) -> None:
    plan, ref = only_step(world)
    async with bench(world, crashes) as one:
        await one.go_to("Abe Aaron")
        await one.press("d", "o")
        screen = one.app.screen
        assert isinstance(screen, PlanScreen)
        assert screen.here is not None
        assert screen.here.ref == ref
        assert shape(world, plan) == ["intervention: Call the clinic"]


async def test_a_change_from_elsewhere_is_seen_in_the_open_plan(world: World, crashes: Path) -> None:
    plan = written(world)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("C")
        assert isinstance(front(one), ChartScreen)
        await one.app.desk.do(casework.set_text, lines(world, plan)[1].ref, "Changed elsewhere", world.moment)
        await one.press("escape")
        assert "Changed elsewhere" in one.text()


async def test_a_title_typed_for_a_new_plan_is_kept_until_the_plan_begins(world: World, crashes: Path) -> None:
    rosa = world.add("Rosa", "Lopez")
    async with bench(world, crashes, size=(80, 24)) as one:
        one.app.open_chart(rosa)
        await one.settle()
        await one.press("P")
        await one.type("Hear")
        await one.press("escape", "P")
        await one.type("t")
        await one.press("enter")
        assert "Heart" in one.text()
        assert world.ledger.meta_get(f"draft.new_plan.{rosa}") is None
