"""The referral tracker: everything open under headings, how old, whose turn it is, and each next step a key away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from coordtui.casework.referral_tracker import GroupBy
from coordtui.casework.referral_views import Tracker, tracker
from coordtui.models.saved_view import ViewList
from coordtui.screens.base import CoordScreen
from coordtui.screens.exporting import Exporting
from coordtui.screens.filter_line import FilterLine
from coordtui.screens.keys import bindings
from coordtui.screens.narrowing import Narrowing
from coordtui.screens.referral_beside import Beside
from coordtui.screens.referral_groups import GROUPINGS, GroupDialog, titled
from coordtui.screens.referral_pane import ReferralPane
from coordtui.screens.referral_rows import TrackerRows, columns, sum_words
from coordtui.widgets.table import VirtualTable
from coordtui.widgets.text import Words


class ReferralsScreen(Exporting, Narrowing, Beside, CoordScreen[None]):
    """Rows keep their places while one works; r, another grouping or another filter sorts them anew."""

    CSS_PATH = "referral.tcss"
    page = "referrals"
    mode = "referrals"
    listed = "the open referrals"
    BINDINGS: ClassVar[list[BindingType]] = bindings("referrals")

    def __init__(self) -> None:
        super().__init__()
        self.group: GroupBy = GROUPINGS[0].name
        self.sum = Words("", id="sum")
        self.table = VirtualTable(columns(self.group), id="list")
        self.filter = FilterLine(ViewList.REFERRALS, "name, service, ball:recipient, due:overdue")
        self.pane = ReferralPane(id="pane")
        self.rows = TrackerRows(None, self.group, self.who, dt.date.min)
        self._found: Tracker | None = None
        self._wanted: Hashable | None = None
        self._from_top = True

    def body(self) -> ComposeResult:
        yield self.sum
        yield self.filter
        with Container(id="split"):
            yield self.table
            yield self.pane

    # Reading

    def start(self) -> None:
        self.table.empty = "Reading the referrals ..."
        self.reload()

    def reload(self) -> None:
        """Read and sort again; the cursor stays on its referral."""
        self._read(self.fill)

    def _read(self, show: Callable[[Tracker], None]) -> None:
        filter, group = self.filter.text, self.group
        self.read("tracker", tracker, self.today, filter=filter, group=group).then(show, self.problem)

    def fill(self, found: Tracker) -> None:
        """Show what was freshly sorted."""
        self._found = found
        self.table.set_columns(columns(self.group))
        rows, wanted, top = self._rows(), self._wanted, self._from_top
        self._wanted, self._from_top = None, not rows.count
        self._draw(rows, rows.first_heading if top and wanted is None else wanted)
        if top and self.table.cursor == 0:
            self.table.move_to(1)  # past the heading, which stays in sight

    def follow(self, found: Tracker) -> None:
        """Show what an act did, every row in its place."""
        self._found = found
        self._draw(self._rows(after=self.rows))

    def _rows(self, after: TrackerRows | None = None) -> TrackerRows:
        return TrackerRows(self._found, self.group, self.who, self.today, after)

    def _draw(self, rows: TrackerRows, keep: Hashable | None = None) -> None:
        self.rows = rows
        self.note_found(len(rows.views))
        narrowed = self.filter.text.strip()
        self.table.empty = (
            "Nothing matches. Esc in the line above shows all."
            if narrowed
            else "There are no open referrals. n makes one."
        )
        self.sum.update(sum_words(rows.views, titled(self.group)), layout=False)
        self.table.set_marks(self.table.marks & {row.work_id for row in rows.views})
        if keep is None:
            self.table.set_source(rows)
        else:
            self.table.set_source(rows, keep=keep)
        self.say_marks()
        self.show_pane()

    def redraw(self) -> None:
        self._draw(self._rows(after=self.rows))

    def new_day(self) -> None:
        super().new_day()
        self.reload()

    async def changed(self, patients: frozenset[int]) -> None:
        done = {row.work_id for row in self.rows.views if row.patient_id in patients}
        self.table.set_marks(self.table.marks - done)
        self._read(self.follow)

    async def returned(self) -> None:
        """Coming back sorts again."""
        self._unseen, self._stale = set(), False
        self.reload()

    # Grouping

    def action_group(self) -> None:
        def chosen(name: GroupBy | None) -> None:
            if name:
                self.group, self._from_top = name, True
                self.reload()

        self.app.push_screen(GroupDialog(self.group), chosen)

    def say_marks(self) -> None:
        self.always(f"{len(self.table.marks)} marked" if self.table.marks else "")

    def peel(self) -> bool:
        return self.unmark() or super().peel()

    def place(self) -> dict[str, Any]:
        row = self.row()
        return {"row": row.work_id if row is not None else None, "group": self.group}

    def restore(self, place: Mapping[str, Any]) -> None:
        row = place.get("row")
        self._wanted = row if isinstance(row, int) else None
        self.group = next((one.name for one in GROUPINGS if one.name == place.get("group")), self.group)
        if self.is_attached:
            self.reload()

    def made(self, referral_id: int | None) -> None:
        """The cursor goes to it, unless the filter hides it."""
        if referral_id is not None:
            self._wanted = referral_id
            self.reload()

    async def on_virtual_table_opened(self, event: VirtualTable.Opened | None = None) -> None:
        if event is not None:
            event.prevent_default()  # else the base's handler opens the chart
            await self.action_verb("referrals.detail")
