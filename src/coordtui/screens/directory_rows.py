"""The directory as a table: its columns, an entry as a row, the sorts, and the sum of all."""

from __future__ import annotations

import datetime as dt
from typing import Final

from coordtui.casework.directory_list import Listed, Sums
from coordtui.rules.dates import show_day
from coordtui.rules.directory_record import Performance, days_words
from coordtui.widgets.columns import Cell, Column, Row

COLUMNS: Final = (
    Column("name", "name", weight=5, min_width=22, max_width=40),
    Column("role", "what", weight=4, min_width=14, max_width=30, priority=2),
    Column("place", "where", weight=4, min_width=10, max_width=34, priority=6),
    Column("phone", "phone", width=16, priority=1, sortable=False),
    Column("open", "open", width=6, align="right", priority=4),
    Column("days", "to a visit", width=10, priority=5),
    Column("closed", "met", width=5, align="right", priority=7),
    Column("verified", "checked", width=11, priority=3),
)
HIGHEST_FIRST: Final = frozenset({"open", "closed"})


def line(row: Listed, record: Performance | None, today: dt.date) -> Row:
    """One entry; `record` is None while it is not read. A retired one says so in the first column, which stands on any
    screen.
    """
    place = (row.place or "").split("\n")[0]
    counts = ("", "", "") if record is None else _counts(record)
    if not row.active:
        name = f"{row.name} (retired)"
        return Row(row.key, (name, row.role or "", place, row.phone or "", *counts, "retired"), tone="muted")
    phone: Cell = row.phone or ("no number", "warning")
    return Row(row.key, ((row.name, "strong"), row.role or "", place, phone, *counts, _checked(row, today)))


def _counts(record: Performance) -> tuple[str, str, str]:
    days = days_words(record.median_days_to_schedule)
    return str(record.open or ""), days or "–", str(record.closed_loops or "")


def _checked(row: Listed, today: dt.date) -> Cell:
    if row.verified_on is None:
        return "never", "warning"
    day = row.verified_on
    words = show_day(day, today) if day.year == today.year else f"{day.day} {day:%b %Y}"
    return words, "warning" if row.stale else ""


def sum_words(sums: Sums) -> str:
    """ "15 entries · 4 to check again · 2 retired"."""
    return " · ".join(
        (
            f"{sums.used:,} {'entry' if sums.used == 1 else 'entries'}",
            *([f"{sums.stale:,} to check again"] if sums.stale else []),
            *([f"{sums.retired:,} retired"] if sums.retired else []),
        )
    )
