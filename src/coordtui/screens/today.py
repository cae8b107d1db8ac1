"""Today: the ranked queue, one row a person, with a preview beside it and every verb a key away."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical

from coordtui.casework import today as casework
from coordtui.models.codes import Ball
from coordtui.models.saved_view import ViewList
from coordtui.screens.base import CoordScreen
from coordtui.screens.beside import PAUSE, Beside
from coordtui.screens.bindings import bindings
from coordtui.screens.counts import Counts
from coordtui.screens.exporting import Exporting
from coordtui.screens.filter_line import FilterLine
from coordtui.screens.items import Items
from coordtui.screens.paging import REST
from coordtui.screens.preview import PreviewPane
from coordtui.screens.queue import COLUMNS, Queue, line
from coordtui.screens.queue_reading import QueueReading
from coordtui.screens.target import Target
from coordtui.screens.viewing import Viewing
from coordtui.screens.working import Working
from coordtui.widgets.filter_bar import FilterBar
from coordtui.widgets.table import STAY, VirtualTable

_NEEDS_OPEN: Final = frozenset({"done", "snooze", "edit"})
"""Where a row is done there is nothing for these; its person can still be opened, called, given a next step."""


class TodayScreen(Exporting, QueueReading, Beside, Viewing, Working, CoordScreen[None]):
    """Reads the queue, keeps its order still under the cursor, and lets `Working` act on the rows."""

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

    def body(self) -> ComposeResult:
        self._split(*self.app.size, update=False)  # once the panes are there, they would all be styled again
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
        self.table.rows_changed(persons)
        self._go(self._after(gone, came))
        self._say_marks()
        self.show_counts()
        if not self.queue.left and gone:
            self.say(f"{self.foot.status.said} · the queue is clear")
        self._show_preview(REST)

    def _after(self, gone: set[int], came: set[int]) -> int | None:
        """To whom the cursor goes: to who came, or on from a row with nothing left; None if it stays."""
        here = self.table.cursor_key
        if came and here not in came:
            return next(person for person in self.queue.order if person in came)
        return self.queue.next_open(here) if isinstance(here, int) and here in self.queue.settled else None

    def _go(self, person: Hashable) -> Hashable:
        """Put the cursor on that person's row, if there is one; returns whose row it stands on then."""
        if (place := self.queue.source.index_of(person)) is not None:
            self.table.move_to(place)
        return self.table.cursor_key

    async def finish(self, ids: Sequence[int], targets: Sequence[Target]) -> None:
        """From a row with nothing more the cursor goes on at once: a key pressed while the disk writes counts from
        there, and the next verb acts on what is seen. It comes back where nothing was finished.
        """
        here = there = self.table.cursor_key
        row = self.queue.row(here)
        if isinstance(here, int) and row and not (row.more or self.has_marks or self.items.is_open):
            there = self._go(self.queue.next_open(here))
        try:
            await super().finish(ids, targets)
        finally:
            if there != here and self.table.cursor_key == there and self.queue.row(here) is not None:
                self._go(here)

    async def returned(self) -> None:
        """Coming back sorts again."""
        self._unseen, self._stale = set(), False
        self.reload()

    def new_day(self) -> None:
        super().new_day()
        self.say("A new day has begun. r sorts the queue for it.", tone="warning")

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
        """The row under the cursor, or the item chosen after tab; where a row is done, the person without a step."""
        here = self.table.cursor_key
        row = self.queue.row(here)
        if row is None:
            done = self.queue.view(here)
            return None if done is None else Target(done.patient_id, done.patient, None, "", "", Ball.ME, done.phone)
        return self.items.target(row) if self.items.is_open else Target.of(row)

    def cannot(self, verb: str) -> str | None:
        if verb in ("mark", "mark_all") and self.items.is_open:
            return "Rows are marked, not items; tab goes back to the rows."
        reason, here = super().cannot(verb), self.table.cursor_key
        refused = verb == "mark" or (reason is not None and verb in _NEEDS_OPEN)
        if refused and self.queue.view(here) is not None and self.queue.row(here) is None:
            return "This row is done for today; u takes it back."
        return reason

    def why_no_target(self) -> str:
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
