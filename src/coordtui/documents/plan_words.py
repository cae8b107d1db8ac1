"""The plain English of a care plan's copies. Sentences are short: the patient's page aims at grade 6 or below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from coordtui.documents.words import MONTHS, partial_day, short_day
from coordtui.models.care_plan import GoalStatus, InterventionStatus, PlanStatus
from coordtui.models.codes import Ball
from coordtui.models.plan_version import Agreement
from coordtui.rules.dates import moment_day

TITLE: Final = "Your care plan"
TEAM_TITLE: Final = "Care plan"
INTRO: Final = "This plan is yours. Ask to change it at any time."
DRAFT: Final = "This plan is not final yet. We will go over it with you."
NO_GOALS: Final = "We have not set goals yet. Tell us what matters to you."
GOALS_UNSAID: Final = "We talk about your goals when we meet."
ASK: Final = "Is something not clear or not right? Call and ask."
_UNMISTAKEN: Final = 270
NOTHING: Final = "Nothing is recorded."
LEFT_OUT: Final = "Not part of this copy."
TEAM_MEDICINES: Final = (
    "As recorded by the coordinator; not a prescription, and it may not be complete. Ask the patient."
)

PLAN: Final[Mapping[PlanStatus, str]] = {
    PlanStatus.DRAFT: "draft, not yet agreed",
    PlanStatus.ACTIVE: "active",
    PlanStatus.ON_HOLD: "on hold",
    PlanStatus.REVOKED: "given up",
    PlanStatus.COMPLETED: "completed",
    PlanStatus.ENTERED_IN_ERROR: "entered in error",
    PlanStatus.UNKNOWN: "status unknown",
}

GOAL: Final[Mapping[GoalStatus, str]] = {
    GoalStatus.PROPOSED: "proposed",
    GoalStatus.PLANNED: "planned",
    GoalStatus.ACCEPTED: "accepted",
    GoalStatus.ACTIVE: "active",
    GoalStatus.ON_HOLD: "on hold",
    GoalStatus.COMPLETED: "completed",
    GoalStatus.CANCELLED: "cancelled",
    GoalStatus.ENTERED_IN_ERROR: "entered in error",
    GoalStatus.REJECTED: "rejected",
}

STEP: Final[Mapping[InterventionStatus, str]] = {
    InterventionStatus.NOT_STARTED: "not started",
    InterventionStatus.SCHEDULED: "scheduled",
    InterventionStatus.IN_PROGRESS: "in progress",
    InterventionStatus.ON_HOLD: "on hold",
    InterventionStatus.COMPLETED: "done",
    InterventionStatus.CANCELLED: "cancelled",
    InterventionStatus.STOPPED: "stopped",
    InterventionStatus.UNKNOWN: "unknown",
    InterventionStatus.ENTERED_IN_ERROR: "entered in error",
}

OWNER: Final[Mapping[Ball, str]] = {
    Ball.PATIENT: "Patient",
    Ball.RECIPIENT: "The service referred to",
    Ball.REQUESTER: "The requesting clinician",
    Ball.PAYER: "The health plan",
    Ball.OTHER: "Somebody else",
}
"""Who does a step, for the team; the coordinator's name stands for `Ball.ME`."""

HOW_AGREED: Final[Mapping[Agreement, str]] = {
    Agreement.IN_PERSON: "in person",
    Agreement.PHONE: "by phone",
    Agreement.VIDEO: "by video",
    Agreement.SIGNED: "with a signature",
    Agreement.REPRESENTATIVE: "through the representative",
}


def day_words(text: str | None) -> str:
    """ "January 5, 2027" or "March 2027" for a partial date, "" for none."""
    day = moment_day(text)
    return short_day(day) if day else partial_day(text)


def seen(measure: str, target: str, unit: str) -> str:
    """ "How we see it: days with a reading. The aim is 5 days a week."

    Where the target itself is yes or all, only the first sentence stands: the second would say nothing.
    """
    first = measure[:1].lower() if measure[1:2].islower() else measure[:1]  # "A1c" and "BMI" stay as they are
    said = f"How we see it: {first}{measure[1:].rstrip('.')}." if measure else ""
    if not target or target.casefold() in {"yes", "all"}:
        return said
    aim = f"The aim is {target} {unit}".rstrip(" .") + "."
    return f"{said} {aim}".strip()


def near_day(day: dt.date, today: dt.date) -> str:
    """ "January 5"; with the year where it could be taken for another."""
    if abs((day - today).days) < _UNMISTAKEN:
        return f"{MONTHS[day.month - 1]} {day.day}"
    return short_day(day)


def kept(goals: int, steps: int, coordinator: str) -> str:
    """How many goals, and steps of the goals that are shown, are not on the page; "" when all of them are."""
    parts = [f"{many} more {word}{'s' * (many > 1)}" for many, word in ((goals, "goal"), (steps, "step")) if many]
    return f"{coordinator} keeps {' and '.join(parts)} for you. Ask to see them." if parts else ""
