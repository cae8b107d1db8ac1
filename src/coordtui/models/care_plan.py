"""A care plan with its goals and interventions. FHIR CarePlan, Goal, CarePlan.activity."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field

from coordtui.models.base import Draft, Record, code_of, key, new_uid, of_patient
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


class Achievement(StrEnum):
    """FHIR goal-achievement; `Goal.achievement` is text, because sources say other things too."""

    IN_PROGRESS = "in-progress"
    IMPROVING = "improving"
    WORSENING = "worsening"
    NO_CHANGE = "no-change"
    ACHIEVED = "achieved"
    SUSTAINING = "sustaining"
    NOT_ACHIEVED = "not-achieved"
    NO_PROGRESS = "no-progress"
    NOT_ATTAINABLE = "not-attainable"


class CarePlan(Record, table=True):
    """`review_on` is when the plan is looked at with the patient again; an overdue review stands in the queue."""

    __tablename__ = "care_plan"
    __table_args__ = (
        Index("care_plan_by_status", "status", "review_on", "patient_id"),
        {"sqlite_autoincrement": True},
    )
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
    closed_on: dt.date | None = None
    closing_note: str | None = None


class Concern(Record, table=True):
    """What the patient or the team worries about; goals stand under it. `rank` is the patient's own order, 1 first.

    `position` is the place among its siblings in the outline; equal positions stand in the order of their ids.
    """

    id: int | None = key()
    uid: str = Field(default_factory=new_uid, unique=True)
    patient_id: int = of_patient()
    plan_id: int = Field(foreign_key="care_plan.id", index=True)
    position: int = 0
    text: str
    code: str | None = None
    system: str | None = None
    rank: int | None = None
    resolved_on: dt.date | None = None


class Goal(Record, table=True):
    """`text` is the goal as recorded, `patient_words` the patient's own; `due_on` is a partial date as text.

    `measure`, `unit`, `baseline` and `target` say how progress is seen, `why` why it matters. `importance` and
    `confidence` are 0 to 10 in the patient's judgement. `scale` is goal attainment scaling: five lines, what -2, -1, 0
    (expected), +1 and +2 look like; `attainment` is where the goal stands on it. `outcome` is how it ended, in words.
    """

    id: int | None = key()
    uid: str = Field(default_factory=new_uid, unique=True)
    patient_id: int = of_patient()
    plan_id: int | None = Field(default=None, foreign_key="care_plan.id", index=True)
    concern_id: int | None = Field(default=None, foreign_key="concern.id", index=True)
    position: int = 0
    text: str
    patient_words: str | None = None
    status: GoalStatus = code_of(GoalStatus, GoalStatus.ACTIVE)
    achievement: str | None = None
    priority: str | None = None
    starts_on: str | None = None
    due_on: str | None = None
    measure: str | None = None
    unit: str | None = None
    baseline: str | None = None
    target: str | None = None
    why: str | None = None
    importance: int | None = None
    confidence: int | None = None
    scale: str | None = None
    attainment: int | None = None
    outcome: str | None = None


class Intervention(Record, table=True):
    """What someone does for a plan. `owner` is whose hands it is in, `owner_name` the person in words.

    It stands under a goal, else under a concern, else under the plan itself. `evidence` says how one knows it was done.
    """

    id: int | None = key()
    uid: str = Field(default_factory=new_uid, unique=True)
    patient_id: int = of_patient()
    plan_id: int = Field(foreign_key="care_plan.id", index=True)
    goal_id: int | None = Field(default=None, foreign_key="goal.id", index=True)
    concern_id: int | None = Field(default=None, foreign_key="concern.id")
    position: int = 0
    text: str
    status: InterventionStatus = code_of(InterventionStatus, InterventionStatus.NOT_STARTED)
    owner: Ball = code_of(Ball, Ball.ME)
    owner_name: str | None = None
    due_on: str | None = None
    next_check_on: dt.date | None = None
    schedule: str | None = None
    location: str | None = None
    evidence: str | None = None
    done_on: dt.date | None = None


class Barrier(Record, table=True):
    """What stands in the way, of a goal or at large. `severity` is 1 to 3; three weighs in the queue until resolved."""

    id: int | None = key()
    patient_id: int = of_patient()
    goal_id: int | None = Field(default=None, foreign_key="goal.id", index=True)
    position: int = 0
    category: str
    text: str | None = None
    severity: int = 1
    found_on: dt.date | None = None
    resolved_on: dt.date | None = None
    how: str | None = None


class Strength(Record, table=True):
    """What the patient can build on, for a goal or at large."""

    id: int | None = key()
    patient_id: int = of_patient()
    goal_id: int | None = Field(default=None, foreign_key="goal.id", index=True)
    position: int = 0
    text: str


class PlanDraft(Draft):
    """A plan's own fields as a form holds them; `starts_on` is a partial date as text."""

    title: str
    description: str | None = None
    category: str | None = None
    starts_on: str | None = None
    review_on: dt.date | None = None


class ConcernDraft(Draft):
    text: str
    rank: int | None = None
    resolved_on: dt.date | None = None


class GoalDraft(Draft):
    """A goal as a form holds it. Dates are partial dates as text; `scale` is five lines, -2 first."""

    text: str
    patient_words: str | None = None
    why: str | None = None
    measure: str | None = None
    unit: str | None = None
    baseline: str | None = None
    target: str | None = None
    starts_on: str | None = None
    due_on: str | None = None
    priority: str | None = None
    status: GoalStatus = GoalStatus.PROPOSED
    achievement: str | None = None
    importance: int | None = None
    confidence: int | None = None
    scale: str | None = None
    attainment: int | None = None
    outcome: str | None = None


class InterventionDraft(Draft):
    """What someone does for a plan, as a form holds it. `due_on` is a partial date as text."""

    text: str
    status: InterventionStatus = InterventionStatus.NOT_STARTED
    owner: Ball = Ball.ME
    owner_name: str | None = None
    due_on: str | None = None
    next_check_on: dt.date | None = None
    schedule: str | None = None
    location: str | None = None
    evidence: str | None = None


class BarrierDraft(Draft):
    """`category` is a code of rules/goal.py BARRIERS; `how` is how it was resolved."""

    category: str = "other"
    text: str | None = None
    severity: int = 1
    found_on: dt.date | None = None
    resolved_on: dt.date | None = None
    how: str | None = None
