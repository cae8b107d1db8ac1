"""An outline: a table whose first column is indented, and in which a line can be written where it stands."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical

from coordtui.widgets.columns import Cell, Column, Row
from coordtui.widgets.in_place import Echo, InPlace
from coordtui.widgets.table import STAY, ListSource, VirtualTable

INDENT: Final = 2
"""Cells a level."""


def indented(depth: int, glyph: str, text: str) -> str:
    """The words of an outline's first column."""
    return f"{' ' * (INDENT * depth)}{glyph} {text}"


class OutlineTable(VirtualTable):
    """Enter says so on an empty outline too: there it begins the first line. Without the keys it hears no click."""

    def action_open(self) -> None:
        self.post_message(self.Opened(self, self.cursor_key))

    def on_click(self, event: events.Click) -> None:
        if not self.can_focus:
            event.prevent_default()


class Outline(Vertical):
    """Rows in; the table's messages and those of `InPlace` out. The line in place takes the row from its words on."""

    DEFAULT_CSS = """
    Outline { height: 1fr; layers: lines place; }
    Outline > VirtualTable { height: 1fr; layer: lines; }
    Outline > InPlace { layer: place; }
    Outline > InPlace .-wrong { color: $text-error; text-style: bold; }
    """

    def __init__(self, columns: Sequence[Column], *, empty: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self.table = OutlineTable(columns, empty=empty, id="outline")
        self.place = InPlace(self.table)
        self._depth = 0

    def compose(self) -> ComposeResult:
        yield self.table
        yield self.place

    def on_mount(self) -> None:
        self.watch(self.table, "scroll_y", self._lay, init=False)

    @property
    def is_writing(self) -> bool:
        return self.place.is_open

    def show(self, rows: Sequence[Row], *, keep: Hashable | object = STAY) -> None:
        """Show other rows, the cursor where it was or on the row `keep`."""
        self.table.set_source(ListSource(rows), keep=keep)
        if self.is_writing:
            self._lay()

    def write(
        self,
        text: str,
        *,
        depth: int,
        lead: str = "",
        placeholder: str = "",
        goes_on: bool = False,
        echo: Echo | None = None,
        anew: bool = False,
    ) -> None:
        """Fill in the row under the cursor; `depth` is where its words begin. With `anew`, typing replaces the text."""
        self._depth = depth
        self._lay()
        self.place.open(text, lead=lead, placeholder=placeholder, goes_on=goes_on, echo=echo, anew=anew)

    def shift(self, depth: int, lead: str) -> None:
        """The line that is being written moved with the cursor, or further in or out."""
        self._depth = depth
        self.place.lead(lead)
        self._lay()

    def _lay(self, *_: object) -> None:
        """Put the line over the cursor's row."""
        table = self.table
        x = next((spot.x for spot in table._placed if spot.index == 0), 2) + INDENT * self._depth
        x = min(x, max(0, self.size.width - 24))
        y = 1 + table.cursor - table.scroll_offset.y
        self.place.styles.offset = (x, y)
        self.place.styles.width = max(1, table.scrollable_content_region.width - x)

    @on(events.Resize)
    def _lay_again(self) -> None:
        self.call_after_refresh(self._lay)


__all__ = ["Cell", "Column", "InPlace", "Outline", "Row", "indented"]
