"""An outline in which lines are written where they stand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tests.look import line_with, screen_text
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot

from coordtui.widgets.in_place import InPlace
from coordtui.widgets.outline import Column, Outline, Row, indented

COLUMNS = (Column("text", "plan", min_width=20), Column("due", "due", width=10))


class Sheet(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.outline = Outline(COLUMNS, empty="Nothing yet.")
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.outline

    def on_in_place_written(self, event: InPlace.Written) -> None:
        self.heard.append(event)

    def on_in_place_stopped(self, event: InPlace.Stopped) -> None:
        self.heard.append(event)

    def on_in_place_shifted(self, event: InPlace.Shifted) -> None:
        self.heard.append(event)


@asynccontextmanager
async def sheet(rows: int = 3, size: tuple[int, int] = (60, 12)) -> AsyncIterator[tuple[Sheet, Pilot[Any]]]:
    app = Sheet()
    async with app.run_test(size=size) as pilot:
        app.outline.show([Row(n, (indented(n % 3, "-", f"line {n}"), f"day {n}")) for n in range(rows)])
        app.outline.table.focus()
        await pilot.pause()
        yield app, pilot


async def test_deeper_lines_are_indented_and_the_columns_stand() -> None:
    async with sheet() as (app, _):
        lines = screen_text(app)
        at = [lines[line_with(app, f"line {n}")].index("-") for n in range(3)]
        assert at == [2, 4, 6]
        assert {lines[line_with(app, f"line {n}")].index("day") for n in range(3)} == {lines[0].index("due")}


async def test_a_line_is_written_over_its_row_from_where_its_words_begin() -> None:
    async with sheet() as (app, pilot):
        await pilot.press("j")
        app.outline.write("line 1", depth=1, lead="- ")
        await pilot.press("!", "q")
        line = screen_text(app)[line_with(app, "line 1!q")]
        assert line.startswith("▸   - line 1!q")
        assert "line 1!q" not in "".join(screen_text(app)[3:]), "letters are words, and nowhere else"


async def test_enter_gives_the_text_and_the_keys_back_at_once() -> None:
    async with sheet() as (app, pilot):
        app.outline.write("line 0", depth=0)
        await pilot.press("x", "enter", "j")
        assert [(one.text, one.onward) for one in app.heard if isinstance(one, InPlace.Written)] == [("line 0x", 0)]
        assert not app.outline.is_writing
        assert app.outline.table.cursor == 1, "j after enter moves"


async def test_a_line_that_goes_on_is_empty_at_once_for_the_next_one() -> None:
    async with sheet() as (app, pilot):
        app.outline.write("", depth=0, goes_on=True)
        await pilot.press("a", "enter", "b", "enter")
        assert [one.text for one in app.heard if isinstance(one, InPlace.Written)] == ["a", "b"]
        assert app.outline.is_writing
        await pilot.press("enter")
        assert isinstance(app.heard[-1], InPlace.Stopped), "enter on an empty line stops"


async def test_esc_tab_and_arrows_say_what_is_wanted_and_change_nothing_themselves() -> None:
    async with sheet() as (app, pilot):
        app.outline.write("", depth=0, goes_on=True)
        await pilot.press("a", "tab", "shift+tab", "escape")
        assert [one.by for one in app.heard if isinstance(one, InPlace.Shifted)] == [1, -1]
        assert [one.text for one in app.heard if isinstance(one, InPlace.Stopped)] == ["a"]
        assert app.outline.is_writing
        await pilot.press("down")
        assert [(one.text, one.onward) for one in app.heard if isinstance(one, InPlace.Written)] == [("a", 1)]


async def test_a_text_that_could_not_be_saved_comes_back_before_what_was_typed_since() -> None:
    async with sheet() as (app, pilot):
        app.outline.write("", depth=0, goes_on=True)
        await pilot.press("a", "enter", "b")
        app.outline.place.give_back("a")
        assert app.outline.place.text == "a b"
        app.outline.place.close()
        app.outline.place.give_back("c")
        assert app.outline.is_writing
        assert app.outline.place.text == "c"


async def test_what_was_understood_stands_behind_the_line() -> None:
    async with sheet() as (app, pilot):
        app.outline.write("", depth=0, echo=lambda text: (f"<{text}>", "danger" if text == "x" else ""))
        await pilot.press("x")
        assert "<x>" in screen_text(app)[1]
        await pilot.press("y")
        assert "<xy>" in screen_text(app)[1]


async def test_typing_replaces_a_text_that_is_filled_in_anew() -> None:
    async with sheet() as (app, pilot):
        app.outline.write("2026-06", depth=0, anew=True)
        await pilot.press("f")
        assert app.outline.place.text == "f"


@pytest.mark.parametrize("size", [(30, 8), (60, 12), (120, 20)])
async def test_the_line_in_place_follows_its_row_when_the_screen_changes(size: tuple[int, int]) -> None:
    async with sheet(40, (80, 20)) as (app, pilot):
        await pilot.press("G")
        app.outline.write("here", depth=2, lead="- ")
        await pilot.resize_terminal(*size)
        await pilot.pause()
        line = screen_text(app)[line_with(app, "here")]
        assert line.startswith("▸"), "it lies on the cursor's row"


async def test_enter_on_an_empty_outline_is_told_too() -> None:
    opened: list[object] = []

    class Empty(Sheet):
        def on_virtual_table_opened(self) -> None:
            opened.append(self.outline.table.cursor_key)

    app = Empty()
    async with app.run_test(size=(40, 8)) as pilot:
        app.outline.table.focus()
        await pilot.press("enter")
        assert "Nothing yet." in "\n".join(screen_text(app))
    assert opened == [None]


async def test_hostile_words_are_shown_letter_by_letter() -> None:
    async with sheet() as (app, pilot):
        app.outline.write("[/x] [DNR] \x1b[31mred", depth=0, lead="[b] ")
        await pilot.pause()
        assert "[b] [/x] [DNR] red" in screen_text(app)[1]


async def test_a_click_elsewhere_does_not_leave_an_open_line_behind() -> None:
    async with sheet() as (app, pilot):
        app.outline.write("here", depth=0)
        await pilot.pause()
        await pilot.click(app.outline.table, offset=(5, 3))
        await pilot.press("x")
        assert (app.outline.table.cursor, app.outline.place.text) == (0, "herex")
        app.outline.place.close()
        await pilot.click(app.outline.table, offset=(5, 3))
        assert app.outline.table.cursor == 2
