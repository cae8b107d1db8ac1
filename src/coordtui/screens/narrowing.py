"""Narrowing a list as you type, the same for every list but the queue."""

from __future__ import annotations

from coordtui.errors import CoordError, InvalidInput
from coordtui.screens.viewing import Viewing
from coordtui.widgets.filter_bar import FilterBar
from coordtui.widgets.table import VirtualTable


class Narrowing(Viewing):
    """A screen with a `filter`, a `table`, and a `reload` that reads with the filter's text."""

    filter: FilterBar
    table: VirtualTable
    _wrong = False

    def reload(self) -> None:
        raise NotImplementedError

    def note_found(self, count: int) -> None:
        """Say how many rows the filter lets through; what was wrong with it is wrong no more."""
        self.filter.note(f"{count:,} found" if self.filter.text.strip() else "")
        if self._wrong:
            self._wrong = False
            self.say("")

    def problem(self, error: CoordError) -> None:
        """A filter that is not understood leaves the list as it was; what would be understood stands below."""
        self.rows_read()
        if not isinstance(error, InvalidInput) or error.field != "filter":
            self.complain(error)
            return
        self._wrong = True
        self.filter.note(error.message, problem=True)
        self.say(error.hint or error.message, tone="warning")

    def action_narrow(self) -> None:
        self.filter.open()

    def on_filter_bar_changed(self) -> None:  # a mixin has no `on` of Textual's
        self.reload()

    def on_filter_bar_closed(self, event: FilterBar.Closed) -> None:
        self.table.focus()
        if event.restore:
            self.reload()

    def action_refresh(self) -> None:
        self.say("Read again.")
        self.reload()

    def peel(self) -> bool:
        if self.filter.is_open or self.filter.text:
            self.filter.action_restore()
            return True
        return False
