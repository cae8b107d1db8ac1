"""Where the tracker's pane stands, and that it follows the cursor."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Final

from textual import events

from coordtui.casework.referral_tracker import Group, oldest
from coordtui.casework.referral_views import ReferralDetail, detail
from coordtui.screens.referral_pane import ReferralPane, group_lines
from coordtui.screens.referral_standing import Standing
from coordtui.widgets.table import VirtualTable

BESIDE, TALL = 100, 22
PAUSE: Final = 0.06
"""Seconds that the cursor rests before the pane follows it."""


class Beside(Standing):
    """Beside the list where there is room, below it on a screen of the usual height, else not at all; p decides."""

    pane: ReferralPane
    shown: bool | None = None

    def on_virtual_table_moved(self, event: VirtualTable.Moved) -> None:  # a mixin has no `on` of Textual's
        if event.table is self.table:
            self.show_pane(PAUSE)

    def show_pane(self, pause: float = 0) -> None:
        row, group = self.row(), self.heading()
        if row is not None:
            if self.pane_shown:
                self.read("pane", detail, row.work_id, self.today).then(self._pane_read, after=pause)
        elif group is not None:
            keys = self.rows.within(group.heading.code)
            self.read("pane", oldest, keys).then(partial(self._oldest_read, group), after=pause)
        else:
            self.leave("pane")
            self.pane.put(())

    def _oldest_read(self, group: Group, since: dt.date | None) -> None:
        if self.row() is None:
            self.pane.put(group_lines(group, since, self.today))

    def _pane_read(self, found: ReferralDetail) -> None:
        if (row := self.row()) is not None and row.work_id == found.referral_id:
            self.pane.show(found, self.today, self.who)

    @property
    def pane_shown(self) -> bool:
        return self.has_class("-beside") or self.has_class("-below")

    def on_resize(self, event: events.Resize) -> None:
        self._place_pane(event.size.width, event.size.height)

    def _place_pane(self, width: int, height: int) -> None:
        beside = width >= BESIDE
        self.set_class(beside and self.shown is not False, "-beside")
        self.set_class(not beside and (height >= TALL if self.shown is None else self.shown), "-below")
        self.show_pane()

    def action_preview(self) -> None:
        self.shown = not self.pane_shown
        self._place_pane(self.size.width, self.size.height)
