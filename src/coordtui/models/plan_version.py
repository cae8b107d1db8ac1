"""What happens to a plan over time: progress on its goals, and the versions that were agreed or shared."""

import datetime as dt
from enum import StrEnum

from sqlmodel import Field

from coordtui.models.base import Draft, Record, code_of, key, new_uid, of_patient
from coordtui.models.care_plan import Achievement


class GoalProgress(Record, table=True):
    """One look at a goal. `value` is what was measured, a decimal number as text, in the goal's unit.

    `attainment` is -2 to +2 on the goal's scale.
    """

    __tablename__ = "goal_progress"
    id: int | None = key()
    patient_id: int = of_patient()
    goal_id: int = Field(foreign_key="goal.id", index=True)
    noted_on: dt.date
    value: str | None = None
    attainment: int | None = None
    achievement: str | None = None
    note: str | None = None


class VersionKind(StrEnum):
    AGREED = "agreed"
    SHARED = "shared"


class Agreement(StrEnum):
    """How the patient agreed."""

    IN_PERSON = "in-person"
    PHONE = "phone"
    VIDEO = "video"
    SIGNED = "signed"
    REPRESENTATIVE = "representative"


class PlanVersion(Record, table=True):
    """A plan as it stood on a day, frozen. `body` is JSON (see rules/plan_version.py); `number` counts from 1 per plan.

    `participants` and `copy_to` are names in words, as said then.
    """

    __tablename__ = "plan_version"
    id: int | None = key()
    uid: str = Field(default_factory=new_uid, unique=True)
    patient_id: int = of_patient()
    plan_id: int = Field(foreign_key="care_plan.id", index=True)
    number: int
    kind: VersionKind = code_of(VersionKind, VersionKind.AGREED)
    made_on: dt.date
    participants: str | None = None
    agreement: Agreement | None = code_of(Agreement)
    copy_to: str | None = None
    note: str | None = None
    body: str


class ProgressDraft(Draft):
    """One look at a goal; today when `noted_on` is empty. Something of it must be said."""

    noted_on: dt.date | None = None
    value: str | None = None
    attainment: int | None = None
    achievement: Achievement | None = None
    note: str | None = None


class AgreementDraft(Draft):
    """How a plan was agreed with the patient; `review_on` is the next review, by acuity when it is empty."""

    participants: str | None = None
    agreement: Agreement | None = None
    copy_to: str | None = None
    note: str | None = None
    review_on: dt.date | None = None


class GoalOutcome(Draft):
    """How a goal ended, when its plan is closed."""

    achievement: Achievement | None = None
    words: str | None = None
