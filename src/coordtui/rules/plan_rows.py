"""A plan as rows that the rules can work with: what stands in the outline, in a version, and on a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from coordtui.models.care_plan import GoalStatus, InterventionStatus, PlanStatus
from coordtui.models.codes import Ball


@dataclass(frozen=True, slots=True)
class PlanFields:
    """A plan's own fields."""

    id: int
    uid: str
    patient_id: int
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


@dataclass(frozen=True, slots=True)
class ConcernRow:
    id: int
    uid: str
    position: int
    text: str
    rank: int | None
    resolved_on: dt.date | None


@dataclass(frozen=True, slots=True)
class GoalRow:
    id: int
    uid: str
    concern_id: int | None
    position: int
    text: str
    patient_words: str | None
    status: GoalStatus
    achievement: str | None
    priority: str | None
    starts_on: str | None
    due_on: str | None
    measure: str | None
    unit: str | None
    baseline: str | None
    target: str | None
    why: str | None
    importance: int | None
    confidence: int | None
    scale: str | None
    attainment: int | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class StepRow:
    """An intervention."""

    id: int
    uid: str
    goal_id: int | None
    concern_id: int | None
    position: int
    text: str
    status: InterventionStatus
    owner: Ball
    owner_name: str | None
    due_on: str | None
    next_check_on: dt.date | None
    schedule: str | None
    location: str | None
    evidence: str | None
    done_on: dt.date | None


@dataclass(frozen=True, slots=True)
class BarrierRow:
    id: int
    goal_id: int
    position: int
    category: str
    text: str | None
    severity: int
    found_on: dt.date | None
    resolved_on: dt.date | None
    how: str | None

    @property
    def words(self) -> str:
        return self.text or self.category.replace("_", " ")


@dataclass(frozen=True, slots=True)
class StrengthRow:
    id: int
    goal_id: int
    position: int
    text: str


Row = ConcernRow | GoalRow | StepRow | BarrierRow | StrengthRow


@dataclass(frozen=True, slots=True)
class PlanRows:
    """Everything of one plan except what was entered in error, in no particular order."""

    plan: PlanFields
    concerns: tuple[ConcernRow, ...] = ()
    goals: tuple[GoalRow, ...] = ()
    steps: tuple[StepRow, ...] = ()
    barriers: tuple[BarrierRow, ...] = ()
    strengths: tuple[StrengthRow, ...] = ()

    def by_ref(self) -> Iterator[tuple[str, Row]]:
        """Every line as ("goal:7", row)."""
        for kind, rows in (
            ("concern", self.concerns),
            ("goal", self.goals),
            ("intervention", self.steps),
            ("barrier", self.barriers),
            ("strength", self.strengths),
        ):
            for row in rows:
                yield f"{kind}:{row.id}", row
