"""Saved views in the app: one key away, kept and changed from their menu."""

from __future__ import annotations

from pathlib import Path

import pytest

from coordtui.casework.saved_view import save, views
from coordtui.models.saved_view import ViewList
from coordtui.rules.saved_view import STARTERS
from coordtui.screens.caseload import CaseloadScreen
from coordtui.screens.views import ViewsDialog
from tests.casework.world import World
from tests.screens.bench import Bench, bench

PEOPLE = ViewList.CASELOAD
SHIPPED = [name for name, _ in STARTERS[PEOPLE]]


def names(world: World) -> list[str]:
    return [one.name for one in world.read(views, PEOPLE)]


def narrowed(one: Bench) -> str:
    screen = one.app.front
    assert isinstance(screen, CaseloadScreen)
    return screen.filter.text


async def test_a_view_is_shown_by_its_number_or_its_function_key_and_the_same_key_shows_all(
    world: World, crashes: Path
) -> None:
    world.do(save, PEOPLE, "Foxes", "fox")
    async with bench(world, crashes, size=(80, 24)) as one:
        await one.press("2", "apostrophe")
        assert isinstance(one.app.screen, ViewsDialog)
        for place, (name, text) in enumerate(STARTERS[PEOPLE]):
            assert f"{place + 1} F{place + 2}" in one.text()
            assert name in one.text()
            assert text in one.text()
        assert f"caseload: {SHIPPED[0]} = {STARTERS[PEOPLE][0][1]}" in one.flat()
        await one.press("7")
        assert (narrowed(one), one.said.startswith("View: Foxes")) == ("fox", True)
        assert "1 found" in one.text()
        assert "Ana Abel" not in one.text()
        await one.press("apostrophe")
        assert "Foxes · now" in one.text()
        await one.press("escape", "f8")
        assert (narrowed(one), "Ana Abel" in one.text()) == ("", True)
        await one.press("f8")
        assert narrowed(one) == "fox"
        await one.press("f9")
        assert one.said == "This list has 7 views; ' shows them."
        assert narrowed(one) == "fox"


async def test_the_present_filter_is_saved_and_views_are_renamed_moved_removed_and_undone(
    world: World, crashes: Path
) -> None:
    async with bench(world, crashes, size=(80, 24)) as one:
        await one.press("2", "apostrophe", "s")
        assert one.said.startswith("The list is not narrowed.")
        await one.press("escape", "slash")
        await one.type("fox")
        await one.press("enter", "apostrophe", "s")
        await one.press("enter")
        assert "Name is needed." in one.text()
        await one.type("Foxes")
        await one.press("enter")
        assert names(world) == [*SHIPPED, "Foxes"]
        assert "Foxes · now" in one.text()
        await one.press("G", "K")
        assert names(world) == [*SHIPPED[:-1], "Foxes", SHIPPED[-1]]
        await one.press("r")
        await one.type(" again")
        await one.press("enter")
        assert "Foxes again" in names(world)
        await one.press("D")
        assert names(world) == SHIPPED
        await one.press("u")
        assert names(world) == [*SHIPPED[:-1], "Foxes again", SHIPPED[-1]]
        await one.press("g", "K")
        assert "stands first already" in one.text()


async def test_a_line_of_somebody_else_is_taken_in_and_a_hostile_one_refused_in_words(
    world: World, crashes: Path
) -> None:
    async with bench(world, crashes, size=(100, 30)) as one:
        await one.press("2", "apostrophe", "t")
        await one.type("caseload: Mine = acuity:tall")
        await one.press("enter")
        assert "acuity is one of low, rising, high" in one.flat()
        assert names(world) == SHIPPED
        await one.press("ctrl+u")
        await one.type("plans: [red]Old[/red] [x = status:draft")
        await one.press("enter", "escape", "4", "apostrophe")
        assert "[red]Old[/red] [x" in one.text()
        assert [view.name for view in world.read(views, ViewList.PLANS)][-1] == "[red]Old[/red] [x"


@pytest.mark.parametrize("key", ["1", "3", "4", "5"])
async def test_every_list_has_its_views(world: World, crashes: Path, key: str) -> None:
    of = {"1": ViewList.TODAY, "3": ViewList.REFERRALS, "4": ViewList.PLANS, "5": ViewList.DIRECTORY}[key]
    async with bench(world, crashes, size=(60, 20)) as one:
        await one.press(key, "f2")
        name, text = STARTERS[of][0]
        assert one.said.startswith(f"View: {name}")
        assert text in one.text()
        await one.press("apostrophe")
        assert STARTERS[of][1][0] in one.text()
