"""What a key costs to draw: how often the screen is laid out, and what is drawn together."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

from coordtui.widgets.table import VirtualTable
from tests.casework.world import World
from tests.screens.bench import bench


@dataclass
class Drawn:
    """`parts` are the lines of each repaint that is none of the whole screen."""

    layouts: int = 0
    wholes: int = 0
    parts: list[set[int]] = field(default_factory=list)

    def clear(self) -> None:
        self.layouts, self.wholes, self.parts = 0, 0, []

    def together(self, *lines: int) -> bool:
        """Whether one repaint had all these lines."""
        return any(part.issuperset(lines) for part in self.parts)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    seen = Drawn()
    lay, update = Screen._refresh_layout, Compositor.render_update

    def laid_out(screen: Screen[Any], *args: Any, **options: Any) -> None:
        seen.layouts += 1
        lay(screen, *args, **options)

    def updated(compositor: Compositor, *args: Any, **options: Any) -> Any:
        made = update(compositor, *args, **options)
        if isinstance(made, LayoutUpdate):
            seen.wholes += 1
        elif isinstance(made, ChopsUpdate):
            seen.parts.append({y for y, _, _ in made.spans})
        return made

    monkeypatch.setattr(Screen, "_refresh_layout", laid_out)
    monkeypatch.setattr(Compositor, "render_update", updated)
    return seen


def people(world: World, count: int) -> None:
    for n in range(count):
        person = world.add(f"Ana{n:02}", "Diaz")
        for days in (0, 20):
            world.plan(person, "call_back", days)


async def test_a_letter_brings_its_rows_and_what_it_means_in_one_repaint(
    world: World, crashes: Path, drawn: Drawn
) -> None:
    people(world, 40)
    async with bench(world, crashes, size=(120, 30)) as one:
        for page in ("1", "2"):
            await one.press(page, "slash", "a", "n")
            top = one.app.screen.query_one("#list").region.y
            drawn.clear()
            await one.press("a")
            assert (drawn.layouts, drawn.wholes) == (0, 0)
            assert drawn.together(4, top + 1, top + 5), f"meaning and rows of page {page}: {drawn.parts}"
            assert sum(top + 5 in part for part in drawn.parts) == 1, "what is read ahead draws no row again"
            await one.press("escape")


async def test_an_act_is_said_and_its_rows_drawn_in_one_repaint(world: World, crashes: Path, drawn: Drawn) -> None:
    people(world, 40)
    async with bench(world, crashes, size=(120, 30)) as one:
        top = one.today.table.region.y
        bottom = one.app.screen.query_one("StatusLine").region.y
        for key in ("d", "u"):
            drawn.clear()
            await one.press(key)
            assert (drawn.layouts, drawn.wholes) == (0, 0)
            assert drawn.together(1, top + 1, bottom), f"count, row and what was done: {one.said}: {drawn.parts}"


async def test_a_box_that_closes_with_an_act_draws_the_screen_below_once(
    world: World, crashes: Path, drawn: Drawn
) -> None:
    people(world, 5)
    async with bench(world, crashes, size=(120, 30)) as one:
        await one.press("j", "s", "t")
        drawn.clear()
        await one.press("enter")
        assert "u undoes" in one.said
        assert (drawn.layouts, drawn.wholes) == (0, 1)
        await one.press("question_mark")
        drawn.clear()
        await one.press("escape")
        assert (drawn.layouts, drawn.wholes) == (0, 1)
        await one.press("slash", "a", "n", "a")
        drawn.clear()
        await one.press("escape")
        assert drawn.layouts <= 2, "the line goes with what stands below it"


@pytest.mark.parametrize("page", ["1", "2"])
async def test_a_move_asks_the_list_for_the_two_rows_that_it_changes(
    world: World, crashes: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    people(world, 40)
    asked: list[range] = []
    render = VirtualTable.render_lines

    def told(table: VirtualTable, crop: Region) -> list[Strip]:
        asked.append(range(*crop.line_span))
        return render(table, crop)

    monkeypatch.setattr(VirtualTable, "render_lines", told)
    async with bench(world, crashes, size=(120, 30)) as one:
        await one.press(page, "j")
        asked.clear()
        await one.press("j")
        assert asked == [range(2, 4)]


async def test_an_act_draws_the_rows_that_it_changed_and_the_list_does_not_run_away(
    world: World, crashes: Path, drawn: Drawn
) -> None:
    people(world, 40)
    async with bench(world, crashes, size=(100, 20)) as one:
        table = one.today.table
        await one.press(*"jjjj")
        place, lines = table.cursor, set(table.region.line_range)
        for key in ("d", "u"):
            drawn.clear()
            await one.press(key)
            rows = set[int]().union(*drawn.parts) & lines
            assert table.region.y + 1 + place in rows
            assert len(rows) <= 3, f"{key}: {rows}"
            assert (drawn.layouts, drawn.wholes, table.scroll_offset.y) == (0, 0, 0)
