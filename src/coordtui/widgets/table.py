"""A table of one line a row that costs the same at 1,000 rows and at 100,000.

It draws only what is on the screen, and a cursor move draws two lines. Rows come from a `RowSource`.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from coordtui.widgets.columns import Cell, Column, Placed, Row, place
from coordtui.widgets.paint import PARTS, Look, paint_header, paint_row, paint_words
from coordtui.widgets.rows import PAGE, ListSource, PagedSource, RowSource

__all__ = ["Cell", "Column", "ListSource", "PagedSource", "Row", "RowSource", "VirtualTable"]

STAY: Final = object()
"""Keep the cursor on its row, or at its place when that row is gone."""


class VirtualTable(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows in; `Moved`, `Opened`, `SortRequested` and `NeedRows` out."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"table--{part}" for part in PARTS}
    DEFAULT_CSS = """
    VirtualTable {
        height: 1fr; background: $surface; overflow-x: hidden; overflow-y: auto;
        scrollbar-size-vertical: 1; scrollbar-gutter: stable;
    }
    VirtualTable > .table--header { background: $panel; color: $text; text-style: bold; }
    VirtualTable > .table--odd { background: $boost; }
    VirtualTable > .table--cursor {
        background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground; text-style: bold;
    }
    VirtualTable:focus > .table--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    VirtualTable:nocolor > .table--cursor, VirtualTable:ansi > .table--cursor {
        background: $surface; color: $text; text-style: bold underline;
    }
    VirtualTable:nocolor:focus > .table--cursor, VirtualTable:ansi:focus > .table--cursor {
        background: $surface; color: $text; text-style: bold reverse;
    }
    VirtualTable:ansi > .table--header { text-style: bold underline; }
    VirtualTable > .table--danger { color: $text-error; text-style: bold; }
    VirtualTable > .table--warning { color: $text-warning; }
    VirtualTable > .table--good { color: $text-success; }
    VirtualTable > .table--muted, VirtualTable > .table--empty { color: $text-muted; }
    VirtualTable > .table--strong { text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "cursor_down", "Next row", show=False, id="table.down"),
        Binding("up,k", "cursor_up", "Row before", show=False, id="table.up"),
        Binding("pagedown", "page_down", "Page down", show=False, id="table.page_down"),
        Binding("pageup", "page_up", "Page up", show=False, id="table.page_up"),
        Binding("home,g", "first", "First row", show=False, id="table.first"),
        Binding("end,G", "last", "Last row", show=False, id="table.last"),
        Binding("enter", "open", "Open", show=False, id="table.open"),
    ]

    @dataclass
    class TableMessage(Message):
        table: VirtualTable

        @property
        def control(self) -> VirtualTable:
            return self.table

    @dataclass
    class Moved(TableMessage):
        """The cursor stands on another row; `key` is None on an empty table or a row not yet fetched."""

        key: Hashable | None
        index: int

    @dataclass
    class Opened(TableMessage):
        """Enter or a double click."""

        key: Hashable

    @dataclass
    class SortRequested(TableMessage):
        """A click on a column's title."""

        column_id: str

    @dataclass
    class NeedRows(TableMessage):
        """Rows start..stop-1 are wanted on the screen and not at hand. Whole pages, asked for once."""

        start: int
        stop: int

    def __init__(
        self,
        columns: Sequence[Column],
        source: RowSource | None = None,
        *,
        empty: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.columns = tuple(columns)
        self.source: RowSource = source or ListSource()
        self.cursor = 0
        self.empty = empty
        self.sort: tuple[str, bool] | None = None
        self.marks: frozenset[Hashable] = frozenset()
        self._placed: tuple[Placed, ...] = ()
        self._look: Look | None = None
        self._strips: LRUCache[tuple[int, bool], Strip] = LRUCache(512)
        self._asked: tuple[int, int] | None = None
        self.virtual_size = Size(0, self.source.count + 1)

    # What the screen asks and tells

    @property
    def cursor_key(self) -> Hashable | None:
        """The key under the cursor; None when the table is empty or the row has not arrived."""
        row = self._row(self.cursor)
        return None if row is None else row.key

    def set_source(self, source: RowSource, *, keep: Hashable | object = STAY, at: int | None = None) -> None:
        """Show other rows, with the cursor on the row `keep` (the same row as before, unless told).

        If that row is gone, the cursor stays at its place, or goes to `at`. `keep=None` means the first row.
        The cursor's line on the screen does not move if it need not.
        """
        old_key, old_index, line = self.cursor_key, self.cursor, self.cursor - self.scroll_offset.y
        wanted = old_key if keep is STAY else keep
        self.source = source
        index = None if wanted is None else source.index_of(wanted)
        if index is None:
            index = at if at is not None else 0 if keep is None else old_index
        self.cursor = max(0, min(index, source.count - 1))
        self._asked = None
        self._strips.clear()
        self.virtual_size = Size(0, source.count + 1)
        self._scroll_near(self.cursor - line)
        self.refresh()
        self._ask()
        if (self.cursor_key, self.cursor) != (old_key, old_index):
            self.post_message(self.Moved(self, self.cursor_key, self.cursor))

    def rows_arrived(self, start: int, stop: int) -> None:
        """The source now has rows start..stop-1: draw those on the screen."""
        self._asked = None
        self._redraw(range(start, stop))
        self._ask()
        if start <= self.cursor < stop:
            self.post_message(self.Moved(self, self.cursor_key, self.cursor))

    def set_marks(self, keys: Collection[Hashable]) -> None:
        """Show the mark's glyph on these rows (besides rows that say so themselves)."""
        changed = self.marks ^ frozenset(keys)
        self.marks = frozenset(keys)
        self._redraw([i for i in self._on_screen() if (row := self._row(i)) is not None and row.key in changed])

    def toggle_mark(self) -> frozenset[Hashable]:
        """Mark or unmark the row under the cursor, step down, and return all marks."""
        if (key := self.cursor_key) is not None:
            self.set_marks(self.marks ^ {key})
            self.move_to(self.cursor + 1)
        return self.marks

    def set_sort(self, column_id: str | None, descending: bool = False) -> None:
        """Show ▲ or ▼ at a column's title; the rows are the source's business."""
        self.sort = None if column_id is None else (column_id, descending)
        self.refresh(Region(0, 0, self.size.width, 1))

    def set_columns(self, columns: Sequence[Column]) -> None:
        self.columns = tuple(columns)
        self._fit_columns()

    def move_to(self, index: int, *, scroll_by: int = 0) -> None:
        """Put the cursor on a row. Draws two lines, or the screen if it has to scroll."""
        new = max(0, min(index, self.source.count - 1))
        if new == self.cursor or not self.source.count:
            return
        old, self.cursor = self.cursor, new
        if not self._scroll_near(self.scroll_offset.y + scroll_by):
            self._redraw((old, new), keep=True)
        self.post_message(self.Moved(self, self.cursor_key, new))

    # Keys and mouse

    def action_cursor_down(self) -> None:
        self.move_to(self.cursor + 1)

    def action_cursor_up(self) -> None:
        self.move_to(self.cursor - 1)

    def action_page_down(self) -> None:
        self.move_to(self.cursor + self._height, scroll_by=self._height)

    def action_page_up(self) -> None:
        self.move_to(self.cursor - self._height, scroll_by=-self._height)

    def action_first(self) -> None:
        self.move_to(0)

    def action_last(self) -> None:
        self.move_to(self.source.count - 1)

    def action_open(self) -> None:
        if (key := self.cursor_key) is not None:
            self.post_message(self.Opened(self, key))

    def on_click(self, event: events.Click) -> None:
        if event.y == 0:
            for spot in self._placed:
                if spot.x <= event.x < spot.x + spot.width and spot.column.sortable:
                    self.post_message(self.SortRequested(self, spot.column.id))
            return
        index = self.scroll_offset.y + event.y - 1
        if index < self.source.count:
            self.move_to(index)
            if event.chain == 2:
                self.action_open()

    # Drawing

    @property
    def _height(self) -> int:
        """Lines for rows, below the header."""
        return max(1, self.size.height - 1)

    def _on_screen(self) -> range:
        top = self.scroll_offset.y
        return range(top, min(top + self._height, self.source.count))

    def _row(self, index: int) -> Row | None:
        if not 0 <= index < self.source.count:
            return None
        return self.source.window(index, index + 1)[0]

    def _scroll_near(self, top: int) -> bool:
        """Scroll to `top`, or as near to it as shows the cursor. False if nothing moved."""
        top = max(self.cursor - self._height + 1, min(top, self.cursor))
        top = max(0, min(top, self.source.count - self._height))
        if top == self.scroll_offset.y or not self.size:
            return False
        self.scroll_to(y=top, animate=False, immediate=True, force=True)
        return True

    def _redraw(self, indexes: Collection[int], *, keep: bool = False) -> None:
        shown = self._on_screen()
        for index in shown if len(indexes) > len(shown) else indexes:
            if not keep:
                self._strips.discard((index, True))
                self._strips.discard((index, False))
            if index in shown and index in indexes:
                self.refresh(Region(0, index - shown.start + 1, self.size.width, 1))

    def _ask(self) -> None:
        """Ask once for the pages that the screen lacks."""
        shown = self._on_screen()
        if not self.size or not shown:
            return
        rows = self.source.window(shown.start, shown.stop)
        missing = [shown.start + i for i, row in enumerate(rows) if row is None]
        if not missing:
            return
        pages = (missing[0] // PAGE * PAGE, min(self.source.count, (missing[-1] // PAGE + 1) * PAGE))
        if pages != self._asked:
            self._asked = pages
            self.post_message(self.NeedRows(self, *pages))

    def _fit_columns(self) -> None:
        self._placed = place(self.columns, self.size.width)
        self._strips.clear()
        self.refresh()

    def on_resize(self) -> None:
        self._fit_columns()
        self._scroll_near(self.scroll_offset.y)
        self._ask()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._ask()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._look = None
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if self._look is None:
            self._look = Look.of(self.get_component_rich_style)
        if y == 0:
            return paint_header(self._placed, width, self._look, self.sort)
        index = self.scroll_offset.y + y - 1
        if index >= self.source.count:
            return paint_words(self.empty if not self.source.count and y == 2 else "", width, self._look)
        cursor = index == self.cursor
        strip = self._strips.get((index, cursor))
        if strip is None:
            strip = self._strips[index, cursor] = self._paint(index, cursor, width, self._look)
        return strip

    def _paint(self, index: int, cursor: bool, width: int, look: Look) -> Strip:
        row = self._row(index)
        marked = row is not None and (row.marked or row.key in self.marks)
        return paint_row(row, self._placed, width, look, index=index, cursor=cursor, marked=marked)
