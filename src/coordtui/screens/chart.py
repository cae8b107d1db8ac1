"""The chart of one patient: who this is at the top, and everything known below, section by section."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.geometry import Size

from coordtui.casework import chart as casework
from coordtui.models.codes import Ball
from coordtui.screens.base import CoordScreen
from coordtui.screens.bindings import bindings
from coordtui.screens.chart_banner import Banner
from coordtui.screens.chart_facts import CARE_EMPTY, care
from coordtui.screens.chart_lines import entry_line, sections
from coordtui.screens.chart_parts import DATED, MIXED, Line, Lines, Section
from coordtui.screens.chart_reading import TIMELINE
from coordtui.screens.chart_sections import ChartSections
from coordtui.screens.chart_source import source_lines
from coordtui.screens.long_text import TextDialog
from coordtui.screens.person import PersonVerbs
from coordtui.screens.plan_open import PlanOpening
from coordtui.screens.preview import WHOLE, Card, banner
from coordtui.screens.sharing import tag_words
from coordtui.screens.sharing_verbs import SharingVerbs
from coordtui.screens.target import Target
from coordtui.widgets.dialog import MessageDialog
from coordtui.widgets.stacks import all_screens
from coordtui.widgets.table import PagedSource, VirtualTable

BESIDE: Final = 116
"""From so many cells on, the care card stands beside the lines."""
_STEP_VERBS: Final = frozenset({"done", "snooze", "edit"})
_BEING_READ: Final = "Reading the chart ..."
NOBODY: Final = 0
"""Whose chart it is while it stands nowhere."""


class ChartScreen(SharingVerbs, PersonVerbs, PlanOpening, ChartSections, CoordScreen[None]):
    """Opening it is written into the journal. Left and right, or tab, change the section."""

    page = "chart"
    BINDINGS: ClassVar[list[BindingType]] = bindings("chart")

    def __init__(self, patient_id: int) -> None:
        super().__init__(patient_id)
        self.card = Banner()
        self.card.id = "banner"
        self.table.empty = _BEING_READ
        self.care = Card()

    def body(self) -> ComposeResult:
        self._arrange(self.app.size)  # before it is laid out for the first time, so that it is not laid out twice
        yield self.card
        yield self.tabs
        with Horizontal(id="split"):
            yield self.table
            with VerticalScroll(id="care", can_focus=False):
                yield self.care

    @on(events.Mount)
    async def _begin(self) -> None:
        if self.patient_id != NOBODY:
            await self.read_first()
        else:
            for scrolls in (self.table, self.query_one("#care", VerticalScroll)):
                scrolls.vertical_scrollbar.display = False  # mounted now, and not when it is first wanted
            self.styled_for = self.app.theme
            self.call_later(self._refresh_layout, self.app.size)

    def turn_to(self, patient_id: int) -> None:
        """Make a chart that stands nowhere the one of another patient, before it is pushed."""
        if self.is_mounted:
            self.blank()
            self._arrange(self.app.size)
            self.read_again()
        self.take(patient_id)

    def blank(self) -> None:
        """Nobody's: nothing of the last patient is kept, nor read on, nor could be seen while the next one is read."""
        self.workers.cancel_node(self)
        self.take(NOBODY)
        self._unseen, self._stale = set(), False
        self.head.show(heading="")
        self.foot.status.clear()
        self.card.lines, self.care.lines = [], []
        self.card.reflow()
        self.care.reflow()
        self.tabs.show((), 0)
        self.table.empty = _BEING_READ
        self.table.set_columns(DATED)
        self.table.set_source(self.timeline, keep=None)

    def on_screen_suspend(self) -> None:
        if self not in all_screens(self.app):
            self.blank()

    async def changed(self, patients: frozenset[int]) -> None:
        if not patients or self.patient_id in patients:
            self.reload()

    def new_day(self) -> None:
        super().new_day()
        self.reload()

    # Drawing

    def redraw(self) -> None:
        if self.chart is None:
            return
        raw = tuple(source_lines(self.chart.raw, self.open_types, self.today))
        first = Section(TIMELINE, MIXED, (), "Nothing has happened yet.")
        self.sections = (first, *sections(self.chart, self.today, self.who, raw))
        self.head.show(heading=f"Chart · {self.who(self.chart.patient.name)}")
        held = [("sharing", words, "warning") for words in self.chart.cautions()]
        self.card.lines = [*banner(self.chart.glance, self.today, self.who), *held]
        self.card.reflow()
        wishes = care(self.chart.preferences, self.chart.alerts)
        said = [(WHOLE, f"{line.kind}: {line.what}", line.tone) for line in wishes]
        self.care.lines = [(WHOLE, "Care", "strong"), *(said or [(WHOLE, CARE_EMPTY, "muted")])]
        self.care.reflow()
        self.draw_section()

    def on_resize(self, event: events.Resize) -> None:
        self._arrange(event.size)

    def _arrange(self, size: Size) -> None:
        self.set_class(size.width >= BESIDE, "-beside")
        if (most := max(6, size.height // 3)) != self.card.most:
            self.card.most = most
            self.card.reflow()

    def line_here(self) -> Line | None:
        """The line under the cursor."""
        source, key = self.table.source, self.table.cursor_key
        if isinstance(source, PagedSource):
            entry = source.view(key) if key is not None else None
            return None if entry is None else entry_line(self.today, entry)
        return source.at(key) if isinstance(source, Lines) and key is not None else None

    async def on_virtual_table_opened(self, event: VirtualTable.Opened | None = None) -> None:
        """Enter shows the whole of a line: a plan or referral itself; of what was imported, the list or the JSON."""
        if event is not None:
            event.prevent_default()  # else the base's handler opens the chart once more
        if (line := self.line_here()) is not None:
            self.background("line", partial(self._show_line, line))

    async def _show_line(self, line: Line) -> None:
        match line.key:
            case ("type", str() as type):
                await self._list(type)
            case ("raw", int() as key):
                body = await self.ask(casework.raw_body, key)
                self.app.push_screen(TextDialog(f"As imported · {line.what.strip()}", body))
            case ("plan", int() as key, str() as ref):
                self.show_plan(key, ref)
            case ("referral", int() as key):
                self._open("referral_detail", "ReferralScreen", key)
            case ("consent", int() as key):
                self._open("consent", "ConsentDialog", key)
            case _:
                title = line.kind.strip() or line.when or "entry"
                tags = tag_words(self.chart)(line) if self.chart is not None else ""
                hint = f"Tagged {tags}: it leaves only under a consent that covers this." if tags else ""
                self.app.push_screen(MessageDialog(title.capitalize(), line.full or line.what, hint))

    async def _list(self, type: str) -> None:
        if type in self.open_types:
            del self.open_types[type]
        else:
            self.open_types[type] = await self.ask(casework.raw_list, self.patient_id, type)
        self.redraw()

    def peel(self) -> bool:
        if self.title_here == "Source" and self.open_types:
            self.open_types = {}
            self.redraw()
            return True
        return False

    # What the verbs act on

    def person(self) -> int | None:
        return self.patient_id

    def cannot(self, verb: str) -> str | None:
        if self.chart is None:
            return "The chart is still being read."
        line = self.line_here()
        if verb in _STEP_VERBS and (line is None or line.step is None):
            return "That works on an open step: tab to Steps, and stand on one."
        return super().cannot(verb)

    def target(self) -> Target | None:
        """The open step under the cursor, else the patient."""
        if self.chart is None:
            return None
        line, phones = self.line_here(), self.chart.glance.phones
        step = line.step if line is not None else None
        name, phone = self.chart.patient.name, phones[0].value if phones else None
        if step is None:
            return Target(self.patient_id, name, None, "", "", Ball.ME, phone)
        return Target(self.patient_id, name, step.follow_up_id, step.kind, step.text, step.ball, phone)

    def place(self) -> dict[str, Any]:
        return {"person": self.patient_id, "section": self.title_here}

    def restore(self, place: Mapping[str, Any]) -> None:
        self.title_here = str(place.get("section", self.title_here))
