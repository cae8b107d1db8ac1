"""How the Today screen reads its queue: order and first rows at once, then the day's ranking, then what is counted."""

from __future__ import annotations

import datetime as dt

from coordtui.casework import today as casework
from coordtui.casework.board import Sums
from coordtui.casework.ranking import refresh
from coordtui.casework.today import Opening
from coordtui.errors import CoordError
from coordtui.screens.counts import Counts
from coordtui.screens.paging import REST, Paging
from coordtui.screens.queue import Queue
from coordtui.screens.viewing import Viewing
from coordtui.widgets.filter_bar import FilterBar
from coordtui.widgets.table import STAY


class QueueReading(Paging, Viewing):
    """A screen with a `queue`, its `table`, the `counts` above it and a `filter`."""

    paging = casework.page
    queue: Queue
    counts: Counts
    filter: FilterBar
    _sums: Sums | None = None
    _summed = False
    """Nothing happened since those sums."""
    _narrowed_by = ""
    _wanted: int | None = None
    """The person for whom the cursor waits."""
    _ranked_for: dt.date | None = None

    def reload(self) -> None:
        """Read and sort again; the cursor stays on its person."""
        self.begin()
        self.rows_asked(self.filter.text, self._wanted)
        self.background("queue", self._load)

    async def _load(self) -> None:
        """On a new day the order of the day before stands until everyone is ranked again, and says so."""
        try:
            ranked = self.bench.clock.on is not None or self._ranked_for == self.today
            await self._read_order(as_kept=not ranked)
            if not ranked:
                changed = await self.derive(refresh, self.today)
                self._ranked_for = self.today
                self.counts.late = False
                if changed:
                    await self._read_order()
        except CoordError as error:
            self.rows_read()
            self._filter_problem(error)

    async def _read_order(self, *, as_kept: bool = False) -> None:
        key, text = self.table.cursor_key, self.filter.text
        about = self._wanted if self._wanted is not None else key if isinstance(key, int) else None
        at = self.table.cursor if text == self._narrowed_by else 0
        opening = await self.ask(
            casework.opening, self.today, filter=text, about=about, at=at, sight=self.sight, as_kept=as_kept
        )
        letter = text != self._narrowed_by and self._summed
        self._narrowed_by, self.counts.late = text, opening.late
        self.fill(opening, at)
        if letter:  # what is counted over everyone is as it was
            self._say_counts()
        else:
            self.show_counts()
        self.one_repaint()

    def fill(self, opening: Opening, at: int) -> None:
        """Show a freshly sorted queue, with the cursor at that place if its person is gone."""
        self.queue.load(opening)
        if self.table.marks:
            self.table.set_marks(self.table.marks & set(self.queue.order))
        wanted, self._wanted = self._wanted, None
        self.table.set_source(self.queue.source, keep=STAY if wanted is None else wanted, at=at)
        self.rows_read()
        self.sorted_anew()
        self.call_after_refresh(self.look_ahead)

    def sorted_anew(self) -> None:
        """The rows stand in another order."""

    def show_counts(self) -> None:
        """How many there are: of the rows at once, over everyone after they are drawn."""
        self._summed = False
        self._say_counts()
        if not self.counts.late:
            self.read("sums", casework.sums_of, self.today).then(self._counted, after=REST)

    def _counted(self, sums: Sums) -> None:
        self._sums, self._summed = sums, True
        self._say_counts()
        if not self.queue.order:
            self.table.refresh()
        self.one_repaint()

    def _say_counts(self) -> None:
        self.counts.show(self.queue.by_tier(), self._sums)
        if self._sums is not None:
            self.table.empty = self._empty_words(self._sums)
        of = f" of {self._sums.total:,}" if self._sums is not None else " found"
        self.filter.note(f"{len(self.queue.order):,}{of}" if self.filter.text.strip() else "")

    def _filter_problem(self, error: CoordError) -> None:
        if self.filter.is_open:
            self.filter.note(str(error), problem=True)
        else:
            self.complain(error)

    def _empty_words(self, sums: Sums) -> str:
        if self.filter.text.strip():
            return "No row matches. Esc in the line above shows all."
        if sums.later or sums.deferred or sums.waiting or sums.scheduled:
            return "Nothing needs you today. 2 shows everyone; what comes later returns by itself."
        return "Nobody is here yet. 2 shows the caseload: n adds a patient there, i imports."
