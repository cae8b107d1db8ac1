from __future__ import annotations

from array import array
from collections.abc import Hashable
from typing import Any, Self

import pytest
from rich.cells import cell_len
from tests.look import full_lines, line_with, screen_text
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.message import Message
from textual.pilot import Pilot
from textual.strip import Strip

from coordtui.widgets.list_bar import is_bare
from coordtui.widgets.table import Column, ListSource, PagedSource, Row, RowSource, VirtualTable

COLUMNS = (
    Column("name", "Name", weight=2, min_width=12),
    Column("due", "Due", width=10, priority=1),
    Column("points", "Points", width=6, align="right", priority=2, sortable=False),
)


def rows(count: int, start: int = 0) -> list[Row]:
    return [Row(f"k{i}", (f"Patient {i}", "2026-08-04", str(i))) for i in range(start, start + count)]


def paged(count: int) -> PagedSource[int]:
    """Rows of which none is at hand yet; a view is a number."""
    return PagedSource(array("q", range(count)), lambda n: Row(n, (f"Patient {n}", "2026-08-04", str(n))))


class Counting(VirtualTable):
    DEFAULT_CSS = ""

    def __init__(self, source: RowSource, **more: Any) -> None:
        self.drawn: set[int] = set()
        self.painted = 0
        super().__init__(COLUMNS, source, **more)

    def refresh(self, *regions: Region, **more: Any) -> Self:
        """Count the lines that are to be drawn again; all of them where no region is named."""
        for region in regions or (self.size.region,):
            self.drawn.update(region.line_range)
        return super().refresh(*regions, **more)

    def _paint(self, *args: Any) -> Strip:
        self.painted += 1
        return super()._paint(*args)


class TableApp(App[None]):
    def __init__(self, source: RowSource, **more: Any) -> None:
        super().__init__()
        self.table = Counting(source, **more)
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.table

    def on_virtual_table_moved(self, event: VirtualTable.Moved) -> None:
        self.heard.append(event)

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        self.heard.append(event)

    def on_virtual_table_sort_requested(self, event: VirtualTable.SortRequested) -> None:
        self.heard.append(event)

    def on_virtual_table_need_rows(self, event: VirtualTable.NeedRows) -> None:
        self.heard.append(event)

    # Methods, because mypy believes that an attribute stays as it was when last compared.
    def key(self) -> Hashable | None:
        return self.table.cursor_key

    def at(self) -> int:
        return self.table.cursor

    def top(self) -> int:
        return self.table.scroll_offset.y

    def last(self, kind: type[Message]) -> Any:
        return next(event for event in reversed(self.heard) if isinstance(event, kind))


async def work_of(pilot: Pilot[None], key: str) -> tuple[int, int]:
    """(lines to draw again, rows painted afresh) for one key."""
    table = pilot.app.query_one(Counting)
    await pilot.pause()  # the key before may still be drawing
    table.drawn.clear()
    table.painted = 0
    await pilot.press(key)
    await pilot.pause()
    return len(table.drawn), table.painted


