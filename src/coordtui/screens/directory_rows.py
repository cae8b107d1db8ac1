"""The directory as a table: its columns, an entry as a row, the sorts, and the sum of all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from coordtui.casework.directory import Listed
from coordtui.rules.dates import show_day
from coordtui.rules.directory_record import days_words
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
SORTS: Final[Mapping[str, Callable[[Listed], Any]]] = {
    "role": lambda row: (row.role or "").casefold() or None,
    "place": lambda row: (row.place or "").casefold() or None,
    "open": lambda row: row.record.open or None,
    "days": lambda row: row.record.median_days_to_schedule,
    "closed": lambda row: row.record.closed_loops or None,
    "verified": lambda row: row.verified_on or dt.date.min,
}
"""What a column sorts by; rows come by name, and what a row does not have comes last either way."""
HIGHEST_FIRST: Final = frozenset({"open", "closed"})


def line(row: Listed, today: dt.date) -> Row:
    """One entry. A retired one says so in the first column, which stands on any screen."""
    place = (row.place or "").split("\n")[0]
    record = row.record
    days = days_words(record.median_days_to_schedule)
    counts = (str(record.open or ""), days or "–", str(record.closed_loops or ""))
    if not row.active:
        name = f"{row.name} (retired)"
        return Row(row.ref, (name, row.role or "", place, row.phone or "", *counts, "retired"), tone="muted")
    phone: Cell = row.phone or ("no number", "warning")
    return Row(row.ref, ((row.name, "strong"), row.role or "", place, phone, *counts, _checked(row, today)))


def _checked(row: Listed, today: dt.date) -> Cell:
    if row.verified_on is None:
        return "never", "warning"
    day = row.verified_on
    words = show_day(day, today) if day.year == today.year else f"{day.day} {day:%b %Y}"
    return words, "warning" if row.stale else ""


def sort(rows: Sequence[Listed], column: str, descending: bool) -> tuple[Listed, ...]:
    """Rows that came by name, by a column."""
    key = SORTS.get(column)
    if key is None:
        return tuple(reversed(rows)) if descending else tuple(rows)
    held = sorted((row for row in rows if key(row) is not None), key=key, reverse=descending)
    return (*held, *(row for row in rows if key(row) is None))


def sum_words(rows: Sequence[Listed]) -> str:
    """ "15 entries · 4 to check again · 2 retired"."""
    used = [row for row in rows if row.active]
    stale, retired = sum(row.stale for row in used), len(rows) - len(used)
    return " · ".join(
        (
            f"{len(used):,} {'entry' if len(used) == 1 else 'entries'}",
            *([f"{stale:,} to check again"] if stale else []),
            *([f"{retired:,} retired"] if retired else []),
        )
    )
