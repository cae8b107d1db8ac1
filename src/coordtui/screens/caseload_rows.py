"""The caseload as a table: its columns, a person as a row, and the sum of all."""

from __future__ import annotations

import datetime as dt
from typing import Final

from coordtui.casework.caseload import CaseloadRow, Sums
from coordtui.models.acuity import Level
from coordtui.rules.dates import show_day
from coordtui.screens.words import ago, language_words
from coordtui.widgets.columns import Cell, Column, Row

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
"""A column's id is that of `casework.caseload.SORTS`."""
HIGHEST_FIRST: Final = frozenset({"acuity", "open", "plan", "engagement"})
"""Columns of which the first wish is the greatest need."""
_ENGAGEMENT_TONES: Final = {"drifting": "warning", "disengaged": "warning", "lost": "danger"}
_LEVEL_TONES: Final = {"complex": "danger", "high": "warning"}
_LEVELS: Final = tuple(reversed(Level))


def line(row: CaseloadRow, name: str, today: dt.date) -> Row:
    """One person; someone who has died says so in a column that stands on any screen."""
    age = "" if row.age is None else str(row.age)
    if row.deceased:
        cells = (name, age, "–", "died", ago(row.last_two_way, today), str(row.open or ""), row.plan or "–", "died", "")
        return Row(row.patient_id, cells, tone="muted")
    level = str(row.level or "")
    acuity = f"{level} {row.acuity}" if row.acuity is not None else level or "–"
    full: tuple[Cell, ...] = (
        name,
        age,
        (acuity, _LEVEL_TONES.get(level, "")),
        _due(row.next_due, today),
        ago(row.last_two_way, today),
        str(row.open),
        row.plan or "–",
        (row.engagement, _ENGAGEMENT_TONES.get(row.engagement, "")),
        language_words(row.language),
    )
    return Row(row.patient_id, full)


def _due(day: dt.date | None, today: dt.date) -> Cell:
    if day is None:
        return "nothing", "warning"
    late = (today - day).days
    if late > 0:
        return f"{late} d late", "warning"
    return show_day(day, today) if day.year == today.year else f"{day.day} {day:%b %Y}"


def sum_words(sums: Sums) -> str:
    """ "60 patients · 4 complex · 9 high · 3 lost touch · 2 died"."""
    counted = [
        f"{sums.living:,} {'patient' if sums.living == 1 else 'patients'}",
        *(f"{count:,} {level}" for level in _LEVELS if (count := sums.levels.get(level, 0))),
        *([f"{sums.lost:,} lost touch"] if sums.lost else []),
        *([f"{sums.died:,} died"] if sums.died else []),
    ]
    return " · ".join(counted)
