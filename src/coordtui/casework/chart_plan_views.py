"""The frozen views of a chart's plans: each mirrors a table, without its inner keys."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from coordtui.casework.goal import ProgressView
from coordtui.casework.plan_views import VersionHead
from coordtui.models.care_plan import GoalStatus, InterventionStatus, PlanStatus
from coordtui.models.codes import Ball


@dataclass(frozen=True, slots=True)
class GoalView:
    goal_id: int
    plan_id: int | None
    text: str
    patient_words: str | None
    status: GoalStatus
    achievement: str | None
    priority: str | None
    starts_on: str | None
    due_on: str | None
    measure: str | None
    target: str | None
    concern_id: int | None
    unit: str | None
    baseline: str | None
    why: str | None
    importance: int | None
    confidence: int | None
    scale: str | None
    attainment: int | None
    outcome: str | None
    progress: tuple[ProgressView, ...] = ()
    barriers: tuple[BarrierView, ...] = ()
    strengths: tuple[StrengthView, ...] = ()


@dataclass(frozen=True, slots=True)
class StrengthView:
    strength_id: int
    goal_id: int | None
    text: str


@dataclass(frozen=True, slots=True)
class ConcernView:
    """What goals stand under; `rank` is the patient's own order, from 1."""

    concern_id: int
    plan_id: int
    text: str
    rank: int | None
    resolved_on: dt.date | None


@dataclass(frozen=True, slots=True)
class InterventionView:
    intervention_id: int
    plan_id: int
    goal_id: int | None
    text: str
    status: InterventionStatus
    owner: Ball
    owner_name: str | None
    due_on: str | None
    schedule: str | None
    location: str | None
    concern_id: int | None
    next_check_on: dt.date | None
    evidence: str | None
    done_on: dt.date | None


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan with its lines, each list in the order of the outline; the newest version first."""

    plan_id: int
    title: str
    status: PlanStatus
    category: str | None
    description: str | None
    starts_on: str | None
    ends_on: str | None
    review_on: dt.date | None
    reviewed_on: dt.date | None
    closed_on: dt.date | None
    closing_note: str | None
    concerns: tuple[ConcernView, ...]
    goals: tuple[GoalView, ...]
    interventions: tuple[InterventionView, ...]
    versions: tuple[VersionHead, ...]


@dataclass(frozen=True, slots=True)
class BarrierView:
    """What stands in the way, of the goal `goal_id` or at large."""

    barrier_id: int
    goal_id: int | None
    category: str
    text: str | None
    severity: int
    found_on: dt.date | None
    resolved_on: dt.date | None
    how: str | None
