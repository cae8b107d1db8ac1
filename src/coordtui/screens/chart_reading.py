"""What a chart's screen reads and holds of one patient, and that the opening of it is written down."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Hashable, Sequence
from functools import partial
from typing import Final

from sqlmodel import Session

from coordtui.casework import chart as casework
from coordtui.casework.chart import Chart
from coordtui.casework.raw import RawView
from coordtui.casework.timeline import Entry, entries, order
from coordtui.casework.windows import Window, around
from coordtui.clock import Moment
from coordtui.errors import CoordError, NotFound
from coordtui.screens.chart_lines import entry_line
from coordtui.screens.chart_parts import DATED, MIXED, Section, row_of
from coordtui.screens.drawn_once import DrawnOnce
from coordtui.screens.paging import Paging
from coordtui.screens.sharing import tag_words
from coordtui.widgets.table import PagedSource, Row, VirtualTable

TIMELINE: Final = "Timeline"
"""The section of which only the pages in sight are read."""
_Whole = tuple[Chart, Window[Entry | None], dict[str, tuple[RawView, ...]]]


def _page(session: Session, keys: Sequence[int], on: dt.date) -> Sequence[Entry | None]:  # noqa: ARG001
    return entries(session, keys)


class ChartReading(DrawnOnce, Paging):
    """One patient at a time: `take` forgets the one before. Opening is written into the journal when it is seen."""

    paging = _page

    def __init__(self, patient_id: int) -> None:
        super().__init__()
        self.table = VirtualTable(DATED, id="lines")
        self._openings = 0
        self.take(patient_id)

    def take(self, patient_id: int) -> None:
        """All that is known of a patient stands here, so that nothing of it can be left over for the next one."""
        self.patient_id = patient_id
        self.chart: Chart | None = None
        self.timeline = PagedSource[Entry](array("q"), partial(self._row, dt.date.min))
        self.sections: tuple[Section, ...] = ()
        self.open_types: dict[str, tuple[RawView, ...]] = {}
        self.title_here = TIMELINE
        self.stood: dict[str, Hashable] = {}
        self._noted = False

    def redraw(self) -> None:
        """Draw what is known."""
        raise NotImplementedError

    def seen(self) -> None:
        if self.chart is not None:
            self._note()
            self.look_ahead()

    def _note(self) -> None:
        """Write down that it was opened, even if it is left at once."""
        if not self._noted:
            self._noted = True
            self._openings += 1
            opened = partial(self._opened, self.patient_id, self.moment)
            self.background(f"opened.{id(self)}.{self._openings}", opened, of=self.app)

    async def _opened(self, patient_id: int, moment: Moment) -> None:
        await self.record(casework.view_chart, patient_id, moment)

    def reload(self) -> None:
        at = self.table.cursor_key if self.title_here == TIMELINE else self.stood.get(TIMELINE)
        here = at if isinstance(at, int) else None
        self.read("chart", _whole, self.patient_id, self.today, tuple(self.open_types), here).then(
            self.fill, self._failed
        )

    def fill(self, whole: _Whole) -> None:
        self.chart, window, self.open_types = whole
        self.timeline = PagedSource[Entry](window.keys, partial(self._row, self.today))
        self.timeline.put(window.start, window.rows)
        self.redraw()
        self.has_come()
        if self.drawn:
            self._note()
            self.call_after_refresh(self.look_ahead)

    def _row(self, today: dt.date, entry: Entry) -> Row:
        line = entry_line(today, entry)
        return row_of(entry.key, line, MIXED, tag_words(self.chart)(line) if self.chart is not None else "")

    def _failed(self, error: CoordError) -> None:
        """A patient who is not on record any more, because the adding was undone, has no chart to stay on."""
        self.has_come()
        if isinstance(error, NotFound):
            self.dismiss(None)
            self.app.call_later(self.say, "That patient is no longer on record.", tone="warning")
        else:
            self.complain(error)


def _whole(session: Session, patient_id: int, today: dt.date, types: Sequence[str], here: int | None) -> _Whole:
    """The chart, its timeline about the entry `here` and the imported resources of some types, as of one moment."""
    chart = casework.chart(session, patient_id, today)
    listed = {type: casework.raw_list(session, patient_id, type) for type in types if type in chart.raw}
    keys = order(session, patient_id)
    places = around(keys, here)
    return chart, Window(keys, places.start, entries(session, keys[places.start : places.stop])), listed
