"""Acuity on the screen: the sum follows, the rubric explains, an override needs a reason and a last day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from coordtui.casework.acuity import assess, assessments
from coordtui.models.acuity import AcuityDraft, Level
from coordtui.screens.acuity import AcuityDialog
from tests.casework.world import World
from tests.screens.bench import Bench, bench

ANA = 1
MIDDLE = ["2", "tab", "3", "tab", "1", "tab", "0", "tab", "2"]


def form(one: Bench) -> AcuityDialog:
    dialog = one.app.screen
    assert isinstance(dialog, AcuityDialog)
    return dialog


def error(one: Bench, name: str) -> str:
    field = form(one).form.field(name)
    assert field is not None
    return field.error


@pytest.mark.parametrize("size", [(80, 24), (40, 15), (120, 36)])
async def test_five_digits_and_enter_say_how_much_time_a_person_needs(
    world: World, crashes: Path, size: tuple[int, int]
) -> None:
    async with bench(world, crashes, size=size) as one:
        await one.press("2", "t", *MIDDLE, "enter")
        assert "Acuity rising: Ana Abel" in one.said
    (newest,) = world.read(assessments, ANA, world.day)
    assert (newest.score, newest.level, newest.effective) == (8, Level.RISING, Level.RISING)


async def test_nobody_is_called_low_by_leaving_factors_out(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2", "t", "2", "enter")
        assert "4 of 5 to say" in one.text()
        assert "is needed" in error(one, "clinical")
    assert world.read(assessments, ANA, world.day) == ()


async def test_the_sum_the_level_and_the_rubric_follow_every_key(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2", "t", *MIDDLE)
        assert "8 of 20: rising" in one.text()
        assert "▸2  often misses visits or medicines" in one.text()
        await one.press("4")
        assert "10 of 20: high" in one.text()
        assert "▸4  cannot be reached" in one.text()


@pytest.mark.parametrize("level", [Level.LOW, Level.HIGH])
async def test_an_override_comes_back_as_it_was_said(world: World, crashes: Path, level: Level) -> None:
    draft = AcuityDraft(
        utilisation=2,
        clinical=3,
        behavioural=1,
        engagement=2,
        override=level,
        override_reason="sister moved in",
        override_until=world.day + dt.timedelta(days=30),
    )
    world.do(assess, ANA, draft)
    async with bench(world, crashes) as one:
        await one.press("2", "t")
        assert f"by hand {level}" in one.text()
        await one.press("enter")
    newest, before = world.read(assessments, ANA, world.day)
    assert (newest.override, newest.override_reason, newest.override_until) == (
        before.override,
        before.override_reason,
        before.override_until,
    )


async def test_an_override_that_has_ended_does_not_come_back(world: World, crashes: Path) -> None:
    draft = AcuityDraft(
        utilisation=2, clinical=3, override=Level.LOW, override_reason="a quiet month", override_until=world.day
    )
    world.do(assess, ANA, draft)
    world.later(1)
    async with bench(world, crashes) as one:
        await one.press("2", "t", "enter")
    assert world.read(assessments, ANA, world.day)[0].override is None


async def test_what_an_override_lacks_is_said_at_the_field(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2", "t", *MIDDLE, "tab", "c", "enter")
        assert "by one step, to low or high" in error(one, "override")
        await one.press("h", "enter")
        assert "needs a reason" in error(one, "override_reason")
        await one.type("alone now")
        await one.press("enter")
        assert "needs a last day" in error(one, "override_until")
        await one.type("31.02.")
        await one.press("enter")
        assert error(one, "override_until")
        await one.press("ctrl+u")
        await one.type("+30")
        await one.press("enter")
        assert "Acuity high: Ana Abel" in one.said


async def test_none_takes_an_override_back_with_its_reason(world: World, crashes: Path) -> None:
    until = world.day + dt.timedelta(days=9)
    draft = AcuityDraft(utilisation=4, clinical=2, override=Level.LOW, override_reason="x", override_until=until)
    world.do(assess, ANA, draft)
    async with bench(world, crashes) as one:
        await one.press("2", "t", *["tab"] * 5, "n", "enter")
    newest = world.read(assessments, ANA, world.day)[0]
    assert (newest.override, newest.override_reason, newest.override_until) == (None, None, None)
