"""What a goal is measured by: confidence, attainment, how lines of a plan change their status, and their words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from coordtui.errors import InvalidInput
from coordtui.models.care_plan import Achievement, GoalStatus, InterventionStatus, PlanStatus
from coordtui.rules.dates import days_in, moment_day, parse_day, parse_partial

SURE = 7
"""Below this confidence of 10 a goal is likely too big (domain sheet §2.3)."""
SOON_DAYS = 7
RESOLVED, STANDING = "resolved", "open"

G, S = GoalStatus, InterventionStatus
OPEN_GOALS = frozenset({G.PROPOSED, G.PLANNED, G.ACCEPTED, G.ACTIVE, G.ON_HOLD})
UNSETTLED = frozenset({G.PROPOSED, G.PLANNED, G.ACCEPTED})
"""Not agreed yet; agreeing the plan makes them active."""
GIVEN_UP = frozenset({G.CANCELLED, G.REJECTED, G.ENTERED_IN_ERROR})
OPEN_STEPS = frozenset({S.NOT_STARTED, S.SCHEDULED, S.IN_PROGRESS, S.ON_HOLD})
FINAL = tuple(one for one in Achievement if one is not Achievement.IN_PROGRESS)
"""How a goal may have ended."""

ACHIEVEMENTS: Mapping[str, str] = MappingProxyType(
    {
        "in-progress": "in progress",
        "improving": "getting better",
        "worsening": "getting worse",
        "no-change": "no change",
        "achieved": "reached",
        "sustaining": "reached and kept up",
        "not-achieved": "not reached",
        "no-progress": "no progress",
        "not-attainable": "cannot be reached",
    }
)
BARRIERS: Mapping[str, str] = MappingProxyType(
    {
        "transport": "transport",
        "cost": "cost",
        "time": "time or work",
        "caring": "caring for others",
        "language": "language",
        "understanding": "understanding",
        "trust": "trust",
        "mood": "mood or energy",
        "pain": "pain or symptoms",
        "memory": "memory",
        "sight_hearing": "sight or hearing",
        "housing": "housing",
        "food": "food",
        "phone_internet": "phone or internet",
        "family": "family or home",
        "service": "no service or long wait",
        "other": "other",
    }
)
_STATUS_WORDS = {"completed": "done", "entered-in-error": "entered in error", "unknown": "not known"}
_NEXT_GOAL = {
    G.PROPOSED: G.ACTIVE, G.PLANNED: G.ACTIVE, G.ACCEPTED: G.ACTIVE, G.ACTIVE: G.COMPLETED, G.COMPLETED: G.ON_HOLD,
    G.ON_HOLD: G.CANCELLED, G.CANCELLED: G.ACTIVE, G.REJECTED: G.PROPOSED, G.ENTERED_IN_ERROR: G.ACTIVE,
}  # fmt: skip
_NEXT_STEP = {
    S.NOT_STARTED: S.IN_PROGRESS, S.SCHEDULED: S.IN_PROGRESS, S.IN_PROGRESS: S.COMPLETED, S.COMPLETED: S.CANCELLED,
    S.CANCELLED: S.NOT_STARTED, S.ON_HOLD: S.IN_PROGRESS, S.STOPPED: S.NOT_STARTED, S.UNKNOWN: S.NOT_STARTED,
    S.ENTERED_IN_ERROR: S.NOT_STARTED,
}  # fmt: skip
_STATUSES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "goal": tuple(one.value for one in G),
        "intervention": tuple(one.value for one in S),
        "concern": (STANDING, RESOLVED),
        "barrier": (STANDING, RESOLVED),
        "strength": (),
    }
)


def statuses(kind: str) -> tuple[str, ...]:
    """The statuses that a line of that kind may have; none for a strength."""
    return _STATUSES.get(kind, ())


def next_status(kind: str, status: str) -> str:
    """The status that one press of the key leads to, round and round; "" where a line has none."""
    if kind == "goal":
        return _NEXT_GOAL[G(status)].value
    if kind == "intervention":
        return _NEXT_STEP[S(status)].value
    if kind in ("concern", "barrier"):
        return STANDING if status == RESOLVED else RESOLVED
    return ""


def status_label(status: str) -> str:
    return _STATUS_WORDS.get(status, status.replace("-", " "))


def plan_label(status: PlanStatus) -> str:
    words = {PlanStatus.REVOKED: "ended early", PlanStatus.COMPLETED: "closed"}
    return words.get(status) or status_label(status.value)


def achievement_label(code: str | None) -> str:
    """The achievement in words; a source's own word stays, nothing gives ""."""
    return ACHIEVEMENTS.get(code or "", (code or "").replace("-", " "))


