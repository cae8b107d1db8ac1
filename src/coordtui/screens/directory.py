"""The directory: places and people to refer to, how to reach them, what they ask for and how they perform."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from coordtui.casework import directory as casework
from coordtui.casework.directory import Kind, Listed, parse_ref
from coordtui.models.saved_view import ViewList
from coordtui.screens.base import CoordScreen
from coordtui.screens.directory_lines import EntryPane
from coordtui.screens.directory_pane import BesideList
from coordtui.screens.directory_rows import COLUMNS, HIGHEST_FIRST, line, sort, sum_words
from coordtui.screens.directory_verbs import EntryVerbs
from coordtui.screens.filter_line import FilterLine
from coordtui.screens.keys import bindings
from coordtui.screens.lazy_rows import LazyRows
from coordtui.screens.narrowing import Narrowing
from coordtui.screens.sorting import SortDialog
from coordtui.widgets.table import VirtualTable
from coordtui.widgets.text import Words


class DirectoryScreen(Narrowing, EntryVerbs, BesideList, CoordScreen[None]):
    """Reads the whole directory by name; the pane follows the cursor."""

    CSS_PATH = "directory.tcss"
    page = "directory"
    mode = "directory"
    BINDINGS: ClassVar[list[BindingType]] = bindings("directory")

    def __init__(self) -> None:
        super().__init__()
        self.sum = Words("", id="sum")
        self.table = VirtualTable(COLUMNS, id="list")
        self.filter = FilterLine(ViewList.DIRECTORY, "name, service, number, kind:person, lang:es, verified:no")
        self.pane = EntryPane(id="pane")
        self.found: tuple[Listed, ...] = ()
        self.sort: tuple[str, bool] = ("name", False)
        self.entries = self._lazily()
        self.with_retired = False
        self._wanted: str | None = None

    def body(self) -> ComposeResult:
        yield self.sum
        yield self.filter
        with Container(id="split"):
            yield self.table
            yield self.pane

    # Reading

    def start(self) -> None:
        self.table.empty = "Reading the directory ..."
        self.reload()

    def reload(self) -> None:
        """Read again; the cursor stays on its entry."""
        self.read(
            "directory",
            casework.all_entries,
            self.today,
            filter=self.filter.text,
            retired=self.with_retired,
        ).then(self.fill, self.problem)

    def fill(self, found: tuple[Listed, ...]) -> None:
        self.found = found
        self.note_found(len(found))
        self.table.empty = (
            "Nothing matches. Esc in the line above shows all."
            if self.filter.text.strip()
            else "The directory is empty. n adds an organization or a person."
        )
        self.sum.update(sum_words(found), layout=False)
        self._draw()

    def _draw(self) -> None:
        self.table.set_sort(*self.sort)
        self.entries = self._lazily()
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            self.table.set_source(self.entries)
        else:
            self.table.set_source(self.entries, keep=wanted)
        self.show_pane()

    def _lazily(self) -> LazyRows[Listed]:
        return LazyRows(
            sort(self.found, *self.sort),
            lambda row: row.ref,
            lambda row: line(row, self.today),
        )

    def redraw(self) -> None:
        self.table.set_source(self.entries)
        self.draw_pane()

    def new_day(self) -> None:
        super().new_day()
        self.reload()

    async def changed(self, patients: frozenset[int]) -> None:
        self.reload()

    # Sorting, and what is hidden

    def sort_by(self, column: str) -> None:
        """By a column; by the same one again turns it round."""
        self.sort = (column, not self.sort[1] if column == self.sort[0] else column in HIGHEST_FIRST)
        self._draw()

    @on(VirtualTable.SortRequested)
    def _title_clicked(self, event: VirtualTable.SortRequested) -> None:
        self.sort_by(event.column_id)

    def action_sort(self) -> None:
        def chosen(column: str | None) -> None:
            if column:
                self.sort_by(column)

        self.app.push_screen(SortDialog(COLUMNS, *self.sort), chosen)

    def action_retired(self) -> None:
        self.with_retired = not self.with_retired
        self.say("Retired entries are shown too." if self.with_retired else "Retired entries are hidden.")
        self.reload()

    # The entry under the cursor

    def here(self) -> tuple[Kind, int] | None:
        key = self.table.cursor_key
        return parse_ref(key) if isinstance(key, str) else None

    def in_use(self) -> bool:
        row = self.entries.view(self.table.cursor_key)
        return row is None or row.active

    def added(self, ref: str | None) -> None:
        """The cursor goes to the new entry, unless the filter hides it."""
        if ref is not None:
            self._wanted = ref
            self.reload()

    # Where one was

    def place(self) -> dict[str, Any]:
        return {"entry": self.table.cursor_key, "sort": list(self.sort), "retired": self.with_retired}

    def restore(self, place: Mapping[str, Any]) -> None:
        wanted, by = place.get("entry"), place.get("sort")
        if isinstance(by, list) and len(by) == 2 and by[0] in {column.id for column in COLUMNS}:
            self.sort = (str(by[0]), bool(by[1]))
        self.with_retired = place.get("retired") is True
        self._wanted = wanted if isinstance(wanted, str) else None
        if self.is_attached:
            self.reload()
