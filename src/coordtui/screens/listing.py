"""A long list of rows that are alike: narrowed as you type, read by the page, each row with its verbs."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult

from coordtui.casework.windows import Window
from coordtui.models.saved_view import ViewList
from coordtui.screens.base import CoordScreen
from coordtui.screens.filter_line import FilterLine
from coordtui.screens.narrowing import Narrowing
from coordtui.screens.paging import Paging
from coordtui.widgets.rows import PagedSource
from coordtui.widgets.table import STAY, Column, Row, VirtualTable
from coordtui.widgets.text import Words


class Listing(Narrowing, Paging, CoordScreen[None]):
    """Subclasses name the readings (`opening`, and `paging` for its pages) and turn a row into a line."""

    columns: ClassVar[Sequence[Column]] = ()
    opening: ClassVar[Callable[..., Window[Any]]]
    placeholder: ClassVar[str] = "name or words"
    no_match: ClassVar[str] = "Nothing matches. Esc in the line above shows all."
    nothing: ClassVar[str] = ""
    """What stands there when there is no row at all."""

    def __init__(self) -> None:
        super().__init__()
        self.sum = Words("", id="sum")
        self.table = VirtualTable(self.columns, id="list")
        self.filter = FilterLine(ViewList(self.page), self.placeholder)
        self.rows = self._paged(Window(array("q"), 0, ()))
        self._wanted: int | None = None
        """The key for which the cursor waits."""

    def body(self) -> ComposeResult:
        yield self.sum
        yield self.filter
        yield self.table

    def line(self, row: Any, today: dt.date) -> Row:
        """A row as a line; its key is the list's."""
        raise NotImplementedError

    def sum_up(self) -> None:
        """Say above the list what its rows come to."""

    def order(self) -> dict[str, Any]:
        """What `opening` takes besides the day, the filter and the place."""
        return {}

    def start(self) -> None:
        self.table.empty = "Reading ..."
        self.reload()

    def reload(self) -> None:
        """Read again; the cursor stays on its row."""
        self.begin()
        self.rows_asked(self.filter.text, self._wanted)
        key = self.table.cursor_key if self._wanted is None else self._wanted
        self.read(
            self.page,
            type(self).opening,
            self.today,
            filter=self.filter.text,
            about=key,
            at=self.table.cursor,
            sight=self.sight,
            **self.order(),
        ).then(self.fill, self.problem)

    def fill(self, window: Window[Any]) -> None:
        self.rows = self._paged(window)
        self.note_found(self.rows.count)
        self.table.empty = self.no_match if self.filter.text.strip() else self.nothing
        wanted, self._wanted = self._wanted, None
        self.table.set_source(self.rows, keep=STAY if wanted is None else wanted)
        self.rows_read()
        self.sum_up()
        self.one_repaint()
        self.call_after_refresh(self.look_ahead)

    def redraw(self) -> None:
        self.table.set_source(self.rows)

    def _paged(self, window: Window[Any]) -> PagedSource[Any]:
        today = self.today  # asked once: the clock reckons it from the moment, for every line
        rows = PagedSource[Any](window.keys, lambda row: self.line(row, today))
        rows.put(window.start, window.rows)
        return rows

    def new_day(self) -> None:
        super().new_day()
        self.reload()

    async def changed(self, patients: frozenset[int]) -> None:
        self.reload()

    def place(self) -> dict[str, Any]:
        return {"row": self.table.cursor_key}

    def restore(self, place: Mapping[str, Any]) -> None:
        row = place.get("row")
        self._wanted = row if isinstance(row, int) else None
        if self.is_attached:
            self.reload()
