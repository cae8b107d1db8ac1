"""The plan editor over a plan of Rosa's, for the tests of its keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from coordtui.casework import care_plan, goal
from coordtui.casework import plan_outline as casework
from coordtui.models.care_plan import GoalDraft
from coordtui.models.plan_version import Agreement, AgreementDraft, ProgressDraft
from coordtui.screens.plan_outline import PlanScreen
from tests.casework.world import World
from tests.screens.bench import Bench, bench


def start(world: World, title: str = "Living with diabetes", name: str = "Rosa Lopez") -> int:
    """An empty plan."""
    given, _, family = name.partition(" ")
    key: int = world.do(care_plan.start, world.add(given, family), title).value
    return key


def add(world: World, plan: int, kind: str, text: str, parent: str | None = None) -> str:
    ref: str = world.do(casework.add_line, plan, kind, text, parent, None).value
    return ref


def written(world: World) -> int:
    """A plan with two goals, a barrier, a strength and three steps."""
    plan = start(world)
    sugar = add(world, plan, "concern", "Sugar is too high")
    low = add(world, plan, "goal", "A1c below 8", sugar)
    add(world, plan, "strength", "Her daughter cooks", low)
    add(world, plan, "barrier", "Strips cost too much", low)
    add(world, plan, "intervention", "Ask about coverage", low)
    add(world, plan, "intervention", "Log every morning", low)
    walk = add(world, plan, "goal", "Walk every day", sugar)
    add(world, plan, "intervention", "Find a partner", walk)
    return plan


def agreed(world: World) -> int:
    """The same, agreed."""
    from coordtui.casework.plan_version import agree

    plan = written(world)
    draft = AgreementDraft(participants="Rosa", agreement=Agreement.PHONE)
    world.do(agree, plan, draft)
    return plan


def measured(world: World, plan: int, *values: str) -> int:
    """The first goal has a measure, and these values a month apart; its id."""
    ref = next(line.id for line in lines(world, plan) if line.kind == "goal")
    draft: GoalDraft = world.read(goal.goal_draft, ref)
    world.do(goal.edit_goal, ref, draft.model_copy(update={"measure": "A1c", "unit": "%", "target": "8"}))
    for at, value in enumerate(reversed(values)):
        day = world.day - dt.timedelta(days=30 * at)
        world.do(goal.note_progress, ref, ProgressDraft(noted_on=day, value=value))
    return ref


def lines(world: World, plan: int) -> tuple[casework.Line, ...]:
    return world.read(casework.outline, plan, world.day).lines


def shape(world: World, plan: int) -> list[str]:
    """The plan as indented words, as it is kept."""
    return [f"{'  ' * line.depth}{line.kind}: {line.text}" for line in lines(world, plan)]


def front(one: Bench) -> object:
    """What is in sight, a box or a screen."""
    return one.app.screen


@asynccontextmanager
async def editor(
    world: World, crashes: Path, plan: int, *, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Bench, PlanScreen]]:
    async with bench(world, crashes, size=size) as one:
        screen = PlanScreen(plan)
        one.app.push_screen(screen)
        await one.settle()
        yield one, screen
