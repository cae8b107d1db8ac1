"""Referrals and care plans over the whole caseload: read here, worked on in the chart."""

from __future__ import annotations

from pathlib import Path

import pytest

from coordtui.screens.listing import Listing
from coordtui.screens.referral import ReferralsScreen
from tests.casework.world import World
from tests.screens import objects
from tests.screens.bench import Bench, bench


def listing(one: Bench) -> Listing | ReferralsScreen:
    screen = one.app.front
    assert isinstance(screen, Listing | ReferralsScreen)
    return screen


def names(one: Bench) -> list[str]:
    rows = listing(one).rows
    found = (rows.view(key) for key in rows.keys if key > 0)
    return [row.patient for row in found if row is not None]


@pytest.mark.parametrize("size", [(40, 15), (60, 20), (80, 24), (200, 50)])
async def test_the_referral_to_look_at_first_stands_first_and_says_how_late_it_is(
    world: World, crashes: Path, size: tuple[int, int]
) -> None:
    objects.referral(world, "Rosa [DNR]")
    async with bench(world, crashes, size=size) as one:
        await one.press("3")
        assert names(one) == ["Rosa [DNR]"]
        assert "1 d late" in one.text()
        assert "1 open referral ·" in one.text()


async def test_a_plan_stands_with_its_review_and_o_opens_the_chart(world: World, crashes: Path) -> None:
    objects.plan(world, "Rosa Zuniga")
    async with bench(world, crashes) as one:
        await one.press("4")
        assert "Heart plan" in one.text()
        await one.press("o")
        assert "Chart · Rosa Zuniga" in one.text()
        await one.press("escape")
        assert names(one) == ["Rosa Zuniga"]


async def test_lists_are_narrowed_as_one_types(world: World, crashes: Path) -> None:
    objects.referral(world, "Rosa Zuniga")
    objects.referral(world, "Otto Quick")
    async with bench(world, crashes) as one:
        await one.press("3", "slash")
        await one.type("ball:recipient otto")
        assert names(one) == ["Otto Quick"]
        await one.press("escape")
        assert names(one) == ["Otto Quick", "Rosa Zuniga"]


async def test_the_cursor_stays_on_its_row_when_others_come(world: World, crashes: Path) -> None:
    objects.plan(world, "Rosa Zuniga")
    async with bench(world, crashes) as one:
        await one.press("4")
        key = listing(one).table.cursor_key
        objects.plan(world, "Ada Young")
        await one.press("r")
        assert names(one) == ["Ada Young", "Rosa Zuniga"]
        assert listing(one).table.cursor_key == key


@pytest.mark.parametrize(
    ("key", "words"), [("3", "There are no open referrals."), ("4", "There are no open care plans. n starts one.")]
)
async def test_an_empty_list_says_so_and_its_keys_say_why_they_do_nothing(
    world: World, crashes: Path, key: str, words: str
) -> None:
    async with bench(world, crashes) as one:
        await one.press(key)
        assert words in one.text()
        await one.press("l")
        assert "There is no row here." in one.said


async def test_masked_names_are_initials_in_the_lists(world: World, crashes: Path) -> None:
    objects.referral(world, "Rosa Zuniga")
    async with bench(world, crashes) as one:
        await one.press("3", "ctrl+g")
        assert "R. Z." in one.text()
        assert "Zuniga" not in one.text()
