"""The directory: places and people to refer to, how to reach them, what they ask for and how they perform."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from coordtui.casework import directory_list as casework
from coordtui.casework.directory import Kind, parse_ref
from coordtui.casework.directory_list import Listed, Sums, entry_of, key_of
from coordtui.casework.windows import Window
from coordtui.rules.directory_record import Performance
from coordtui.screens.bindings import bindings
from coordtui.screens.directory_lines import EntryPane
from coordtui.screens.directory_pane import BesideList
from coordtui.screens.directory_rows import COLUMNS, HIGHEST_FIRST, line, sum_words
from coordtui.screens.directory_verbs import EntryVerbs
from coordtui.screens.paging import PAUSE, REST
from coordtui.screens.sorting import Sorting
from coordtui.widgets.table import Row


class DirectoryScreen(EntryVerbs, BesideList, Sorting):
    """Shows the directory by name; the pane follows the cursor. What went to an entry is read after its row."""

    page = "directory"
    mode = "directory"
    BINDINGS: ClassVar[list[BindingType]] = bindings("directory")
    columns = COLUMNS
    highest_first = HIGHEST_FIRST
    opening = casework.opening
    paging = casework.page
    placeholder = "name, service, number, kind:person, lang:es, verified:no"
    nothing = "The directory is empty. n adds an organization or a person."

    def __init__(self) -> None:
        super().__init__()
        self.pane = EntryPane(id="pane")
        self.with_retired = False
        self.records: dict[int, Performance] = {}

    def body(self) -> ComposeResult:
        yield self.sum
        yield self.filter
        with Container(id="split"):
            yield self.table
            yield self.pane

    # Reading

    def order(self) -> dict[str, Any]:
        return {**super().order(), "retired": self.with_retired}

    def fill(self, window: Window[Listed | None]) -> None:
        super().fill(window)
        self.show_pane()

    def sum_up(self) -> None:
        pause = PAUSE if self.filter.is_open else REST
        self.read("sums", casework.sums, self.today, filter=self.filter.text, retired=self.with_retired).then(
            self._summed, after=pause
        )

    def _summed(self, sums: Sums) -> None:
        self.sum.update(sum_words(sums), layout=False)

    def look_ahead(self) -> None:
        """The pages beside the screen, and what went to the entries that stand on it."""
        super().look_ahead()
        shown = self.table.on_screen()
        if lacking := [key for key in self.rows.keys[shown.start : shown.stop] if key not in self.records]:
            self.read("records", casework.records, lacking, self.today).then(self._recorded, after=REST)

    def _recorded(self, records: Mapping[int, Performance]) -> None:
        self.records |= records
        self.table.set_source(self.rows)

    def line(self, row: Listed, today: dt.date) -> Row:
        return line(row, self.records.get(row.key), today)

    def redraw(self) -> None:
        super().redraw()
        self.draw_pane()

    def new_day(self) -> None:
        self.records = {}
        super().new_day()

    async def changed(self, patients: frozenset[int]) -> None:
        """What went to whom may be other than it was; what is known stands until that is read."""
        self.read("again", casework.records, [*self.records], self.today).then(self._recorded, after=REST)
        self.reload()

    # What is hidden

    def action_retired(self) -> None:
        self.with_retired = not self.with_retired
        self.say("Retired entries are shown too." if self.with_retired else "Retired entries are hidden.")
        self.reload()

    # The entry under the cursor

    def here(self) -> tuple[Kind, int] | None:
        key = self.table.cursor_key
        return entry_of(key) if isinstance(key, int) else None

    def in_use(self) -> bool:
        row = self.rows.view(self.table.cursor_key)
        return row is None or row.active

    def added(self, ref: str | None) -> None:
        """The cursor goes to the new entry, unless the filter hides it."""
        if ref is not None and (entry := parse_ref(ref)) is not None:
            self._wanted = key_of(*entry)
            self.reload()

    # Where one was

    def place(self) -> dict[str, Any]:
        return {**super().place(), "retired": self.with_retired}

    def restore(self, place: Mapping[str, Any]) -> None:
        self.with_retired = place.get("retired") is True
        super().restore(place)
