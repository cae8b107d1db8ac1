"""The lines of a plan as rows of the outline, and what stands above it. Views in, rows out."""

from __future__ import annotations

import datetime as dt
from typing import Final

from coordtui.casework.plan_outline import Line, PlanHead
from coordtui.models.codes import Ball
from coordtui.rules.dates import is_partial, show_day, show_partial
from coordtui.rules.plan_outline import WORDS
from coordtui.screens.plan_places import GLYPHS, NewLine
from coordtui.screens.queue import TURNS
from coordtui.widgets.outline import Cell, Column, Row, indented

NEW: Final = "new"
"""The key of the row that is being written."""
COLUMNS: Final = (
    Column("text", "plan", weight=1, min_width=33, sortable=False),
    Column("changed", "", width=1, priority=1, sortable=False),
    Column("status", "status", width=11, priority=2, sortable=False),
    Column("owner", "whose", width=9, priority=3, sortable=False),
    Column("due", "due", width=11, priority=0, sortable=False),
)
REACHED, ENDED = "✓", "×"
MARKS: Final = {"new": "*", "changed": "~", "": ""}
"""What stands at a line that was added or changed since the last version."""


def row_of(line: Line, today: dt.date) -> Row:
    """One line; what is over is quiet, what is late warns."""
    quiet = not line.is_open
    tone = "muted" if quiet else "strong" if line.kind == "concern" else ""
    text = indented(line.depth, sign(line), line.text)
    owner = "" if line.owner is None or quiet else line.owner_name or TURNS[Ball(line.owner)]
    due_tone = "" if quiet else {"late": "danger", "soon": "warning"}.get(line.due_state, "")
    cells: tuple[Cell, ...] = (
        (text, tone),
        (MARKS[line.changed], "warning"),
        (_status(line), "muted" if quiet else ""),
        (owner, "muted" if owner == TURNS[Ball.ME] else ""),
        (due_words(line.due_on, today), "muted" if quiet else due_tone),
    )
    return Row(line.ref, cells)


def sign(line: Line) -> str:
    """The sign of its kind; of what is over, how it ended: a narrow screen has no room for the status."""
    if line.is_open:
        return GLYPHS[line.kind]
    return REACHED if line.status in ("completed", "resolved") else ENDED


def _status(line: Line) -> str:
    """A concern or barrier that stands open says nothing of it; a barrier says how bad it is."""
    if line.kind in ("concern", "barrier") and line.is_open:
        return line.has_more if line.kind == "barrier" else ""
    return line.status_label


def new_row(new: NewLine) -> Row:
    return Row(NEW, (indented(new.depth, GLYPHS[new.kind], ""), "", (WORDS[new.kind], "muted"), "", ""))


def due_words(text: str | None, today: dt.date) -> str:
    """A due date in at most 10 cells: "tomorrow", "Fri 27 Nov", "3 Jan 2027", "Jun 2027"; other text as it is."""
    if not text:
        return ""
    if len(text) == 10 and is_partial(text):
        day = dt.date.fromisoformat(text)
        if day.year == today.year:
            return show_day(day, today)
        return f"{day.day} {day:%b} {day.year}" if abs((day - today).days) > 1 else show_day(day, today)
    return " ".join(word[:3] if word.isalpha() else word for word in show_partial(text).split())


def head_words(plan: PlanHead, today: dt.date) -> tuple[str, bool]:
    """ "active · review Fri 27 Nov", and whether the review is late."""
    if not plan.editable:
        closed = f" {show_day(plan.closed_on, today)}" if plan.closed_on else ""
        return f"{plan.status_label}{closed}", False
    if plan.review_on is None:
        review = "no review set"
    elif plan.review_late:
        review = f"review {(today - plan.review_on).days} d late"
    else:
        review = f"review {show_day(plan.review_on, today)}"
    return f"{plan.status_label} · {review}", plan.review_late
