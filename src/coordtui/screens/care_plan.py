"""The open care plans: whose, how many goals are worked on, and when to look at them again."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Final

from textual.binding import BindingType

from coordtui.casework.open_work import OpenPlan, open_plans
from coordtui.rules.dates import show_day
from coordtui.screens.keys import bindings
from coordtui.screens.listing import Listing
from coordtui.widgets.table import Column, Row

COLUMNS: Final = (
    Column("patient", "patient", weight=3, min_width=12, max_width=28, sortable=False),
    Column("title", "plan", weight=5, min_width=12, sortable=False),
    Column("status", "status", width=9, priority=2, sortable=False),
    Column("goals", "goals", width=5, align="right", priority=3, sortable=False),
    Column("review", "review", width=11, sortable=False),
)


class PlansScreen(Listing):
    """Read-only for now: opening a row opens the patient's chart."""

    CSS_PATH = "listing.tcss"
    page = "plans"
    mode = "plans"
    BINDINGS: ClassVar[list[BindingType]] = bindings("plans")
    columns = COLUMNS
    reading = staticmethod(open_plans)
    noun = "care plans"
    placeholder = "name, words, plan:draft, due:overdue"

    def line(self, row: OpenPlan, today: dt.date) -> Row:
        review, late = "no review", True
        if row.review_on is not None:
            days = (today - row.review_on).days
            review, late = (f"{days} d late", True) if days > 0 else (show_day(row.review_on, today), False)
        cells = ((self.who(row.patient), "strong"), row.title, str(row.status), str(row.goals))
        return Row(row.work_id, (*cells, (review, "warning" if late else "")))
