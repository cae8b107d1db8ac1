"""A whole-caseload list of one kind of open work: narrowed as you type, each row opening its patient's chart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Protocol

from textual import on
from textual.app import ComposeResult

from coordtui.errors import CoordError
from coordtui.models.codes import Ball
from coordtui.screens.base import CoordScreen
from coordtui.screens.target import Target
from coordtui.screens.working import Working
from coordtui.widgets.filter_bar import FilterBar
from coordtui.widgets.table import Column, ListSource, Row, VirtualTable
from coordtui.widgets.text import Words


class Work(Protocol):
    """What a row of such a list is at least about."""

    @property
    def patient_id(self) -> int: ...

    @property
    def patient(self) -> str: ...


class Listing(Working, CoordScreen[None]):
    """Subclasses name the reading and the columns, and turn a row into a line."""

    columns: ClassVar[Sequence[Column]] = ()
    reading: ClassVar[Callable[..., Sequence[Any]]]
    noun: ClassVar[str] = "rows"
    placeholder: ClassVar[str] = "name or words"

    def __init__(self) -> None:
        super().__init__()
        self.sum = Words("", id="sum")
        self.table = VirtualTable(self.columns, id="list")
        self.filter = FilterBar(self.placeholder)
        self.rows: dict[int, Any] = {}

    def body(self) -> ComposeResult:
        yield self.sum
        yield self.filter
        yield self.table

    def line(self, key: int, row: Any, today: dt.date) -> Row:
        raise NotImplementedError

    def sum_words(self) -> str:
        return f"{len(self.rows)} open {self.noun}"

    def start(self) -> None:
        self.table.empty = "Reading ..."
        self.reload()

    def reload(self) -> None:
        self.read(self.page, type(self).reading, self.today, filter=self.filter.text).then(self.fill, self._problem)

    def fill(self, rows: Sequence[Work]) -> None:
        self.rows = dict(enumerate(rows))
        narrowed = bool(self.filter.text.strip())
        self.filter.note(f"{len(rows)} found" if narrowed else "")
        self.table.empty = (
            "Nothing matches. Esc in the line above shows all." if narrowed else f"There are no open {self.noun}."
        )
        self.sum.update(self.sum_words())
        self.redraw()

    def redraw(self) -> None:
        self.table.set_source(ListSource(self.line(key, row, self.today) for key, row in self.rows.items()))

    def _problem(self, error: CoordError) -> None:
        if self.filter.is_open:
            self.filter.note(str(error), problem=True)
        else:
            self.complain(error)

    async def changed(self, patients: frozenset[int]) -> None:
        self.reload()

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

    def target(self) -> Target | None:
        key = self.table.cursor_key
        row = self.rows.get(key) if isinstance(key, int) else None
        return None if row is None else Target(row.patient_id, row.patient, None, "", "", Ball.ME, None)