@pytest.mark.parametrize("count", [1_000, 50_000])
async def test_a_cursor_move_draws_two_lines_however_long_the_table(count: int) -> None:
    app = TableApp(ListSource(rows(count)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j")
        assert await work_of(pilot, "j") == (2, 1)  # the row that is left was drawn without the cursor before
        assert await work_of(pilot, "k") == (2, 0)  # both looks of both rows are remembered


@pytest.mark.parametrize("count", [1_000, 50_000])
async def test_a_page_or_a_jump_draws_one_screen(count: int) -> None:
    app = TableApp(ListSource(rows(count)))
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("pagedown", "end", "home", "G"):
            drawn, painted = await work_of(pilot, key)
            assert drawn == 24
            assert painted <= 24


async def test_scrolling_by_one_paints_only_the_new_row() -> None:
    app = TableApp(ListSource(rows(1000)))
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press(*["j"] * 8)
        assert app.top() == 0
        drawn, painted = await work_of(pilot, "j")
        assert app.top() == 1
        assert drawn == 10
        assert painted == 1  # the row that came; the others are remembered


@pytest.mark.parametrize(
    ("keys", "index"),
    [
        (("j",), 1), (("down", "down", "k"), 1), (("G",), 99), (("end", "up"), 98), (("G", "g"), 0), (("G", "home"), 0),
        (("pagedown",), 9), (("pagedown", "pageup"), 0), (("k",), 0), (("G", "j"), 99), (("G", "pagedown"), 99),
    ],
)  # fmt: skip
async def test_keys_move_the_cursor(keys: tuple[str, ...], index: int) -> None:
    app = TableApp(ListSource(rows(100)))
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press(*keys)
        assert app.at() == index
        assert app.key() == f"k{index}"
        assert f"Patient {index} " in screen_text(app)[line_with(app, "▸")]
        if index:
            assert app.last(VirtualTable.Moved).key == f"k{index}"


async def test_enter_and_a_double_click_open() -> None:
    app = TableApp(ListSource(rows(100)))
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("j", "enter")
        assert app.last(VirtualTable.Opened).key == "k1"
        await pilot.click(app.table, offset=(5, 4))
        assert app.key() == "k3"
        assert app.last(VirtualTable.Opened).key == "k1"
        await pilot.double_click(app.table, offset=(5, 5))
        assert app.last(VirtualTable.Opened).key == "k4"


async def test_a_click_on_a_title_asks_for_a_sort_and_the_arrow_shows_it() -> None:
    app = TableApp(ListSource(rows(3)))
    async with app.run_test(size=(60, 10)) as pilot:
        due = screen_text(app)[0].index("Due")
        await pilot.click(app.table, offset=(due + 1, 0))
        assert app.last(VirtualTable.SortRequested).column_id == "due"
        app.table.set_sort("due")
        await pilot.pause()
        assert "Due ▲" in screen_text(app)[0]
        app.table.set_sort("due", descending=True)
        await pilot.pause()
        assert "Due ▼" in screen_text(app)[0]
        heard = len(app.heard)
        await pilot.click(app.table, offset=(screen_text(app)[0].index("Points"), 0))
        assert len(app.heard) == heard


async def test_the_cursor_follows_its_row_when_rows_come_before_it() -> None:
    app = TableApp(ListSource(rows(100)))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press(*["j"] * 6)
        line = line_with(app, "▸")
        app.table.set_source(ListSource([*rows(30, 500), *rows(100)]))
        await pilot.pause()
        assert app.key() == "k6"
        assert app.at() == 36
        assert line_with(app, "▸") == line  # and does not jump about on the screen


async def test_a_row_that_is_done_leaves_the_cursor_on_the_next_one() -> None:
    app = TableApp(ListSource(rows(10)))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("j", "j")
        app.table.set_source(ListSource([row for row in rows(10) if row.key != "k2"]))
        assert app.key() == "k3"
        app.table.set_source(ListSource(rows(2)))
        assert app.key() == "k1"
        app.table.set_source(ListSource([]))
        assert app.key() is None
        app.table.set_source(ListSource(rows(5)), keep="k4")
        assert app.key() == "k4"
        app.table.set_source(ListSource(rows(5)), keep=None)
        assert app.key() == "k0"
        await pilot.pause()
        assert app.last(VirtualTable.Moved).key == "k0"


async def test_a_refill_with_the_same_rows_says_nothing() -> None:
    app = TableApp(ListSource(rows(10)))
    async with app.run_test(size=(60, 12)) as pilot:
        app.table.set_source(ListSource(rows(10)))
        await pilot.pause()
        assert not app.heard


async def test_a_shorter_list_is_not_scrolled_past_its_end() -> None:
    app = TableApp(ListSource(rows(1000)))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("G")
        app.table.set_source(ListSource(rows(20)))
        await pilot.pause()
        assert app.key() == "k19"
        assert "Patient 9 " in screen_text(app)[1]
        app.table.set_source(ListSource(rows(3)))
        await pilot.pause()
        assert "Patient 0 " in screen_text(app)[1]


async def test_marks_show_a_glyph_and_redraw_only_their_lines() -> None:
    app = TableApp(ListSource(rows(100)))
    async with app.run_test(size=(60, 12)) as pilot:
        assert app.table.toggle_mark() == {"k0"}
        await pilot.pause()
        assert screen_text(app)[1].startswith(" ●Patient 0")
        assert app.at() == 1
        app.table.drawn.clear()
        app.table.set_marks({"k0", "k3", "k90"})
        await pilot.pause()
        assert app.table.drawn == {4}
        app.table.set_marks(())
        await pilot.pause()
        assert not any("●" in line for line in screen_text(app))


async def test_a_mark_that_is_taken_away_out_of_sight_is_gone_when_its_row_is_seen_again() -> None:
    app = TableApp(ListSource(rows(100)))
    async with app.run_test(size=(60, 12)) as pilot:
        app.table.set_marks({"k0", "k14"})
        await pilot.press("pagedown")
        await pilot.pause()
        assert screen_text(app)[line_with(app, "Patient 14")].startswith(" ●")
        app.table.set_marks(())
        await pilot.press("pageup", "pagedown")
        await pilot.pause()
        assert not any("●" in line for line in screen_text(app))
        app.table.set_marks({"k0"})
        await pilot.press("pageup")
        await pilot.pause()
        assert screen_text(app)[1].startswith((" ●", "▸●")), "and one that is set there is seen"


async def test_an_act_paints_only_the_rows_that_it_changed_afresh() -> None:
    source = ListSource(rows(100))
    app = TableApp(source)
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("pagedown", "pageup")
        await pilot.pause()
        source.rows = tuple(Row(row.key, ("changed",)) if row.key in ("k3", "k15") else row for row in source.rows)
        app.table.painted = 0
        app.table.rows_changed({"k3", "k15"})
        app.table.refresh()  # as when a box over it closes
        await pilot.pause()
        assert app.table.painted == 1
        assert "changed" in screen_text(app)[4]
        await pilot.press("pagedown")
        await pilot.pause()
        assert "changed" in screen_text(app)[line_with(app, "Patient 14") + 1]


async def test_a_row_may_bring_its_own_mark() -> None:
    app = TableApp(ListSource([Row(1, ("a",), marked=True)]))
    async with app.run_test(size=(60, 5)):
        assert screen_text(app)[1].startswith("▸●a")


async def test_rows_not_at_hand_are_asked_for_once_by_the_page() -> None:
    source = paged(10_000)
    app = TableApp(source)
    async with app.run_test(size=(60, 12)) as pilot:
        need = app.last(VirtualTable.NeedRows)
        assert (need.start, need.end) == (0, 64)
        assert "…" in screen_text(app)[1]
        await pilot.press("j", "j", "pagedown")
        assert sum(isinstance(event, VirtualTable.NeedRows) for event in app.heard) == 1
        assert app.key() == 13
        assert app.last(VirtualTable.Moved).key == 13, "a key is known before its row has come"
        source.put(0, range(64))
        app.table.rows_arrived(0, 64)
        await pilot.pause()
        assert "Patient 13 " in screen_text(app)[line_with(app, "▸")]
        await pilot.press("G")
        need = app.last(VirtualTable.NeedRows)
        assert (need.start, need.end) == (9984, 10_000)
        app.table.toggle_mark()
        assert app.table.marks == {9999}


async def test_a_screen_over_two_pages_asks_for_both() -> None:
    app = TableApp(paged(10_000))
    async with app.run_test(size=(60, 30)) as pilot:
        await pilot.press("pagedown", "pagedown")
        need = app.last(VirtualTable.NeedRows)
        assert (need.start, need.end) == (0, 128)


async def test_a_row_drawn_before_it_came_is_drawn_again_when_it_is_seen_again() -> None:
    source = paged(10_000)
    app = TableApp(source)
    async with app.run_test(size=(60, 12)) as pilot:
        assert "…" in screen_text(app)[1]
        await pilot.press("G")
        source.put(0, range(64))
        app.table.rows_arrived(0, 64)
        await pilot.press("g")
        assert "Patient 0 " in screen_text(app)[1]


async def test_rows_that_arrive_out_of_sight_draw_nothing() -> None:
    source = paged(10_000)
    app = TableApp(source)
    async with app.run_test(size=(60, 12)) as pilot:
        source.put(0, range(64))
        app.table.rows_arrived(0, 64)
        await pilot.pause()
        app.table.drawn.clear()
        source.put(640, range(640, 704))
        app.table.rows_arrived(640, 704)
        await pilot.pause()
        assert app.table.drawn == set()


class Watched(ListSource):
    """Counts how many rows the table reads."""

    def __init__(self, count: int) -> None:
        super().__init__(rows(count))
        self.read = 0

    def window(self, start: int, stop: int) -> Any:
        found = super().window(start, stop)
        self.read += len(found)
        return found


@pytest.mark.parametrize("count", [1_000, 50_000])
async def test_the_first_screen_reads_rows_for_the_screen_only(count: int) -> None:
    source = Watched(count)
    app = TableApp(source)
    async with app.run_test(size=(80, 24)):
        assert source.read < 24 * 8


async def test_an_empty_table_says_why() -> None:
    app = TableApp(ListSource(), empty="Nothing due today.")
    async with app.run_test(size=(60, 10)) as pilot:
        assert line_with(app, "Nothing due today.")
        await pilot.press("j", "G", "pagedown", "enter", "k")
        assert app.heard == []


async def test_even_two_lines_say_why_a_table_is_empty() -> None:
    app = TableApp(ListSource(), empty="Nothing is open.")
    app.table.styles.height = 2
    async with app.run_test(size=(60, 10)):
        assert line_with(app, "Nothing is open.") == 1


async def test_a_wheel_scrolls_without_losing_the_cursor() -> None:
    app = TableApp(ListSource(rows(1000)))
    async with app.run_test(size=(60, 10)) as pilot:
        app.table.scroll_to(y=500, animate=False, immediate=True)
        await pilot.pause()
        assert app.at() == 0
        await pilot.press("j")
        assert app.at() == 1
        assert "Patient 1 " in screen_text(app)[line_with(app, "▸")]


async def test_a_smaller_terminal_keeps_the_cursor_in_sight() -> None:
    app = TableApp(ListSource(rows(1000)))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("pagedown", *["j"] * 20)
        await pilot.resize_terminal(40, 15)
        await pilot.pause()
        assert f"Patient {app.table.cursor} " in screen_text(app)[line_with(app, "▸")]
        await pilot.resize_terminal(200, 50)
        await pilot.pause()
        assert f"Patient {app.table.cursor} " in screen_text(app)[line_with(app, "▸")]


@pytest.mark.parametrize("key", [7, ("a", 1), "x"])
async def test_keys_may_be_anything_hashable(key: Hashable) -> None:
    app = TableApp(ListSource([Row(key, ("a",))]))
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("enter")
        assert app.last(VirtualTable.Opened).key == key


async def test_lines_are_the_same_with_and_without_textual_s_second_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    app = TableApp(ListSource(rows(100)))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("j", "j")
        assert is_bare(app.table)
        bare = full_lines(app)
        monkeypatch.setattr("coordtui.widgets.lines.is_bare", lambda _: False)
        app.table.refresh()
        await pilot.pause()
        assert full_lines(app) == bare


async def test_a_framed_table_still_draws_its_frame() -> None:
    app = TableApp(ListSource(rows(100)))
    async with app.run_test(size=(60, 12)) as pilot:
        app.table.styles.border = ("round", "red")
        await pilot.pause()
        assert not is_bare(app.table)
        assert screen_text(app)[0].startswith("╭")
        await pilot.press("G")
        assert "Patient 99 " in screen_text(app)[line_with(app, "▸")]
        assert all(cell_len(line) == 60 for line in full_lines(app))


async def test_a_settings_file_s_key_moves_the_cursor() -> None:
    app = TableApp(ListSource(rows(100)))
    app.set_keymap({"table.down": "n,down"})
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("n", "down", "j")
        assert app.at() == 2


def bytes_to_draw(app: TableApp) -> int:
    """What the terminal would be sent for the lines that are to be drawn again."""
    screen = app.screen
    screen._compositor.update_widgets({app.table})
    update: Any = screen._compositor.render_update(screen_stack=app._background_screens)
    return len(update.render_segments(app.console).encode())


@pytest.mark.parametrize("count", [1_000, 50_000])
async def test_a_move_sends_few_bytes(count: int) -> None:
    app = TableApp(ListSource(rows(count)))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j")
        await pilot.pause()
        app.table.move_to(2)
        assert bytes_to_draw(app) <= 700
        await pilot.pause()
        app.table.action_page_down()
        assert bytes_to_draw(app) <= 11_000


async def test_a_source_may_be_given_before_the_table_is_on_a_screen() -> None:
    app = TableApp(ListSource())
    app.table.set_source(ListSource(rows(20)), keep="k7")
    app.table.set_marks({"k7"})
    app.table.set_sort("due")
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.pause()
        assert "▸●Patient 7 " in screen_text(app)[line_with(app, "▸")]
        assert "Due ▲" in screen_text(app)[0]
