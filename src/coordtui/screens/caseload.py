"""The caseload: every patient, sorted and narrowed as you like, and the verbs that act on a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from coordtui.casework import caseload as casework
from coordtui.casework.caseload import CaseloadRow
from coordtui.errors import CoordError
from coordtui.models.codes import Ball
from coordtui.rules.dates import show_day
from coordtui.screens.base import CoordScreen
from coordtui.screens.keys import bindings
from coordtui.screens.person import PersonVerbs
from coordtui.screens.sorting import SortDialog
from coordtui.screens.target import Target
from coordtui.screens.words import ago, language_words
from coordtui.widgets.columns import Cell
from coordtui.widgets.filter_bar import FilterBar
from coordtui.widgets.table import Column, ListSource, Row, VirtualTable
from coordtui.widgets.text import Words

COLUMNS: Final = (
    Column("name", "patient", weight=4, min_width=14, max_width=32),
    Column("age", "age", width=4, priority=6, align="right"),
    Column("acuity", "acuity", width=10, priority=2),
    Column("next_due", "next due", width=11, priority=1),
    Column("last_two_way", "last reached", width=13, priority=3),
    Column("open", "open", width=4, align="right", priority=4),
    Column("plan", "plan", width=10, priority=5),
    Column("engagement", "engagement", width=11, priority=7),
    Column("language", "language", weight=2, min_width=10, max_width=18, priority=8),
)
_ENGAGEMENT_TONES: Final = {"drifting": "warning", "disengaged": "warning", "lost": "danger"}
_LEVEL_TONES: Final = {"complex": "danger", "high": "warning"}


class CaseloadScreen(PersonVerbs, CoordScreen[None]):
    """Reads the caseload sorted by one column; a click on a title, or z, sorts by another."""

    CSS_PATH = "caseload.tcss"
    page = "caseload"
    mode = "caseload"
    BINDINGS: ClassVar[list[BindingType]] = bindings("caseload")

    def __init__(self) -> None:
        super().__init__()
        self.sum = Words("", id="sum")
        self.table = VirtualTable(COLUMNS, id="list")
        self.filter = FilterBar("name, level:high, plan:active, engagement:lost, open:0, lang:es")
        self.rows: dict[int, CaseloadRow] = {}
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
        column, descending = self.sort
        self.read(
            "caseload",
            casework.caseload,
            self.today,
            filter=self.filter.text,
            sort=column,
            descending=descending,
        ).then(self.fill, self._problem)

    def fill(self, rows: tuple[CaseloadRow, ...]) -> None:
        self.rows = {row.patient_id: row for row in rows}
        narrowed = self.filter.text.strip()
        self.filter.note(f"{len(rows)} found" if narrowed else "")
        self.table.empty = (
            "No patient matches. Esc in the line above shows all."
            if narrowed
            else "Nobody is here yet. n adds a patient, i imports from an EHR."
        )
        self.table.set_sort(*self.sort)
        self.sum.update(_sum_words(rows))
        self.redraw()

    def redraw(self) -> None:
        lines = [_line(row, self.who(row.patient), self) for row in self.rows.values()]
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            self.table.set_source(ListSource(lines))
        else:
            self.table.set_source(ListSource(lines), keep=wanted)

    def _problem(self, error: CoordError) -> None:
        if self.filter.is_open:
            self.filter.note(str(error), problem=True)
        else:
            self.complain(error)

    async def changed(self, patients: frozenset[int]) -> None:
        self.reload()

    async def returned(self) -> None:
        self._unseen, self._stale = set(), False
        self.reload()

    # Sorting and narrowing

    def sort_by(self, column: str) -> None:
        """Sort by a column; by the same one again turns the order round."""
        same = column == self.sort[0]
        self.sort = (column, not self.sort[1] if same else False)
        self.reload()

    @on(VirtualTable.SortRequested)
    def _title_clicked(self, event: VirtualTable.SortRequested) -> None:
        self.sort_by(event.column_id)

    def action_sort(self) -> None:
        def chosen(column: str | None) -> None:
            if column:
                self.sort_by(column)

        self.app.push_screen(SortDialog(COLUMNS, *self.sort), chosen)

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

    def action_refresh(self) -> None:
        self.say("Read again.")
        self.reload()

    def peel(self) -> bool:
        if self.filter.is_open or self.filter.text:
            self.filter.action_restore()
            return True
        return False

    # The person under the cursor

    def person(self) -> int | None:
        key = self.table.cursor_key
        return key if isinstance(key, int) else None

    def target(self) -> Target | None:
        row = self.rows.get(self.person() or 0)
        return None if row is None else Target(row.patient_id, row.patient, None, "", "", Ball.ME, None)

    def place(self) -> dict[str, Any]:
        return {"person": self.person(), "sort": list(self.sort)}

    def restore(self, place: Mapping[str, Any]) -> None:
        person, sort = place.get("person"), place.get("sort")
        if isinstance(sort, list) and len(sort) == 2 and sort[0] in {column.id for column in COLUMNS}:
            self.sort = (str(sort[0]), bool(sort[1]))
        self._wanted = person if isinstance(person, int) else None
        self.reload()


def _line(row: CaseloadRow, name: str, screen: CaseloadScreen) -> Row:
    today = screen.today
    if row.deceased:
        return Row(
            row.patient_id,
            (name, _age(row), "died", "", "", str(row.open or ""), row.plan or "–", "", ""),
            tone="muted",
        )
    due, late = "nothing", False
    if row.next_due is not None:
        days = (today - row.next_due).days
        due, late = (f"{days} d late", True) if days > 0 else (show_day(row.next_due, today), False)
    level = str(row.level or "")
    acuity = f"{level} {row.acuity}" if row.acuity is not None else level or "–"
    cells: tuple[Cell, ...] = (
        (name, "strong"),
        _age(row),
        (acuity, _LEVEL_TONES.get(level, "")),
        (due, "warning" if late or row.next_due is None else ""),
        ago(row.last_two_way, today),
        str(row.open),
        row.plan or "–",
        (row.engagement, _ENGAGEMENT_TONES.get(row.engagement, "")),
        language_words(row.language),
    )
    return Row(row.patient_id, cells)


def _age(row: CaseloadRow) -> str:
    return "" if row.age is None else str(row.age)


def _sum_words(rows: tuple[CaseloadRow, ...]) -> str:
    living = [row for row in rows if not row.deceased]
    counted = [
        f"{len(living)} {'patient' if len(living) == 1 else 'patients'}",
        *(
            f"{n} {level}"
            for level in ("complex", "high", "rising", "low")
            if (n := sum(r.level == level for r in living))
        ),
        *([f"{n} lost touch"] if (n := sum(row.engagement == "lost" for row in living)) else []),
        *([f"{n} died"] if (n := len(rows) - len(living)) else []),
    ]
    return " · ".join(counted)
