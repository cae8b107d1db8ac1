"""How the plan editor looks: widths, no colour, nothing cut where it matters."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from coordtui.casework import plan_outline as casework
from coordtui.settings import Settings
from tests.casework.world import World
from tests.look import full_lines, line_with, styled_lines
from tests.screens.plan_bench import add, agreed, editor, lines, measured, start, written

SIZES = [(40, 15), (60, 20), (80, 24), (120, 36), (200, 50)]


@pytest.mark.parametrize(
    ("size", "columns"),
    [
        ((60, 20), ["plan", "due"]),
        ((80, 24), ["plan", "status", "whose", "due"]),
        ((120, 36), ["plan", "status", "whose", "due"]),
        ((200, 50), ["plan", "status", "whose", "due"]),
    ],
)
async def test_columns_drop_and_lines_fill_the_width(
    world: World, crashes: Path, size: tuple[int, int], columns: list[str]
) -> None:
    plan = agreed(world)
    async with editor(world, crashes, plan, size=size) as (one, _):
        header = one.text().splitlines()[3]
        assert header.split()[: len(columns)] == columns
        assert {cell_len(line) for line in full_lines(one.app)} == {size[0]}


@pytest.mark.parametrize("size", [(40, 15), (80, 24), (200, 50)])
async def test_every_dialog_of_the_plan_opens_and_closes_at_every_size(
    world: World, crashes: Path, size: tuple[int, int]
) -> None:
    plan = agreed(world)
    measured(world, plan, "9.1", "8.6")
    async with editor(world, crashes, plan, size=size) as (one, screen):
        await one.press("j")
        for key in ("e", "m", "S", "D", "A", "F", "H", "E", "R", "T", "h", "v"):
            await one.press(key)
            assert one.app.screen is not screen, key
            assert {cell_len(line) for line in full_lines(one.app)} == {size[0]}, key
            await one.press("escape")
            assert one.app.screen is screen, key


@pytest.mark.parametrize("size", SIZES)
async def test_a_line_can_be_written_at_every_size(world: World, crashes: Path, size: tuple[int, int]) -> None:
    plan = written(world)
    async with editor(world, crashes, plan, size=size) as (one, _):
        await one.press("G", "o")
        await one.type("Buy shoes")
        line = one.text().splitlines()[line_with(one.app, "Buy shoes")]
        assert line.startswith("▸")
        assert {cell_len(line) for line in full_lines(one.app)} == {size[0]}
        await one.press("enter", "escape")
        assert lines(world, plan)[-1].text == "Buy shoes"


async def test_a_line_far_down_is_written_in_sight(world: World, crashes: Path) -> None:
    plan = start(world)
    concern = add(world, plan, "concern", "Much to do")
    goal = add(world, plan, "goal", "All of it", concern)
    for number in range(40):
        add(world, plan, "intervention", f"Step {number}", goal)
    async with editor(world, crashes, plan) as (one, _):
        await one.press("G", "o")
        await one.type("One more")
        await one.press("enter")
        await one.type("And another")
        text = one.text().splitlines()
        assert line_with(one.app, "And another") == line_with(one.app, "One more") + 1
        assert text[line_with(one.app, "And another")].startswith("▸")


async def test_the_pane_stands_beside_on_a_wide_screen_below_on_others_and_p_hides_it(
    world: World, crashes: Path
) -> None:
    plan = agreed(world)
    async with editor(world, crashes, plan, size=(160, 40)) as (one, _):
        await one.press("j")
        assert one.text().count("◆ A1c below 8") == 2
        first = one.text().splitlines()[3]
        assert "◆ A1c below 8" in first, "beside the header"
        await one.press("p")
        assert one.text().count("◆ A1c below 8") == 1
        await one.press("p")
        await one.pilot.resize_terminal(80, 24)
        await one.settle()
        assert one.text().count("◆ A1c below 8") == 2
        await one.pilot.resize_terminal(80, 16)
        await one.settle()
        assert one.text().count("◆ A1c below 8") == 1, "a low screen has no room for it"


async def test_without_colour_what_is_over_late_and_changed_can_be_told(
    world: World, crashes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    plan = agreed(world)
    refs = {line.text: line.ref for line in lines(world, plan)}
    world.do(casework.set_status, refs["Ask about coverage"], "completed")
    world.do(casework.set_status, refs["Log every morning"], "cancelled")
    async with editor(world, crashes, plan, size=(60, 20)) as (one, _):
        text = one.text()
        assert "✓ Ask about coverage" in text
        assert "× Log every morning" in text
        assert "~" in text.splitlines()[line_with(one.app, "Ask about coverage")]
        assert text.splitlines()[line_with(one.app, "Sugar is too")].startswith("▸")


@pytest.mark.parametrize("theme", ["coordtui-dark", "coordtui-light", "ansi-dark", "ansi-light"])
async def test_text_is_readable_in_every_theme(world: World, crashes: Path, theme: str) -> None:
    plan = agreed(world)
    async with editor(world, crashes, plan) as (one, _):
        one.app.theme = Settings(theme=theme).theme
        for keys in ([], ["o"], ["escape", "d"], ["escape", "e"]):
            await one.press(*keys)
            for line in styled_lines(one.app):
                for segment in line:
                    style = segment.style
                    if segment.text.strip() and style is not None and style.color and style.bgcolor:
                        assert style.color != style.bgcolor or style.color.is_default, segment.text


async def test_hostile_words_stay_words(world: World, crashes: Path) -> None:
    plan = start(world, title="[/x] [DNR]")
    concern = add(world, plan, "concern", "[b]Pain[/b] \u202eabc")
    add(world, plan, "goal", "[red]Less", concern)
    async with editor(world, crashes, plan, size=(100, 30)) as (one, _):
        text = one.text()
        for words in ("[/x] [DNR]", "[b]Pain[/b]", "[red]Less"):
            assert words in text
        for key in ("enter", "escape", "e", "escape", "D", "escape", "h", "escape", "A", "escape", "j", "m"):
            await one.press(key)
            assert {cell_len(line) for line in full_lines(one.app)} == {100}, key
        assert "[red]Less" in one.text()
