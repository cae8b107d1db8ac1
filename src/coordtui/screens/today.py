"""Today: the ranked queue, one row a person, with a preview beside it and every verb a key away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical

from coordtui.casework import today as casework
from coordtui.casework.preview import Preview, preview
from coordtui.casework.ranking import refresh
from coordtui.casework.today import Today
from coordtui.errors import CoordError
from coordtui.screens.base import CoordScreen
from coordtui.screens.counts import Counts
from coordtui.screens.exporting import Exporting
from coordtui.screens.items import Items
from coordtui.screens.keys import bindings
from coordtui.screens.preview import PreviewPane
from coordtui.screens.queue import COLUMNS, Queue, QueueSource
from coordtui.screens.target import Target
from coordtui.screens.working import Working
from coordtui.widgets.filter_bar import FilterBar
from coordtui.widgets.table import VirtualTable

FIRST: Final = 100
"""Rows read before the rest, so that a long queue shows at once."""
BESIDE, TALL = 110, 24
PAUSE: Final = 0.06
"""Seconds that the cursor rests before the preview follows it."""


class TodayScreen(Exporting, Working, CoordScreen[None]):
    """Reads the queue, keeps its order still under the cursor, and lets `Working` act on the rows."""

    CSS_PATH = "today.tcss"
    page = "today"
    mode = "today"
    listed = "today's queue"
    BINDINGS: ClassVar[list[BindingType]] = bindings("today")

    def __init__(self) -> None:
        super().__init__()
        self.queue = Queue()
        self.counts = Counts()
        self.table = VirtualTable(COLUMNS, id="list")
        self.items = Items()
        self.pane = PreviewPane(id="preview")
        self.filter = FilterBar("name, words, risk:high, due:today, lang:es")
        self.preview: Preview | None = None
        self.shown: bool | None = None
        self._wanted: int | None = None
        self._ranked_for: dt.date | None = None

    def body(self) -> ComposeResult:
        yield self.counts
        yield self.filter
        with Container(id="split"):
            yield self.table
            with Vertical(id="pane"):
                yield self.items
                yield self.pane

    # Reading

    def start(self) -> None:
        self.table.empty = "Reading the queue ..."
        self.reload()

    def reload(self) -> None:
        """Read and sort again; the cursor stays on its person."""
        self.background("queue", self._load)

    async def _load(self) -> None:
        try:
            if self.bench.clock.on is None and self._ranked_for != self.today:
                await self.derive(refresh, self.today)
                self._ranked_for = self.today
            day = await self.ask(casework.today, self.today, filter=self.filter.text, limit=FIRST)
            self.fill(day)
            if sum(day.counts.values()) > len(day.rows):
                self.fill(await self.ask(casework.today, self.today, filter=self.filter.text))
        except CoordError as error:
            self._filter_problem(error)

    def fill(self, day: Today) -> None:
        """Show a freshly sorted queue."""
        self.queue.load(day)
        self.counts.show(day)
        self.filter.note(f"{len(day.rows)} of {day.total}" if self.filter.text.strip() else "")
        self.table.empty = self._empty_words(day)
        self.table.set_marks(self.table.marks & self.queue.rows.keys())
        wanted, self._wanted = self._wanted, None
        self.draw(keep=wanted)
        self._show_preview()

    def _filter_problem(self, error: CoordError) -> None:
        if self.filter.is_open:
            self.filter.note(str(error), problem=True)
        else:
            self.complain(error)

    def _empty_words(self, day: Today) -> str:
        if self.filter.text.strip():
            return "No row matches. Esc in the line above shows all."
        if day.later or day.deferred or day.waiting or day.scheduled:
            return "Nothing needs you today. 2 shows everyone; what comes later returns by itself."
        return "Nobody is here yet. 2 shows the caseload, where n adds a patient."

    def draw(self, *, keep: int | None = None) -> None:
        """Draw the rows that are known, in the order of the last sort."""
        source = QueueSource(self.queue, self.who, self.today)
        if keep is None:
            self.table.set_source(source)
        else:
            self.table.set_source(source, keep=keep)
        self._say_marks()

    def redraw(self) -> None:
        self.draw()
        self._draw_preview()

    # Following acts

    async def changed(self, patients: frozenset[int]) -> None:
        """Show what an act did: rows keep their places, the cursor goes on to what is still to do."""
        persons = {*patients, 0}
        rows = await self.ask(casework.rows_of, persons, self.today)
        known = {person: row for person, row in rows.items() if person in self.queue.rows or not self.filter.text}
        gone, came = self.queue.follow(persons, known)
        day = await self.ask(casework.today, self.today, limit=0)
        # a narrowed list counts its own rows: finding them all again would cost more than the act
        self.counts.show(replace(day, counts=self.queue.by_tier()) if self.filter.text.strip() else day)
        self.table.set_marks(self.table.marks - gone - patients)
        self.draw(keep=self._after(gone, came))
        if not self.queue.left and gone:
            self.say(f"{self.foot.status.said} · the queue is clear")
        self._show_preview()

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
        person = self.table.cursor_key
        if not isinstance(person, int):
            self.preview = None
            self.pane.show(None, self.today, self.who)
        elif self.items.is_open or self.pane_shown:
            self.read("preview", preview, person, self.today).then(self._preview_read, after=pause)

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
        everyone = {person for person in self.queue.order if person not in self.queue.settled}
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
        if self.queue.order:
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
        return "There is nobody in the list." if not self.queue.order else "There is no item here."

    def marked(self) -> tuple[Target, ...]:
        rows = (self.queue.row(person) for person in self.queue.order if person in self.table.marks)
        return tuple(Target.of(row) for row in rows if row is not None)
