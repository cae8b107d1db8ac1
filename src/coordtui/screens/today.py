"""Today: the ranked queue, one row a person, with a preview beside it and every verb a key away."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from time import monotonic
from typing import Any, ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical

from coordtui.casework import today as casework
from coordtui.casework.preview import Preview, preview
from coordtui.models.saved_view import ViewList
from coordtui.screens.base import CoordScreen
from coordtui.screens.counts import Counts
from coordtui.screens.exporting import Exporting
from coordtui.screens.filter_line import FilterLine
from coordtui.screens.items import Items
from coordtui.screens.keys import bindings
from coordtui.screens.paging import REST
from coordtui.screens.preview import PreviewPane
from coordtui.screens.queue import COLUMNS, Queue, line
from coordtui.screens.queue_reading import QueueReading
from coordtui.screens.target import Target
from coordtui.screens.viewing import Viewing
from coordtui.screens.working import Working
from coordtui.widgets.filter_bar import FilterBar
from coordtui.widgets.table import STAY, VirtualTable

BESIDE, TALL = 110, 24
PAUSE: Final = 0.06
"""Seconds that the cursor rests before the preview follows it."""


class TodayScreen(Exporting, QueueReading, Viewing, Working, CoordScreen[None]):
    """Reads the queue, keeps its order still under the cursor, and lets `Working` act on the rows."""

    CSS_PATH = "today.tcss"
    page = "today"
    mode = "today"
    listed = "today's queue"
    BINDINGS: ClassVar[list[BindingType]] = bindings("today")

    def __init__(self) -> None:
        super().__init__()
        self.queue = Queue(lambda row, settled: line(row, settled, self.who(row.patient), self.today))
        self.counts = Counts()
        self.table = VirtualTable(COLUMNS, id="list")
        self.items = Items()
        self.pane = PreviewPane(id="preview")
        self.filter = FilterLine(ViewList.TODAY, "name, words, risk:high, due:today, lang:es")
        self.preview: Preview | None = None
        self.shown: bool | None = None
        self._rests_until, self._resting = 0.0, False

    def body(self) -> ComposeResult:
        yield self.counts
        yield self.filter
        with Container(id="split"):
            yield self.table
            with Vertical(id="pane"):
                yield self.items
                yield self.pane

    def start(self) -> None:
        self.table.empty = "Reading the queue ..."
        self.reload()

    def sorted_anew(self) -> None:
        self._say_marks()
        self._show_preview(PAUSE if self.filter.is_open else REST)

    def draw(self, *, keep: int | None = None) -> None:
        """Draw the rows that are known, in the order of the last sort."""
        self.table.set_source(self.queue.source, keep=STAY if keep is None else keep)
        self._say_marks()

    def redraw(self) -> None:
        self.draw()
        self._draw_preview()

    # Following acts

    async def changed(self, patients: frozenset[int]) -> None:
        """Show what an act did: rows keep their places, the cursor goes on to what is still to do."""
        persons = {*patients, 0}
        rows = await self.ask(casework.rows_of, persons, self.today)
        narrowed = bool(self.filter.text.strip())
        known = {one: row for one, row in rows.items() if not narrowed or self.queue.source.index_of(one) is not None}
        gone, came = self.queue.follow(persons, known)
        self.table.set_marks(self.table.marks - gone - patients)
        self.draw(keep=self._after(gone, came))
        self.show_counts()
        if not self.queue.left and gone:
            self.say(f"{self.foot.status.said} · the queue is clear")
        self._show_preview(REST)

    def _after(self, gone: set[int], came: set[int]) -> int | None:
        here = self.table.cursor_key
        if came and here not in came:
            return next(person for person in self.queue.order if person in came)
        return self.queue.next_open(here) if isinstance(here, int) and here in self.queue.settled else None

    async def returned(self) -> None:
        """Coming back sorts again."""
        self._unseen, self._stale = set(), False
        self.reload()

    def new_day(self) -> None:
        super().new_day()
        self.say("A new day has begun. r sorts the queue for it.", tone="warning")

    # The preview and the person's own items

    @on(VirtualTable.Moved, "#list")
    def _moved(self) -> None:
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
        """Beside the list where there is room, below it on a screen of the usual height, else not at all."""
        beside = width >= BESIDE
        below = not beside and (height >= TALL if self.shown is None else self.shown)
        self.set_class(beside and self.shown is not False, "-beside")
        self.set_class(below, "-below")
        self._show_preview()

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

    # Narrowing, marking, moving on

    def action_narrow(self) -> None:
        self.filter.open()

    @on(FilterBar.Changed)
    def _narrowed(self) -> None:
        self.reload()

    @on(FilterBar.Closed)
    def _narrowing_over(self, event: FilterBar.Closed) -> None:
        self.table.focus()
        if event.restore:
            self.reload()

    def action_mark(self) -> None:
        self.table.toggle_mark()
        self._say_marks()

    def action_mark_all(self) -> None:
        everyone = set(self.queue.order) - self.queue.settled
        self.table.set_marks(() if self.table.marks >= everyone else everyone)
        self._say_marks()

    def _say_marks(self) -> None:
        self.always(f"{len(self.table.marks)} marked" if self.table.marks else "")

    def action_refresh(self) -> None:
        self.say("Sorted.")
        self.reload()

    def step_back(self) -> bool:
        if self.items.is_open:
            self._close_items()
            return True
        return False

    def peel(self) -> bool:
        if self.step_back():
            return True
        if self.table.marks:
            self.table.set_marks(())
            self._say_marks()
        elif self.filter.is_open or self.filter.text:
            self.filter.action_restore()
        else:
            return False
        return True

    def place(self) -> dict[str, Any]:
        return {"person": self.table.cursor_key}

    def restore(self, place: Mapping[str, Any]) -> None:
        person = place.get("person")
        self._wanted = person if isinstance(person, int) else None
        if self.queue.source.count:
            self.draw(keep=self._wanted)

    # What `Working` acts on

    def target(self) -> Target | None:
        """The row under the cursor, or the item chosen after tab."""
        row = self.queue.row(self.table.cursor_key)
        if row is None:
            return None
        return self.items.target(row) if self.items.is_open else Target.of(row)

    def cannot(self, verb: str) -> str | None:
        if verb in ("mark", "mark_all") and self.items.is_open:
            return "Rows are marked, not items; tab goes back to the rows."
        return super().cannot(verb)

    def why_no_target(self) -> str:
        if self.table.cursor_key in self.queue.settled:
            return "This row is done for today; u takes it back."
        if self.queue.source.lacks(self.table.cursor, self.table.cursor + 1):
            return "This row is still being read."
        return "There is nobody in the list." if not self.queue.order else "There is no item here."

    @property
    def has_marks(self) -> bool:
        return bool(self.table.marks)

    async def marked(self) -> tuple[Target, ...]:
        marks = {person for person in self.table.marks if isinstance(person, int)}
        rows = await self.ask(casework.rows_of, marks, self.today)
        return tuple(Target.of(rows[person]) for person in self.queue.order if person in rows)
