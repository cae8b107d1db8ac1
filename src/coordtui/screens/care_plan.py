"""The open care plans: whose, what is due next, when they are reviewed, and how old the agreement is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar, Final

from textual.binding import BindingType

from coordtui.casework import open_work as casework
from coordtui.casework.open_work import OpenPlan
from coordtui.models.codes import Ball
from coordtui.rules.dates import show_day
from coordtui.rules.goal import due_state, plan_label
from coordtui.screens.bindings import bindings
from coordtui.screens.listing import Listing
from coordtui.screens.plan_rows import due_words
from coordtui.screens.plan_verbs import give_copy, reader_dialog
from coordtui.screens.target import Target
from coordtui.screens.words import ago
from coordtui.screens.working import Working, dialog
from coordtui.widgets.table import Column, Row, VirtualTable

COLUMNS: Final = (
    Column("patient", "patient", weight=3, min_width=12, max_width=28, sortable=False),
    Column("title", "plan", weight=5, min_width=12, sortable=False),
    Column("status", "status", width=9, priority=3, sortable=False),
    Column("goals", "goals", width=5, align="right", priority=4, sortable=False),
    Column("due", "next due", width=11, priority=1, sortable=False),
    Column("review", "review", width=11, sortable=False),
    Column("agreed", "agreed", width=14, priority=5, sortable=False),
)
_NEEDS_PLAN: Final = frozenset({"change", "document"})


class PlansScreen(Working, Listing):
    """Enter opens the plan, o the chart."""

    page = "plans"
    mode = "plans"
    listed = "the care plans"
    BINDINGS: ClassVar[list[BindingType]] = bindings("plans")
    columns = COLUMNS
    opening = casework.opening
    placeholder = "name, words, plan:draft, due:overdue"
    nothing = "There are no open care plans. n starts one."

    def page_of(self, keys: Sequence[int]) -> Callable[..., Sequence[Any]]:
        return partial(casework.page, plans=keys)

    def sum_up(self) -> None:
        count = self.rows.count
        self.sum.update(f"{count:,} open care {'plan' if count == 1 else 'plans'}", layout=False)

    def line(self, row: OpenPlan, today: dt.date) -> Row:
        review, late = "no review", True
        if row.review_on is not None:
            days = (today - row.review_on).days
            review, late = (f"{days} d late", True) if days > 0 else (show_day(row.review_on, today), False)
        due = due_words(row.next_due, today)
        tone = {"late": "danger", "soon": "warning"}.get(due_state(row.next_due, today), "")
        agreed = ago(row.agreed_on, today) if row.agreed_on is not None else "not yet"
        head = ((self.who(row.patient), "strong"), row.title, plan_label(row.status), str(row.goals))
        return Row(row.work_id, (*head, (due, tone), (review, "warning" if late else ""), (agreed, "muted")))

    def cannot(self, verb: str) -> str | None:
        if verb in _NEEDS_PLAN and self.table.cursor_key is None:
            return "There is no plan here; n starts one."
        return super().cannot(verb)

    def target(self) -> Target | None:
        row = self.rows.view(self.table.cursor_key)
        return None if row is None else Target(row.patient_id, row.patient, None, "", "", Ball.ME, None)

    def action_log(self) -> None:
        """About what comes first for the person."""
        self._open("contact", "LogDialog", self._here.person)

    @property
    def _plan_id(self) -> int:
        key = self.table.cursor_key
        assert isinstance(key, int), "`cannot` has checked it"
        return key

    async def on_virtual_table_opened(self, event: VirtualTable.Opened | None = None) -> None:
        """Enter opens the plan itself."""
        if event is not None:
            event.prevent_default()  # else the base's handler opens the chart too
        if isinstance(self.table.cursor_key, int):
            self._edit(self.table.cursor_key)

    def _edit(self, plan_id: int | None) -> None:
        if plan_id is not None:
            self._wanted = plan_id
            self.app.push_screen(dialog("plan_outline", "PlanScreen", plan_id))

    def action_new(self) -> None:
        self.app.push_screen(dialog("plan_start", "ForWhomDialog"), self._new_for)

    def _new_for(self, patient_id: int | None) -> None:
        if patient_id is not None:
            self.app.push_screen(dialog("plan_start", "NewPlanDialog", patient_id), self._edit)

    def action_change(self) -> None:
        self.app.push_screen(dialog("plan_forms", "PlanDialog", self._plan_id))

    def action_document(self) -> None:
        self.app.push_screen(reader_dialog(), self._copy_for)

    def _copy_for(self, reader: str | None) -> None:
        if reader is not None:
            give_copy(self, self._plan_id, reader)
