"""A whole-caseload list of one kind of open work: narrowed as you type, each row opening its patient's chart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Protocol

from textual.app import ComposeResult

from coordtui.models.codes import Ball
from coordtui.models.saved_view import ViewList
from coordtui.screens.base import CoordScreen
from coordtui.screens.filter_line import FilterLine
from coordtui.screens.lazy_rows import LazyRows
from coordtui.screens.narrowing import Narrowing
from coordtui.screens.target import Target
from coordtui.screens.working import Working
from coordtui.widgets.table import Column, Row, VirtualTable
from coordtui.widgets.text import Words


class Work(Protocol):
    """What a row of such a list is at least about."""

    @property
    def work_id(self) -> int: ...

    @property
    def patient_id(self) -> int: ...

    @property
    def patient(self) -> str: ...


class Listing(Narrowing, Working, CoordScreen[None]):
    """Subclasses name the reading and the columns, and turn a row into a line."""

    columns: ClassVar[Sequence[Column]] = ()
    reading: ClassVar[Callable[..., Sequence[Any]]]
    noun: ClassVar[str] = "rows"
    placeholder: ClassVar[str] = "name or words"

    def __init__(self) -> None:
        super().__init__()
        self.sum = Words("", id="sum")
        self.table = VirtualTable(self.columns, id="list")
        self.filter = FilterLine(ViewList(self.page), self.placeholder)
        self.rows = self._lazily(())
        self._wanted: int | None = None

    def body(self) -> ComposeResult:
        yield self.sum
        yield self.filter
        yield self.table

    def line(self, row: Any, today: dt.date) -> Row:
        """A row as a line, its key the row's `work_id`."""
        raise NotImplementedError

    def sum_words(self) -> str:
        return f"{self.rows.count:,} open {self.noun if self.rows.count != 1 else self.noun.removesuffix('s')}"

    def start(self) -> None:
        self.table.empty = "Reading ..."
        self.reload()

    def reload(self) -> None:
        self.read(self.page, type(self).reading, self.today, filter=self.filter.text).then(self.fill, self.problem)

    def fill(self, rows: Sequence[Work]) -> None:
        self.rows = self._lazily(rows)
        narrowed = bool(self.filter.text.strip())
        self.note_found(len(rows))
        self.table.empty = (
            "Nothing matches. Esc in the line above shows all." if narrowed else f"There are no open {self.noun}."
        )
        self.sum.update(self.sum_words(), layout=False)
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            self.redraw()
        else:
            self.table.set_source(self.rows, keep=wanted)

    def redraw(self) -> None:
        self.table.set_source(self.rows)

    def _lazily(self, rows: Sequence[Work]) -> LazyRows[Any]:
        return LazyRows(rows, lambda row: row.work_id, lambda row: self.line(row, self.today))

    def new_day(self) -> None:
        super().new_day()
        self.reload()

    async def changed(self, patients: frozenset[int]) -> None:
        self.reload()

    def target(self) -> Target | None:
        row = self.rows.view(self.table.cursor_key)
        return None if row is None else Target(row.patient_id, row.patient, None, "", "", Ball.ME, None)

    def action_log(self) -> None:
        """About what comes first for the person."""
        self._open("contact", "LogDialog", self._here.person)

    def place(self) -> dict[str, Any]:
        return {"row": self.table.cursor_key}

    def restore(self, place: Mapping[str, Any]) -> None:
        self._wanted = place.get("row")
