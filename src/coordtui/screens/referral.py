"""The referral tracker: everything open under headings, how old, whose turn it is, and each next step a key away."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from coordtui.casework import referral_tracker as casework
from coordtui.casework.referral_groups import GroupBy
from coordtui.casework.referral_tracker import Opening, Sums
from coordtui.casework.windows import Window
from coordtui.models.saved_view import ViewList
from coordtui.screens.base import CoordScreen
from coordtui.screens.bindings import bindings
from coordtui.screens.exporting import Exporting
from coordtui.screens.filter_line import FilterLine
from coordtui.screens.narrowing import Narrowing
from coordtui.screens.paging import PAUSE, REST, Paging
from coordtui.screens.referral_beside import Beside
from coordtui.screens.referral_groups import GROUPINGS, GroupDialog, titled
from coordtui.screens.referral_pane import ReferralPane
from coordtui.screens.referral_rows import TrackerRows, columns, sum_words
from coordtui.widgets.table import STAY, VirtualTable
from coordtui.widgets.text import Words

_NONE: Final = Opening(Window(array("q"), 0, ()), {})


class ReferralsScreen(Exporting, Narrowing, Paging, Beside, CoordScreen[None]):
    """Rows keep their places while one works; r, another grouping or another filter sorts them anew."""

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
        self.rows = TrackerRows(_NONE, self.group, self.who, dt.date.min)
        self._wanted: int | None = None
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

    def _read(self, show: Callable[[Opening], None], after: Sequence[int] = ()) -> None:
        self.begin()
        self.rows_asked(self.filter.text, self.group, self._wanted)
        key = self.table.cursor_key if self._wanted is None else self._wanted
        self.read(
            "tracker",
            casework.opening,
            self.today,
            filter=self.filter.text,
            group=self.group,
            about=key if isinstance(key, int) else None,
            at=self.table.cursor,
            sight=self.sight,
            after=after,
        ).then(show, self.problem)

    def page_of(self, keys: Sequence[int]) -> partial[Any]:
        return partial(casework.page, keys=keys, on=self.today, group=self.group)

    def fill(self, found: Opening) -> None:
        """Show what was freshly sorted."""
        self.table.set_columns(columns(self.group))
        wanted, top = self._wanted, self._from_top
        keys = found.window.keys
        self._wanted, self._from_top = None, not keys
        self._draw(found, keys[0] if keys and top and wanted is None else wanted)
        if top and self.table.cursor == 0:
            self.table.move_to(1)  # past the heading, which stays in sight

    def _draw(self, found: Opening, keep: int | None = None) -> None:
        self.rows = TrackerRows(found, self.group, self.who, self.today, self.rows.late)
        self.note_found(self.rows.count)
        narrowed = self.filter.text.strip()
        self.table.empty = (
            "Nothing matches. Esc in the line above shows all."
            if narrowed
            else "There are no open referrals. n makes one."
        )
        self.table.set_marks(self.table.marks.intersection(self.rows.referrals()))
        self.table.set_source(self.rows.source, keep=STAY if keep is None else keep)
        self.rows_read()
        self.say_marks()
        self.show_pane()
        self.one_repaint()
        pause = PAUSE if self.filter.is_open else REST
        self.read("sums", casework.sums, self.today, [*self.rows.referrals()]).then(self._summed, after=pause)
        self.call_after_refresh(self.look_ahead)

    def _summed(self, sums: Sums) -> None:
        """What all come to is counted after the rows are drawn."""
        self.rows.late = sums.late
        self.sum.update(sum_words(sums, titled(self.group)), layout=False)
        self.table.set_source(self.rows.source)

    def redraw(self) -> None:
        self.table.set_source(self.rows.source)
        self.show_pane()

    def new_day(self) -> None:
        super().new_day()
        self.reload()

    async def changed(self, patients: frozenset[int]) -> None:
        """Show what an act did, every row in its place; what it was done to is marked no more."""
        if self.table.marks:
            self.table.set_marks(self.table.marks - await self.ask(casework.keys_of, patients))
        self._read(self._draw, after=self.rows.keys)

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
        key = self.table.cursor_key
        return {"row": key if isinstance(key, int) and key > 0 else None, "group": self.group}

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
