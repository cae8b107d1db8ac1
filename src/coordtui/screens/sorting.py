"""Choosing the column by which a list is sorted."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult

from coordtui.screens.base import CoordDialog
from coordtui.widgets.columns import Column
from coordtui.widgets.text import Words, styled


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
