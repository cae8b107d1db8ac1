"""Beside the queue: the preview that follows the cursor at rest, and the person's own items."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Final

from textual import events

from coordtui.casework.preview import Preview, preview
from coordtui.screens.base import Desked
from coordtui.screens.items import Items
from coordtui.screens.preview import PreviewPane
from coordtui.screens.queue import Queue
from coordtui.widgets.table import VirtualTable

BESIDE, TALL = 110, 24
PAUSE: Final = 0.06
"""Seconds that the cursor rests before the preview follows it."""


class Beside(Desked):
    """A screen with a `queue`, its `table`, and a pane beside or below it that holds `items` and a preview."""

    queue: Queue
    table: VirtualTable
    items: Items
    pane: PreviewPane
    preview: Preview | None = None
    shown: bool | None = None
    """Whether the pane was asked for by its key; None where its place decides."""
    _rests_until = 0.0
    _resting = False

    def on_virtual_table_moved(self, event: VirtualTable.Moved) -> None:  # a mixin has no `on` of Textual's
        if event.table is self.table:
            self._show_preview(PAUSE)

    def _show_preview(self, pause: float = 0) -> None:
        """Read the preview, after a pause in which a held key moves on: nobody reads what flies past."""
        self._rests_until = monotonic() + pause
        if self.table.cursor_key is None:
            self.preview = None
            self.pane.show(None, self.today, self.who)
        elif (self.items.is_open or self.pane_shown) and not (pause and self._resting):
            self.background("preview", self._follow_cursor)

    async def _follow_cursor(self) -> None:
        """One task for a run of moves: beginning one for each would cost more than the move."""
        self._resting = True
        try:
            while (left := self._rests_until - monotonic()) > 0:
                await asyncio.sleep(left)
        finally:
            self._resting = False
        if isinstance(person := self.table.cursor_key, int):
            self._preview_read(await self.ask(preview, person, self.today))

    @property
    def pane_shown(self) -> bool:
        return self.has_class("-beside") or self.has_class("-below")

    def _preview_read(self, preview: Preview) -> None:
        self.preview = preview
        self._draw_preview()

    def _draw_preview(self) -> None:
        if self.preview is not None:
            row = self.queue.row(self.preview.patient_id or 0)
            self.pane.show(self.preview, self.today, self.who, row.reasons if row is not None else ())
            if self.items.is_open:
                self.items.show(self.preview, self.today)

    def on_resize(self, event: events.Resize) -> None:
        self._arrange(event.size.width, event.size.height)

    def _arrange(self, width: int, height: int) -> None:
        self._split(width, height)
        self._show_preview()

    def _split(self, width: int, height: int, *, update: bool = True) -> None:
        """Beside the list where there is room, below it on a screen of the usual height, else not at all."""
        beside = width >= BESIDE
        below = not beside and (height >= TALL if self.shown is None else self.shown)
        self.set_class(beside and self.shown is not False, "-beside", update=update)
        self.set_class(below, "-below", update=update)

    def action_preview(self) -> None:
        self.shown = not self.pane_shown
        self._arrange(self.size.width, self.size.height)

    async def action_items(self) -> None:
        """Into the person's own items, and back."""
        if self.items.is_open:
            self._close_items()
            return
        person = self.table.cursor_key
        if isinstance(person, int):
            self._preview_read(await self.ask(preview, person, self.today))
            self.items.open(self.preview, self.today, self.queue.row(person))
            self.set_class(True, "-items", "-below" if self.size.width < BESIDE else "-beside")

    def _close_items(self) -> None:
        self.items.close()
        self.remove_class("-items")
        self.table.focus()
        self._arrange(self.size.width, self.size.height)
