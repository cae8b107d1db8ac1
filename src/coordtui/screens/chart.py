"""The chart of one patient: who this is at the top, and everything known below, section by section."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from coordtui.casework import chart as casework
from coordtui.casework.chart import Chart, Entry
from coordtui.models.codes import Ball
from coordtui.screens.base import CoordScreen
from coordtui.screens.chart_lines import Section, sections
from coordtui.screens.keys import bindings
from coordtui.screens.person import PersonVerbs
from coordtui.screens.preview import Card, banner
from coordtui.screens.target import Target
from coordtui.widgets.dialog import MessageDialog
from coordtui.widgets.table import Column, ListSource, Row, VirtualTable
from coordtui.widgets.text import Words, styled

COLUMNS: Final = (
    Column("when", "when", width=13, sortable=False, priority=1),
    Column("what", "what", weight=3, min_width=20, sortable=False),
    Column("state", "", weight=1, min_width=10, max_width=34, sortable=False, priority=2),
)


class ChartScreen(PersonVerbs, CoordScreen[None]):
    """Opening it is written into the journal. Left and right, or tab, change the section."""

    CSS_PATH = "chart.tcss"
    page = "chart"
    BINDINGS: ClassVar[list[BindingType]] = bindings("chart")

    def __init__(self, patient_id: int) -> None:
        super().__init__()
        self.patient_id = patient_id
        self.card = Card()
        self.card.id = "banner"
        self.tabs = Words("", id="tabs")
        self.table = VirtualTable(COLUMNS, id="lines")
        self.chart: Chart | None = None
        self.entries: tuple[Entry, ...] = ()
        self.sections: tuple[Section, ...] = ()
        self.at = 0

    def body(self) -> ComposeResult:
        yield self.card
        yield self.tabs
        yield self.table

    # Reading

    def start(self) -> None:
        self.table.empty = "Reading the chart ..."
        self.run_worker(self._opened(), description="chart", exit_on_error=False)

    async def _opened(self) -> None:
        await self.record(casework.view_chart, self.patient_id, self.moment)
        self.reload()

    def reload(self) -> None:
        self.read("chart", _whole, self.patient_id, self.today).then(self.fill)

    def fill(self, whole: tuple[Chart, tuple[Entry, ...]]) -> None:
        self.chart, self.entries = whole
        self.redraw()

    def redraw(self) -> None:
        if self.chart is None:
            return
        self.sections = sections(self.chart, self.entries, self.today, self.who)
        self.head.show(heading=f"Chart · {self.who(self.chart.patient.name)}")
        self.card.lines = banner(self.chart.glance, self.today, self.who)
        self.card.reflow()
        self._draw_section()

    def _draw_section(self) -> None:
        if not self.sections:
            return
        section = self.sections[self.at]
        self.tabs.update(self._tab_words())
        self.table.empty = section.empty
        rows = [
            Row(index, (line.when, (line.what, line.tone), (line.state, "muted")))
            for index, line in enumerate(section.lines)
        ]
        self.table.set_source(ListSource(rows))

    def _tab_words(self) -> Any:
        width, parts = self.size.width - 2, []
        long = sum(len(f" {s.title} {len(s.lines)} ") for s in self.sections) <= width
        for index, section in enumerate(self.sections):
            label = f" {section.title} {len(section.lines)} " if long else f" {section.title} "
            if not long and width < 70 and index != self.at:
                label = f" {section.title[:4]} "
            parts.append((label, "bold reverse" if index == self.at else "$text-muted"))
        return styled(*parts)

    def on_resize(self) -> None:
        if self.sections:
            self.tabs.update(self._tab_words())

    async def changed(self, patients: frozenset[int]) -> None:
        if not patients or self.patient_id in patients:
            self.reload()

    # Moving about

    def action_section(self, by: int = 1) -> None:
        if self.sections:
            self.at = (self.at + by) % len(self.sections)
            self.table.set_source(ListSource())
            self._draw_section()

    def action_next_section(self) -> None:
        self.action_section(1)

    def action_previous_section(self) -> None:
        self.action_section(-1)

    @on(VirtualTable.Opened)
    def _open_line(self, event: VirtualTable.Opened) -> None:
        event.stop()
        line = self.sections[self.at].lines[event.key] if isinstance(event.key, int) else None
        if line is not None:
            self.app.push_screen(MessageDialog(line.state or "Entry", line.full or line.what, line.when))

    # What the verbs act on

    def person(self) -> int | None:
        return self.patient_id

    def target(self) -> Target | None:
        """The follow-up under the cursor in the section of steps; else the patient."""
        if self.chart is None:
            return None
        key, lines = self.table.cursor_key, self.sections[self.at].lines if self.sections else ()
        step = lines[key].follow_up if isinstance(key, int) and key < len(lines) else None
        phones = self.chart.glance.phones
        name, phone = self.chart.patient.name, phones[0].value if phones else None
        if step is None:
            return Target(self.patient_id, name, None, "", "", Ball.ME, phone)
        return Target(self.patient_id, name, step.follow_up_id, step.kind, step.text, step.ball, phone)

    def place(self) -> dict[str, Any]:
        return {"section": self.at}

    def restore(self, place: Mapping[str, Any]) -> None:
        at = place.get("section")
        self.at = at if isinstance(at, int) and 0 <= at < len(self.sections or range(8)) else 0


def _whole(session: Any, patient_id: int, today: Any) -> tuple[Chart, tuple[Entry, ...]]:
    """The chart and its timeline, as of one moment."""
    return casework.chart(session, patient_id, today), casework.timeline(session, patient_id)
