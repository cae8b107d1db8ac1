"""The rest of a plan's line, for the pane beside the outline. Rows in, lines out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from coordtui.casework.goal import ProgressView
from coordtui.casework.plan_outline import Line
from coordtui.models.codes import Ball
from coordtui.rules.dates import show_day, show_partial
from coordtui.rules.goal import (
    BARRIERS,
    OPEN_GOALS,
    achievement_label,
    attainment_label,
    prompt,
    scale_lines,
    status_label,
)
from coordtui.rules.plan_outline import WORDS
from coordtui.rules.plan_rows import BarrierRow, ConcernRow, GoalRow, Row, StepRow
from coordtui.screens.plan_places import GLYPHS
from coordtui.screens.preview import WHOLE
from coordtui.screens.queue import TURNS
from coordtui.widgets.spark import span, spark

Part = tuple[str, str, str]
"""Label (WHOLE for a line over the whole width), words, tone."""
NOTES: Final = 4
"""Notes of progress shown in the pane; m shows all."""
CHANGED: Final = {"new": "new since the last version", "changed": "changed since the last version"}


def parts(line: Line, row: Row | None, progress: Sequence[ProgressView], today: dt.date) -> list[Part]:
    """What the outline has no room for. `progress` is the goal's, in any order."""
    found: list[Part] = [(WHOLE, f"{GLYPHS[line.kind]} {line.text}", "strong")]
    match row:
        case ConcernRow():
            found += _concern(row, today)
        case GoalRow():
            found += _goal(row, progress, today)
        case StepRow():
            found += _step(row, today)
        case BarrierRow():
            found += _barrier(row, today)
    if line.changed:
        found.append(("", CHANGED[line.changed], "warning"))
    return [part for part in found if part[1]]


def legend() -> list[Part]:
    """What a new line may be, and how to say so: shown while one is written, and on an empty plan."""
    signs = "   ".join(f"{glyph} {WORDS[kind]}" for kind, glyph in GLYPHS.items())
    return [
        (WHOLE, signs, ""),
        (WHOLE, "enter saves the line and opens the next", "muted"),
        (WHOLE, "tab puts it further in: concern, goal, step; shift+tab further out", "muted"),
        (WHOLE, "under a goal, ! before the words makes a barrier, + a strength", "muted"),
        (WHOLE, "every line is in the vault at once; u takes back one step", "muted"),
    ]


def _concern(row: ConcernRow, today: dt.date) -> list[Part]:
    resolved = f"resolved {show_day(row.resolved_on, today)}" if row.resolved_on else ""
    return [("rank", f"{row.rank} in the patient's own order" if row.rank else "", ""), ("", resolved, "muted")]


def _goal(row: GoalRow, progress: Sequence[ProgressView], today: dt.date) -> list[Part]:
    words = f"“{row.patient_words}”" if row.patient_words else ""
    sure = prompt(row.confidence, row.importance)
    return [
        ("words", words, ""),
        ("ask", sure, "warning"),
        ("values", value_words(progress, row.unit), ""),
        ("measure", measure_words(row), ""),
        ("goes", goes_words(row), ""),
        ("why", row.why or "", ""),
        ("sure", _judged(row), ""),
        *((note_day(one, today), note_words(one, row.unit), "") for one in newest(progress)[:NOTES]),
        ("ended", row.outcome or "", ""),
        ("to say", _unsaid(row), "muted"),
    ]


def _unsaid(row: GoalRow) -> str:
    """What a goal still lacks of what makes it one: the patient's words, why, how it is measured, how sure they are."""
    if row.status not in OPEN_GOALS:
        return ""
    lacks = [
        "" if row.patient_words else "their own words",
        "" if row.why else "why it matters",
        "" if row.measure and row.target else "measure and target",
        "" if row.due_on else "due date",
        "" if row.confidence is not None else "confidence",
    ]
    found = ", ".join(one for one in lacks if one)
    return f"{found} (e)" if found else ""


