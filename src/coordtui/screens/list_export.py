"""A list on its way out as a table: the box of every document, with the formats and the columns of a list."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from typing import Final, cast

from sqlmodel import Session

from coordtui.casework.clearance import clearance
from coordtui.documents.gate import Ready
from coordtui.documents.leaving import list_name
from coordtui.documents.lists import LISTS, MINE, ListView, list_view
from coordtui.documents.scope import Scope
from coordtui.documents.spreadsheet import book, words
from coordtui.models.disclosure import DisclosureDraft
from coordtui.pace import Tell, quiet
from coordtui.screens.export import ExportDialog
from coordtui.screens.paper import Paper, PaperView, Values
from coordtui.widgets.form import Option

_FORMATS: Final = (Option("x", "xlsx", "Excel"), Option("c", "csv", "CSV"))
_SHOWN: Final = 20
"""So many rows stand in the preview."""


class ListExportDialog(ExportDialog):
    """For the coordinator and encrypted, unless it is said otherwise; it holds what the list shows."""

    formats = _FORMATS
    usual = "xlsx"

    def __init__(self, name: str, filter: str) -> None:
        def view(session: Session, _: Values, today: dt.date, scope: Scope) -> PaperView:
            return cast("PaperView", list_view(session, name, today, filter, tuple(scope.sections or ())))

        self.list = LISTS[name]
        super().__init__(Paper(f"Export: {self.list.title}", self.list.document, 0, lambda _: MINE, view))
        self._patients: tuple[int, ...] = ()

    @property
    def whose(self) -> int | Sequence[int]:
        return self._patients

    def file_name(self, ending: str) -> str:
        return list_name(self.list.stem, self.today, ending)

    def make_ready(self, session: Session, values: Values, draft: DisclosureDraft, today: dt.date) -> Ready[PaperView]:
        """The list first: whom it tells of is known only then."""
        made = self.paper.view(session, values, today, Scope(frozenset(draft.sections)))
        self._patients = cast("ListView", made).patients
        cleared = clearance(session, self._patients, draft, self.moment.local().date())
        if cleared.refusal is not None:
            raise cleared.refusal
        return Ready(made, cleared)

    async def rendered(self, view: PaperView, format: str, tell: Tell = quiet) -> bytes:
        """The file, or for the eye ("md") its first rows as words."""
        table = cast("ListView", view).table
        if format == "md":
            return words(table, _SHOWN).encode()
        return await asyncio.to_thread(book, (table,), format, tell)
