"""The sections of a chart, one in sight at a time: which, its lines, and where the cursor stood in each."""

from __future__ import annotations

from collections.abc import Hashable

from coordtui.screens.chart_parts import Lines, Section
from coordtui.screens.chart_reading import TIMELINE, ChartReading
from coordtui.screens.chart_tabs import Tabs
from coordtui.screens.sharing import tag_words
from coordtui.widgets.table import RowSource


class ChartSections(ChartReading):
    """`tabs` name the sections; the `table` holds the lines of the one in sight."""

    def __init__(self, patient_id: int) -> None:
        super().__init__(patient_id)
        self.tabs = Tabs(id="tabs")

    @property
    def at(self) -> int:
        """The place of the section in sight; the first one where it is gone."""
        return next((at for at, one in enumerate(self.sections) if one.title == self.title_here), 0)

    @property
    def section(self) -> Section | None:
        """The one in sight; None while nothing is read."""
        return self.sections[self.at] if self.sections else None

    def draw_section(self, *, keep: Hashable | None = None, anew: bool = False) -> None:
        """Show its lines; with `anew` in place of another section's, and the cursor on the line `keep`."""
        section = self.section
        if section is None:
            return
        self.tabs.show([(one.title, self._count(one)) for one in self.sections], self.at)
        self.table.empty = section.empty
        self.table.set_columns(section.columns)
        lines = self._rows(section)
        if anew:
            self.table.set_source(lines, keep=keep)
        else:
            self.table.set_source(lines)

    def _count(self, section: Section) -> int:
        return self.timeline.count if section.title == TIMELINE else len(section.lines)

    def _rows(self, section: Section) -> RowSource:
        if section.title == TIMELINE:
            return self.timeline
        return Lines(section, tag_words(self.chart)) if self.chart is not None else Lines(section)

    def _go(self, at: int) -> None:
        """To another section, with the cursor where it stood there last."""
        if self.sections:
            self.stood[self.title_here] = self.table.cursor_key
            self.title_here = self.sections[at % len(self.sections)].title
            self.draw_section(keep=self.stood.get(self.title_here), anew=True)

    def action_next_section(self) -> None:
        self._go(self.at + 1)

    def action_previous_section(self) -> None:
        self._go(self.at - 1)

    def on_tabs_picked(self, event: Tabs.Picked) -> None:  # a mixin has no `on` of Textual's
        self._go(event.index)