def attainment_label(score: int | None) -> str:
    """ "+1" on the scale of goal attainment; "" when there is none."""
    return "" if score is None else f"{score:+d}" if score else "0"


def prompt(confidence: int | None, importance: int | None = None) -> str:
    """A question to ask the patient when they are not sure enough of a goal; "" when they are, or were not asked."""
    if importance is not None and importance < SURE:
        return f"This matters {importance} of 10 to them. What would matter more?"
    if confidence is None or confidence >= SURE:
        return ""
    if confidence <= 3:
        return f"Confidence {confidence} of 10. What would be a smaller first step?"
    return f"Confidence {confidence} of 10. What would make it a {SURE}?"


def scale_lines(scale: str | None) -> tuple[str, str, str, str, str]:
    """What -2, -1, 0, +1 and +2 look like; empty where nothing is said."""
    found = [line.strip() for line in (scale or "").split("\n")][:5]
    a, b, c, d, e = (*found, *[""] * (5 - len(found)))
    return a, b, c, d, e


def join_scale(lines: tuple[str, ...]) -> str | None:
    """Five lines as they are kept; None when all are empty."""
    if not any(line.strip() for line in lines):
        return None
    kept = [" ".join(line.split()) for line in lines][:5]
    return "\n".join([*kept, *[""] * (5 - len(kept))])


def due_text(text: str | None, today: dt.date) -> str | None:
    """A due date as kept, from what was typed: a partial date ("2026-06", "June 2026") or a day ("fri", "+2w").

    Raises:
        InvalidInput: at "due_on", when it is neither, or lies more than ten years off.
    """
    words = (text or "").strip()
    if not words:
        return None
    try:
        found = parse_partial(words)
    except ValueError:
        try:
            found = parse_day(words, today).isoformat()
        except ValueError as reason:
            raise InvalidInput("due_on", str(reason)) from None
    if abs(int(found[:4]) - today.year) > 10:
        raise InvalidInput("due_on", "That is more than ten years off.", "Check the year.")
    return found


def last_day(due_on: str | None) -> dt.date | None:
    """The last day of a partial date or moment: "2026-06" lasts to 30 June. None for anything else."""
    day = moment_day(due_on)
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2}))?", (due_on or "").strip())
    if day is not None or match is None:
        return day
    year, month = int(match[1]), int(match[2] or 12)
    return dt.date(year, month, days_in(year, month)) if year and 1 <= month <= 12 else None


def due_state(due_on: str | None, today: dt.date) -> str:
    """ "late" once the last day of a due date is past, "soon" within a week of it, else ""."""
    day = last_day(due_on)
    if day is None:
        return ""
    return "late" if day < today else "soon" if (day - today).days <= SOON_DAYS else ""


_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(?:[.,][0-9]{1,6})?")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3}(?:[.][0-9]{1,6})?")
_EITHER = re.compile(r"[+-]?[1-9],[0-9]{3}")
"""One digit, a comma and three: thousands to one hand, a decimal to another, and a thousand times apart."""


def measured(text: str | None) -> str | None:
    """A measured value as kept: a decimal number as text ("7.4" of "7,4", "10000" of "10,000").

    Raises:
        InvalidInput: at "value", when it is no number, or may be one of two ("1,200").
    """
    words = (text or "").strip()
    if not words:
        return None
    if _EITHER.fullmatch(words):
        whole, part = words.replace(",", ""), Decimal(words.replace(",", ".")).normalize()
        raise InvalidInput("value", f'"{words}" may be either of two numbers.', f"Write {whole} or {part:f}.")
    if _THOUSANDS.fullmatch(words):
        return str(Decimal(words.replace(",", "")))
    if not _NUMBER.fullmatch(words):
        raise InvalidInput("value", "A measured value is a number.", "For example 7.4; words go into the note.")
    return str(Decimal(words.replace(",", ".")))


def number(value: str | None) -> float | None:
    """A kept value for drawing; None where it is no number."""
    words = (value or "").strip()
    return float(words) if re.fullmatch(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?", words) else None


def check_score(field: str, score: int | None, least: int, most: int) -> int | None:
    """Raise InvalidInput at `field` unless `score` is empty or from `least` to `most`."""
    if score is not None and not least <= score <= most:
        raise InvalidInput(field, f"This is a number from {least} to {most}.", "Leave it empty if nobody asked.")
    return score


def needs_outcome(status: GoalStatus, achievement: str | None) -> bool:
    """Whether closing its plan asks how this goal ended: it is still worked on, or done without saying how."""
    return status in OPEN_GOALS or (status is G.COMPLETED and achievement not in FINAL)
