"""The caseload: every patient, sorted and narrowed as you like, and the verbs that act on a person."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from coordtui.casework import caseload as casework
from coordtui.casework.caseload import CaseloadRow, Sums
from coordtui.casework.windows import Window
from coordtui.models.codes import Ball
from coordtui.models.saved_view import ViewList
from coordtui.screens.base import CoordScreen
from coordtui.screens.caseload_rows import COLUMNS, HIGHEST_FIRST, line, sum_words
from coordtui.screens.exporting import Exporting
from coordtui.screens.filter_line import FilterLine
from coordtui.screens.keys import bindings
from coordtui.screens.narrowing import Narrowing
from coordtui.screens.paging import REST, Paging
from coordtui.screens.person import PersonVerbs
from coordtui.screens.sorting import SortDialog
from coordtui.screens.target import Target
from coordtui.widgets.rows import PagedSource
from coordtui.widgets.table import VirtualTable
from coordtui.widgets.text import Words

PAUSE: Final = 0.15
"""Seconds without a letter after which everyone is summed again."""


class CaseloadScreen(Exporting, Narrowing, Paging, PersonVerbs, CoordScreen[None]):
    """Reads the caseload sorted by one column; a click on a title, or z, sorts by another."""

    CSS_PATH = "caseload.tcss"
    page = "caseload"
    mode = "caseload"
    listed = "the caseload"
    BINDINGS: ClassVar[list[BindingType]] = bindings("caseload")
    paging = casework.page

    def __init__(self) -> None:
        super().__init__()
        self.sum = Words("", id="sum")
        self.table = VirtualTable(COLUMNS, id="list")
        self.filter = FilterLine(ViewList.CASELOAD, "name, words, acuity:>=high, last:>30d, no:plan, lang:es")
        self.people = self._people(Window(array("q"), 0, ()))
        self.sort: tuple[str, bool] = ("name", False)
        self._wanted: int | None = None

    def body(self) -> ComposeResult:
        yield self.sum
        yield self.filter
        yield self.table

    # Reading

    def start(self) -> None:
        self.table.empty = "Reading the caseload ..."
        self.reload()

    def reload(self) -> None:
        """Read again; the cursor stays on its person."""
        self.begin()
        column, descending = self.sort
        self.read(
            "caseload",
            casework.opening,
            self.today,
            filter=self.filter.text,
            sort=column,
            descending=descending,
            about=self._wanted if self._wanted is not None else self.person(),
            at=self.table.cursor,
        ).then(self.fill, self.problem)

    def fill(self, window: Window[CaseloadRow | None]) -> None:
        narrowed = self.filter.text.strip()
        self.note_found(len(window.keys))
        self.table.empty = (
            "No patient matches. Esc in the line above shows all."
            if narrowed
            else "Nobody is here yet. n adds a patient, i imports from an EHR."
        )
        self.table.set_sort(*self.sort)
        self.people = self._people(window)
        self.redraw()
        self.one_repaint()
        pause = PAUSE if self.filter.is_open else REST
        self.read("sums", casework.sums, self.today, filter=self.filter.text).then(self._summed, after=pause)
        self.call_after_refresh(self.look_ahead)

    def _summed(self, sums: Sums) -> None:
        """What everyone comes to is counted after the rows are drawn."""
        self.sum.update(sum_words(sums), layout=False)

    def redraw(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            self.table.set_source(self.people)
        else:
            self.table.set_source(self.people, keep=wanted)

    def _people(self, window: Window[CaseloadRow | None]) -> PagedSource[CaseloadRow]:
        today = self.today
        people = PagedSource[CaseloadRow](window.keys, lambda row: line(row, self.who(row.patient), today))
        people.put(window.start, window.rows)
        return people

    def new_day(self) -> None:
        super().new_day()
        self.reload()

    async def changed(self, patients: frozenset[int]) -> None:
        self.reload()

    async def returned(self) -> None:
        self._unseen, self._stale = set(), False
        self.reload()

    # Sorting and narrowing

    def sort_by(self, column: str) -> None:
        """Sort by a column, the greatest need first where it tells one; by the same one again turns it round."""
        self.sort = (column, not self.sort[1] if column == self.sort[0] else column in HIGHEST_FIRST)
        self.reload()

    @on(VirtualTable.SortRequested)
    def _title_clicked(self, event: VirtualTable.SortRequested) -> None:
        self.sort_by(event.column_id)

    def action_sort(self) -> None:
        def chosen(column: str | None) -> None:
            if column:
                self.sort_by(column)

        self.app.push_screen(SortDialog(COLUMNS, *self.sort), chosen)

    # The person under the cursor

    def added(self, patient_id: int | None) -> None:
        """The cursor goes to the new patient, unless the filter hides them."""
        if patient_id is not None:
            self._wanted = patient_id
            self.reload()

    def person(self) -> int | None:
        key = self.table.cursor_key
        return key if isinstance(key, int) else None

    def target(self) -> Target | None:
        row = self.people.view(self.person())
        return None if row is None else Target(row.patient_id, row.patient, None, "", "", Ball.ME, None)

    def place(self) -> dict[str, Any]:
        return {"person": self.person(), "sort": list(self.sort)}

    def restore(self, place: Mapping[str, Any]) -> None:
        person, sort = place.get("person"), place.get("sort")
        if isinstance(sort, list) and len(sort) == 2 and sort[0] in {column.id for column in COLUMNS}:
            self.sort = (str(sort[0]), bool(sort[1]))
        self._wanted = person if isinstance(person, int) else None
        if self.is_attached:
            self.reload()
