"""The line that narrows a list: it completes, says what it means, and marks where it is wrong."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import pytest
from textual.widgets import Input

from coordtui.screens.caseload import CaseloadScreen
from coordtui.screens.filter_line import FilterLine
from coordtui.widgets.key_bar import KeyBar
from tests.casework.world import World
from tests.look import line_with
from tests.screens.bench import Bench, bench

_CONDITIONS: Final = "coordtui.casework.finding_tree"


def narrowed(one: Bench) -> str:
    screen = one.app.front
    assert isinstance(screen, CaseloadScreen)
    return screen.filter.text


async def test_tab_and_right_take_what_is_proposed_and_the_meaning_stands_below(world: World, crashes: Path) -> None:
    async with bench(world, crashes, size=(80, 24)) as one:
        await one.press("2", "slash")
        assert "tab due:" in one.text()
        await one.type("acui")
        await one.press("tab")
        assert "tab low  rising  high  complex" in one.text()
        await one.type("h")
        await one.press("right")
        assert narrowed(one) == "acuity:high"
        assert line_with(one.app, "high acuity") == 4
        await one.press("enter")
        assert "high acuity" not in one.text(), "the lines below go with the keys"
        assert line_with(one.app, "/ acuity:high") == 2


async def test_the_keys_at_the_foot_are_those_of_the_line_while_it_has_the_letters(world: World, crashes: Path) -> None:
    async with bench(world, crashes, size=(80, 24)) as one:
        await one.press("2")
        of_the_list = one.text().splitlines()[-1]
        assert "l log" in of_the_list
        await one.press("slash")
        await one.type("fox")
        foot = one.text().splitlines()[-1]
        assert "enter to the list  tab complete  esc all rows  ↑ typed before  F1 more" in foot
        assert "log" not in foot
        await one.press("f1")
        assert "Keys · caseload" in one.text()
        await one.press("escape")
        await one.pilot.click(KeyBar, offset=(foot.index("esc"), 0))
        await one.settle()
        assert narrowed(one) == ""
        assert one.text().splitlines()[-1] == of_the_list


async def test_what_is_wrong_is_marked_at_its_place_and_the_list_stays_until_it_is_right(
    world: World, crashes: Path
) -> None:
    async with bench(world, crashes, size=(80, 24)) as one:
        await one.press("2", "slash")
        await one.type("fox")
        await one.type(" las:never")
        lines = one.text().splitlines()
        assert lines[2].index("las:") == lines[3].index("^^^^")
        assert 'There is no filter "las:" here.' in lines[3]
        assert 'Did you mean "last:"?' in lines[4]
        assert "list as before" in lines[2]
        assert (narrowed(one), "Finn Fox" in one.text(), "Ana" in one.text()) == ("fox las", False, False)
        await one.press("enter")
        assert "^^^^" in one.text(), "enter keeps nothing that is not understood"
        await one.press("tab")
        assert (narrowed(one), "Finn Fox" in one.text()) == ("fox last:never", True)
        assert "1 found" in one.text()


async def test_up_brings_back_what_was_asked_before_and_esc_shows_everything(world: World, crashes: Path) -> None:
    async with bench(world, crashes, size=(80, 24)) as one:
        await one.press("2")
        for text in ("fox", "ana"):
            await one.press("slash", "ctrl+u")
            await one.type(text)
            await one.press("enter")
        await one.press("slash", "up", "up")
        assert (narrowed(one), "Finn Fox" in one.text()) == ("fox", True)
        await one.press("down")
        assert narrowed(one) == "ana"
        await one.press("down", "down")
        assert one.app.focused is one.app.screen.query_one("#list")
        await one.press("slash", "escape")
        assert (narrowed(one), "Dan Diaz" in one.text(), "0 found" in one.text()) == ("", True, False)


async def test_payers_and_codes_that_the_vault_holds_are_proposed(world: World, crashes: Path) -> None:
    world.add("Luz", "Ito", language="ja")
    async with bench(world, crashes, size=(100, 24)) as one:
        await one.press("2", "slash")
        await one.type("lang:")
        assert "tab ja" in one.text()


@pytest.mark.parametrize("page", ["1", "2"])
async def test_letters_right_behind_the_slash_are_all_in_the_line(world: World, crashes: Path, page: str) -> None:
    """Typed in one go they are read before the line is there. The verbs among them (d, s, n, e) must not act."""
    ana = world.add("Ana", "Desden")
    world.plan(ana, "call_back", 0)
    world.plan(world.add("Bo", "Okafor"), "call_back", 0)
    async with bench(world, crashes) as one:
        await one.press(page)
        await one.type("/desden")
        front = one.app.front
        assert front is one.app.screen, "no verb opened a box"
        line = front.query_one(FilterLine)
        assert (line.is_open, line.text) == (True, "desden")
        assert "Desden" in one.text()
        assert "Okafor" not in one.text()
        await one.press("escape")
        await one.type(":des")
        assert one.app.screen.query_one(Input).value == "des", "the palette, too"


async def test_what_makes_conditions_of_a_text_is_loaded_before_the_first_letter(
    world: World, crashes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench(world, crashes) as one:
        monkeypatch.delitem(sys.modules, _CONDITIONS, raising=False)
        await one.press("j")
        assert _CONDITIONS not in sys.modules, "who narrows nothing needs none of it"
        await one.press("slash")
        await one.app.workers.wait_for_complete([work for work in one.app.workers if work.name == "finding"])
        assert _CONDITIONS in sys.modules
