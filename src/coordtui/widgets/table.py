"""A table of one line a row that costs the same at 1,000 rows and at 100,000.

It draws only what is on the screen, and a cursor move draws two lines. Rows come from a `RowSource`.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message

from coordtui.widgets.columns import Cell, Column, Row
from coordtui.widgets.lines import Lines
from coordtui.widgets.rows import ListSource, PagedSource, RowSource

__all__ = ["Cell", "Column", "ListSource", "PagedSource", "Row", "RowSource", "VirtualTable"]

STAY: Final = object()
"""Keep the cursor on its row, or at its place when that row is gone."""


class VirtualTable(Lines, can_focus=True):
    """Rows in; `Moved`, `Opened`, `SortRequested` and `NeedRows` out."""

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
        """The cursor stands on another row; `key` is None on an empty table."""

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
        """Rows start..end-1 are wanted on the screen and not at hand. Whole pages, asked for once."""

        start: int
        end: int

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
        self._draw_all()
        self._ask()
        if (self.cursor_key, self.cursor) != (old_key, old_index):
            self.post_message(self.Moved(self, self.cursor_key, self.cursor))

    def rows_arrived(self, start: int, end: int) -> None:
        """The source now has rows start..end-1: draw those on the screen."""
        self._asked = None
        self._forget(range(start, end))
        self._redraw(range(start, end))
        self._ask()

    def rows_changed(self, keys: Collection[Hashable]) -> None:
        """The source has other rows of these keys, or more rows at its end: draw what of them is on the screen."""
        size = Size(0, self.source.count + 1)
        if size != self.virtual_size:
            self.virtual_size = size
            self._draw_all()
        self._redraw_keys(keys)
        self._ask()

    def set_marks(self, keys: Collection[Hashable]) -> None:
        """Show the mark's glyph on these rows (besides rows that say so themselves)."""
        changed = self.marks ^ frozenset(keys)
        self.marks = frozenset(keys)
        self._redraw_keys(changed)

    def toggle_mark(self) -> frozenset[Hashable]:
        """Mark or unmark the row under the cursor, step down, and return all marks."""
        if (key := self.cursor_key) is not None:
            self.set_marks(self.marks ^ {key})
            self.move_to(self.cursor + 1)
        return self.marks

    def set_sort(self, column_id: str | None, descending: bool = False) -> None:
        """Show ▲ or ▼ at a column's title; the rows are the source's business."""
        sort = None if column_id is None else (column_id, descending)
        if sort != self.sort:
            self.sort, self._header = sort, None
            self._draw_lines(0, 1)

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
            self._redraw((old, new))
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
        at = event.get_content_offset(self)
        if at is None:  # on a frame
            return
        if at.y == 0:
            for spot in self._placed:
                if spot.x <= at.x < spot.x + spot.width and spot.column.sortable:
                    self.post_message(self.SortRequested(self, spot.column.id))
            return
        index = self.scroll_offset.y + at.y - 1
        if index < self.source.count:
            self.move_to(index)
            if event.chain == 2:
                self.action_open()

    def _need(self, start: int, end: int) -> None:
        self.post_message(self.NeedRows(self, start, end))
