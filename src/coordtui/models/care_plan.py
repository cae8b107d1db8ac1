"""A care plan with its goals and interventions. FHIR CarePlan, Goal, CarePlan.activity."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlmodel import Field

from coordtui.models.base import Record, code_of, key, new_uid, of_patient
from coordtui.models.codes import Ball


class PlanStatus(StrEnum):
    """FHIR request-status. Draft, active and on-hold are open."""

    DRAFT = "draft"
    ACTIVE = "active"
    ON_HOLD = "on-hold"
    REVOKED = "revoked"
    COMPLETED = "completed"
    ENTERED_IN_ERROR = "entered-in-error"
    UNKNOWN = "unknown"


class GoalStatus(StrEnum):
    """FHIR goal-status (lifecycle)."""

    PROPOSED = "proposed"
    PLANNED = "planned"
    ACCEPTED = "accepted"
    ACTIVE = "active"
    ON_HOLD = "on-hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    ENTERED_IN_ERROR = "entered-in-error"
    REJECTED = "rejected"


class InterventionStatus(StrEnum):
    """FHIR care-plan-activity-status."""

    NOT_STARTED = "not-started"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in-progress"
    ON_HOLD = "on-hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    STOPPED = "stopped"
    UNKNOWN = "unknown"
    ENTERED_IN_ERROR = "entered-in-error"


class CarePlan(Record, table=True):
    """`review_on` is when the plan is looked at with the patient again; an overdue review stands in the queue."""

    __tablename__ = "care_plan"
    id: int | None = key()
    uid: str = Field(default_factory=new_uid, unique=True)
    patient_id: int = of_patient()
    title: str
    status: PlanStatus = code_of(PlanStatus, PlanStatus.ACTIVE)
    intent: str | None = None
    category: str | None = None
    description: str | None = None
    starts_on: str | None = None
    ends_on: str | None = None
    review_on: dt.date | None = None
    reviewed_on: dt.date | None = None


class Goal(Record, table=True):
    """`text` is the goal as recorded, `patient_words` the patient's own; `due_on` is a partial date as text."""

    id: int | None = key()
    uid: str = Field(default_factory=new_uid, unique=True)
    patient_id: int = of_patient()
    plan_id: int | None = Field(default=None, foreign_key="care_plan.id", index=True)
    text: str
    patient_words: str | None = None
    status: GoalStatus = code_of(GoalStatus, GoalStatus.ACTIVE)
    achievement: str | None = None
    priority: str | None = None
    starts_on: str | None = None
    due_on: str | None = None
    measure: str | None = None
    target: str | None = None


class Intervention(Record, table=True):
    """What someone does for a plan. `owner` is whose hands it is in, `owner_name` the person in words."""

    id: int | None = key()
    patient_id: int = of_patient()
    plan_id: int = Field(foreign_key="care_plan.id", index=True)
    goal_id: int | None = Field(default=None, foreign_key="goal.id")
    text: str
    status: InterventionStatus = code_of(InterventionStatus, InterventionStatus.NOT_STARTED)
    owner: Ball = code_of(Ball, Ball.ME)
    owner_name: str | None = None
    due_on: str | None = None
    schedule: str | None = None
    location: str | None = None


class Barrier(Record, table=True):
    """What stands in the way. `severity` is 1 to 3; three weighs in the queue until it is resolved."""

    id: int | None = key()
    patient_id: int = of_patient()
    category: str
    text: str | None = None
    severity: int = 1
    found_on: dt.date | None = None
    resolved_on: dt.date | None = None
    how: str | None = None
