"""Our scrollbar against Textual's: the same picture, of which only what differs is drawn."""

from __future__ import annotations

from typing import Any

import pytest
from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.scrollbar import ScrollBar

from coordtui.widgets.list_bar import ListBar
from coordtui.widgets.table import Column, ListSource, Row, VirtualTable


class Listed(App[None]):
    def __init__(self, count: int) -> None:
        super().__init__()
        self.table = VirtualTable((Column("name", "Name"),), self.rows(count))

    def rows(self, count: int) -> ListSource:
        return ListSource([Row(i, (f"Patient {i}",)) for i in range(count)])

    def compose(self) -> ComposeResult:
        yield self.table


def cells(bar: ScrollBar, by: type[ScrollBar]) -> list[tuple[object, ...]]:
    """What is seen of each line and what a click there does; of a blank only its ground is seen."""
    drawn = by.render_lines(bar, Region(0, 0, *bar.size))
    looks = [(segment.text, segment.style or Style()) for [segment] in drawn]
    return [
        (text, look.meta, look.color if look.reverse else look.bgcolor)
        if text == " "
        else (text, look.meta, look.reverse, look.color, look.bgcolor)
        for text, look in looks
    ]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lines of bars that are to be drawn again, one after another."""
    asked: list[int] = []
    refresh = ScrollBar.refresh

    def told(bar: ScrollBar, *regions: Region, **more: Any) -> Any:
        for region in regions or (bar.size.region,):
            asked.extend(region.line_range)
        return refresh(bar, *regions, **more)

    monkeypatch.setattr(ScrollBar, "refresh", told)
    return asked


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark"])
async def test_it_looks_as_textual_s_does_at_every_place(theme: str) -> None:
    app = Listed(130)
    app.theme = theme
    async with app.run_test(size=(30, 12)) as pilot:
        bar: Any = app.table.vertical_scrollbar
        for key in ("home", *["pagedown"] * 13, "end", "up"):
            await pilot.press(key)
            assert cells(bar, ListBar) == cells(bar, ScrollBar)


async def test_a_page_of_a_long_list_draws_no_line_of_it_and_a_jump_those_that_differ(drawn: list[int]) -> None:
    app = Listed(50_000)
    async with app.run_test(size=(40, 24)) as pilot:
        await pilot.pause()
        for key, most in (("pagedown", 0), ("down", 0), ("end", 24), ("up", 0), ("home", 24)):
            drawn.clear()
            await pilot.press(key)
            await pilot.pause()
            assert len(drawn) <= most, key
            assert drawn or not most, key


async def test_a_click_below_its_thumb_goes_down_a_page() -> None:
    app = Listed(500)
    async with app.run_test(size=(40, 24)) as pilot:
        await pilot.click(app.table.vertical_scrollbar, offset=(0, 20))
        await app.animator.wait_until_complete()
        assert app.table.scroll_offset.y == 24


async def test_where_the_list_no_longer_scrolls_its_rows_go_on_to_the_edge() -> None:
    app = Listed(500)
    async with app.run_test(size=(40, 24)) as pilot:
        for count in (3, 500, 3):
            app.table.set_source(app.rows(count))
            await pilot.pause()
            table, bar = app.table, app.table.show_vertical_scrollbar
            assert bar is (count > 23)
            assert {strip.cell_length for strip in table.render_lines(Region(0, 0, 40, 24))} == {39 if bar else 40}
            made = app.screen._compositor.render_strips()
            assert {strip.cell_length for strip in made} == {40}
            ground = [list(line)[-1].style for line in made[1 : table.source.count]]
            assert all(style is not None and style.bgcolor is not None for style in ground)
