"""The pane of the directory: beside the list, below it, or away; it follows the cursor."""

from __future__ import annotations

from typing import Final

from textual import events

from coordtui.casework import directory as casework
from coordtui.casework.directory import EntryDetail, Kind
from coordtui.screens.base import Desked
from coordtui.screens.directory_lines import EntryPane
from coordtui.widgets.table import VirtualTable

BESIDE, TALL = 100, 22
PAUSE: Final = 0.06
"""Seconds that the cursor rests before the pane follows it."""


class BesideList(Desked):
    """A screen with a `pane` and an entry under the cursor (`here`)."""

    table: VirtualTable
    pane: EntryPane
    view: EntryDetail | None = None
    shown: bool | None = None
    """Whether the pane is wanted; None leaves it to the size of the screen."""

    def here(self) -> tuple[Kind, int] | None:
        raise NotImplementedError

    def on_virtual_table_moved(self, event: VirtualTable.Moved) -> None:  # a mixin has no `on` of Textual's
        if event.table is self.table:
            self.show_pane(PAUSE)

    def show_pane(self, pause: float = 0) -> None:
        """Read the entry under the cursor, after a pause in which a held key moves on."""
        here = self.here()
        if here is None:
            self.view = None
            self.draw_pane()
        elif self.pane_shown:
            self.read("entry", casework.entry, *here, self.today).then(self._read, after=pause)

    def _read(self, view: EntryDetail) -> None:
        self.view = view
        self.draw_pane()

    def draw_pane(self) -> None:
        self.pane.show(self.view, self.today, self.who)

    @property
    def pane_shown(self) -> bool:
        return self.has_class("-beside") or self.has_class("-below")

    def on_resize(self, event: events.Resize) -> None:
        self._arrange(event.size.width, event.size.height)

    def _arrange(self, width: int, height: int) -> None:
        """Beside the list where there is room, below it on a screen of the usual height, else not at all."""
        beside = width >= BESIDE and self.shown is not False
        self.set_class(beside, "-beside")
        self.set_class(not beside and (height >= TALL if self.shown is None else self.shown), "-below")
        self.show_pane()

    def action_preview(self) -> None:
        self.shown = not self.pane_shown
        self._arrange(self.size.width, self.size.height)
