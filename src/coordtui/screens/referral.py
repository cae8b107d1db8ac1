"""The open referrals: what was asked of whom, whose turn it is, and when to look again."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import ClassVar, Final

from textual.binding import BindingType

from coordtui.casework.open_work import OpenReferral, open_referrals
from coordtui.rules.dates import show_day
from coordtui.screens.keys import bindings
from coordtui.screens.listing import Listing
from coordtui.screens.queue import TURNS
from coordtui.widgets.table import Column, Row

COLUMNS: Final = (
    Column("patient", "patient", weight=3, min_width=12, max_width=28, sortable=False),
    Column("what", "referral", weight=5, min_width=12, sortable=False),
    Column("state", "state", width=16, priority=1, sortable=False),
    Column("turn", "turn", width=9, priority=2, sortable=False),
    Column("age", "since", width=8, priority=4, sortable=False),
    Column("check", "next check", width=11, priority=0, sortable=False),
)


class ReferralsScreen(Listing):
    """Read-only for now: opening a row opens the patient's chart."""

    CSS_PATH = "listing.tcss"
    page = "referrals"
    mode = "referrals"
    BINDINGS: ClassVar[list[BindingType]] = bindings("referrals")
    columns = COLUMNS
    reading = staticmethod(open_referrals)
    noun = "referrals"
    placeholder = "name, service, ball:recipient, due:overdue"

    def line(self, row: OpenReferral, today: dt.date) -> Row:
        check, late = "none", True
        if row.next_check_on is not None:
            days = (today - row.next_check_on).days
            check, late = (f"{days} d late", True) if days > 0 else (show_day(row.next_check_on, today), False)
        what = f"{row.what} → {row.to_name}" if row.to_name else row.what
        age = f"{(today - row.since).days} d"
        tone = "warning" if late else ""
        return Row(
            row.work_id, ((self.who(row.patient), "strong"), what, row.state, TURNS[row.ball], age, (check, tone))
        )

    def sum_words(self) -> str:
        waiting = Counter(TURNS[row.ball] for row in self.rows.views)
        return " · ".join((super().sum_words(), *(f"{count} with {who}" for who, count in waiting.most_common())))
