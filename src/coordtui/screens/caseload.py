"""The caseload: every patient, sorted and narrowed as you like, and the verbs that act on a person."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from textual.binding import BindingType

from coordtui.casework import caseload as casework
from coordtui.casework.caseload import CaseloadRow, Sums
from coordtui.models.codes import Ball
from coordtui.screens.bindings import bindings
from coordtui.screens.caseload_rows import COLUMNS, HIGHEST_FIRST, line, sum_words
from coordtui.screens.exporting import Exporting
from coordtui.screens.paging import PAUSE, REST
from coordtui.screens.person import PersonVerbs
from coordtui.screens.sorting import Sorting
from coordtui.screens.target import Target
from coordtui.widgets.table import Row


class CaseloadScreen(Exporting, PersonVerbs, Sorting):
    """Reads the caseload sorted by one column, at first by name."""

    page = "caseload"
    mode = "caseload"
    listed = "the caseload"
    BINDINGS: ClassVar[list[BindingType]] = bindings("caseload")
    columns = COLUMNS
    highest_first = HIGHEST_FIRST
    opening = casework.opening
    paging = casework.page
    placeholder = "name, words, acuity:>=high, last:>30d, no:plan, lang:es"
    no_match = "No patient matches. Esc in the line above shows all."
    nothing = "Nobody is here yet. n adds a patient, i imports from an EHR."

    # Reading

    def sum_up(self) -> None:
        """What everyone comes to is counted after the rows are drawn."""
        pause = PAUSE if self.filter.is_open else REST
        self.read("sums", casework.sums, self.today, filter=self.filter.text).then(self._summed, after=pause)

    def _summed(self, sums: Sums) -> None:
        self.sum.update(sum_words(sums), layout=False)

    def line(self, row: CaseloadRow, today: dt.date) -> Row:
        return line(row, self.who(row.patient), today)

    async def returned(self) -> None:
        self._unseen, self._stale = set(), False
        self.reload()

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
        row = self.rows.view(self.person())
        return None if row is None else Target(row.patient_id, row.patient, None, "", "", Ball.ME, None)
