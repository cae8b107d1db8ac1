"""Long lists that are sorted by one of their columns, and the box that chooses it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult

from coordtui.casework.windows import Window
from coordtui.screens.base import CoordDialog
from coordtui.screens.listing import Listing
from coordtui.widgets.columns import Column
from coordtui.widgets.table import VirtualTable
from coordtui.widgets.text import Words, styled


class Sorting(Listing):
    """A list whose `opening` takes `sort` and `descending`; a click on a title, or z, sorts by another column."""

    highest_first: ClassVar[Collection[str]] = ()
    """Columns of which the first wish is the greatest value."""

    def __init__(self) -> None:
        super().__init__()
        self.sort: tuple[str, bool] = (self.columns[0].id, False)

    def order(self) -> dict[str, Any]:
        column, descending = self.sort
        return {**super().order(), "sort": column, "descending": descending}

    def fill(self, window: Window[Any]) -> None:
        self.table.set_sort(*self.sort)
        super().fill(window)

    def sort_by(self, column: str) -> None:
        """Sort by a column; by the same one again turns it round."""
        self.sort = (column, not self.sort[1] if column == self.sort[0] else column in self.highest_first)
        self.reload()

    @on(VirtualTable.SortRequested)
    def _title_clicked(self, event: VirtualTable.SortRequested) -> None:
        self.sort_by(event.column_id)

    def action_sort(self) -> None:
        def chosen(column: str | None) -> None:
            if column:
                self.sort_by(column)

        self.app.push_screen(SortDialog(self.columns, *self.sort), chosen)

    def place(self) -> dict[str, Any]:
        return {**super().place(), "sort": list(self.sort)}

    def restore(self, place: Mapping[str, Any]) -> None:
        sort = place.get("sort")
        if isinstance(sort, list) and len(sort) == 2 and sort[0] in {column.id for column in self.columns}:
            self.sort = (str(sort[0]), bool(sort[1]))
        super().restore(place)


class SortDialog(CoordDialog[str]):
    """One number a column; the result is the column's id. The same column again turns the order round."""

    def __init__(self, columns: Sequence[Column], sorted_by: str, descending: bool) -> None:
        super().__init__("Sort by")
        self.columns = [column for column in columns if column.sortable][:9]
        self.sorted_by, self.descending = sorted_by, descending

    def body(self) -> ComposeResult:
        parts: list[str | tuple[str, str]] = []
        for number, column in enumerate(self.columns, 1):
            arrow = (" ▼" if self.descending else " ▲") if column.id == self.sorted_by else ""
            parts += [(f" {number}  ", "bold"), f"{column.title}{arrow}\n"]
        yield Words(styled(*parts, ("The same number again turns the order round.", "muted")))

    def on_key(self, event: events.Key) -> None:
        if event.character and event.character in "123456789"[: len(self.columns)]:
            event.stop()
            self.dismiss(self.columns[int(event.character) - 1].id)