def measure_words(row: GoalRow) -> str:
    """ "A1c, %: from 9.1 to 7.5, by 3 March 2027"."""
    unit = f" {row.unit}" if row.unit else ""
    ways = [f"from {row.baseline}" if row.baseline else "", f"to {row.target}" if row.target else ""]
    way = " ".join(part for part in ways if part)
    due = f"by {show_partial(row.due_on)}" if row.due_on and (row.measure or row.target) else ""
    what = row.measure or ("measured" if way else "")
    head = f"{what}: {way}{unit}" if way else f"{what}{',' if what and unit else ''}{unit}".strip()
    return ", ".join(part for part in (head, due) if part)


def value_words(progress: Sequence[ProgressView], unit: str | None) -> str:
    """ "▁▃▆█ 9.1 → 7.9 %, 4 values", oldest first."""
    values = [one.value for one in reversed(newest(progress)) if one.value]
    bars = spark(values)
    if not bars:
        return ""
    ends = span(values)
    way = " → ".join(ends) if ends else values[-1] or ""
    count = f", {len(values)} values" if len(values) > 1 else ", one value"
    return f"{bars} {way}{f' {unit}' if unit else ''}{count}"


def goes_words(row: GoalRow) -> str:
    """How it goes: the achievement, and where it stands on its own scale."""
    found = achievement_label(row.achievement)
    if row.attainment is None:
        return found
    looks = scale_lines(row.scale)[row.attainment + 2]
    scale = f"{attainment_label(row.attainment)} on its scale{f': {looks}' if looks else ''}"
    return f"{found} · {scale}" if found else scale


def _judged(row: GoalRow) -> str:
    matters = f"matters {row.importance} of 10" if row.importance is not None else ""
    sure = f"confident {row.confidence} of 10" if row.confidence is not None else ""
    return " · ".join(part for part in (matters, sure) if part)


def _step(row: StepRow, today: dt.date) -> list[Part]:
    whose = f"{row.owner_name}, {TURNS[row.owner]}" if row.owner_name else TURNS[Ball(row.owner)]
    check = f"look again {show_day(row.next_check_on, today)}" if row.next_check_on else ""
    done = f"{status_label(row.status)} {show_day(row.done_on, today)}" if row.done_on else ""
    return [
        ("whose", whose, ""),
        ("", check, ""),
        ("when", row.schedule or "", ""),
        ("where", row.location or "", ""),
        ("done", done, "good"),
        ("shown by", row.evidence or "", ""),
    ]


def _barrier(row: BarrierRow, today: dt.date) -> list[Part]:
    weight = f"severity {row.severity} of 3{': it weighs in the queue' if row.severity == 3 else ''}"
    over = f"resolved {show_day(row.resolved_on, today)}" if row.resolved_on else weight
    return [
        ("kind", BARRIERS.get(row.category, row.category), ""),
        ("", over, "muted" if row.resolved_on else "warning" if row.severity == 3 else ""),
        ("how", row.how or "", ""),
    ]


def newest(progress: Sequence[ProgressView]) -> list[ProgressView]:
    """The latest look first; of one day the one noted last."""
    return sorted(progress, key=lambda one: (one.noted_on, one.progress_id), reverse=True)


def note_day(one: ProgressView, today: dt.date) -> str:
    day = one.noted_on
    return show_day(day, today) if (today - day).days < 2 else f"{day.day} {day:%b}"


def note_words(one: ProgressView, unit: str | None) -> str:
    """ "7.9 %, getting better, +1: walks to the shop"."""
    value = f"{one.value}{f' {unit}' if unit else ''}" if one.value else ""
    facts = ", ".join(
        part for part in (value, achievement_label(one.achievement), attainment_label(one.attainment)) if part
    )
    return ": ".join(part for part in (facts, one.note or "") if part)
