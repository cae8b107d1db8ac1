"""A referral or service request that must come back to the requester. FHIR ServiceRequest with its Task."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field

from coordtui.models.base import Draft, Record, code_of, key, new_uid, of_patient
from coordtui.models.codes import Answer, Ball, Urgency


class ReferralState(StrEnum):
    """The eleven steps of the closed loop and its side states, in order."""

    DRAFT = "draft"
    AWAITING_AUTH = "awaiting_auth"
    SENT = "sent"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SCHEDULED = "scheduled"
    ATTENDED = "attended"
    NO_SHOW = "no_show"
    CANCELLED_VISIT = "cancelled_visit"
    REPORT_RECEIVED = "report_received"
    ACKNOWLEDGED = "acknowledged"
    PATIENT_INFORMED = "patient_informed"
    CLOSED_MET = "closed_met"
    CLOSED_PARTLY = "closed_partly"
    CLOSED_UNMET = "closed_unmet"
    CANCELLED = "cancelled"
    ON_HOLD = "on_hold"
    ENTERED_IN_ERROR = "entered_in_error"


class Capacity(StrEnum):
    """What a service said before a referral, asked without naming the person (SDOH Clinical Care IG v3)."""

    CAPACITY = "capacity"
    NO_CAPACITY = "no-capacity"
    WAITLIST = "waitlist"
    ASSESSMENT_REQUIRED = "additional-assessment-required"


class Failure(StrEnum):
    """Why a referral failed or stalled; counted."""

    NO_CAPACITY = "no_capacity"
    NOT_ELIGIBLE = "not_eligible"
    OUT_OF_NETWORK = "out_of_network"
    NO_AUTH = "no_auth"
    CANNOT_REACH = "cannot_reach_patient"
    PATIENT_DECLINED = "patient_declined"
    COST = "cost"
    TRANSPORT = "transport"
    TIME_OFF_WORK = "time_off_work"
    CHILDCARE = "childcare"
    LANGUAGE = "language"
    DISTRUST = "distrust"
    DIGITAL_ACCESS = "digital_access"
    MOVED = "moved"
    HOSPITALISED = "hospitalised"
    DIED = "died"
    DUPLICATE = "duplicate"
    WRONG_SERVICE = "wrong_service"
    PROVIDER_CANCELLED = "provider_cancelled"
    LOST_PAPERWORK = "lost_paperwork"
    OTHER = "other"


class Referral(Record, table=True):
    """Every open state holds `ball`, `since` (when this state began) and `next_check_on`.

    `indicated_on` is the clinically indicated date from which the outer clock runs; `social` skips the clinical steps.
    `parent_id` is the referral that this one is a part of, `rerouted_from_id` the one that it replaces. `held_from` is
    the state in which it was put on hold. `confirmed_on`: the patient confirmed that the need is met.
    `acknowledged_on`: the requester said that they know the outcome.
    """

    __table_args__ = (
        Index("referral_by_state", "state", "ball", "patient_id"),
        Index("referral_by_receiver", "to_name"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = key()
    uid: str = Field(default_factory=new_uid, unique=True)
    patient_id: int = of_patient()
    what: str
    code: str | None = None
    system: str | None = None
    category: str | None = None
    social: bool = False
    to_name: str | None = None
    from_name: str | None = None
    reason: str | None = None
    urgency: Urgency = code_of(Urgency, Urgency.ROUTINE)
    state: ReferralState = code_of(ReferralState, ReferralState.SENT)
    state_reason: str | None = None
    ball: Ball = code_of(Ball, Ball.RECIPIENT)
    since: dt.date
    next_check_on: dt.date | None = None
    ordered_on: str | None = None
    indicated_on: dt.date | None = None
    limit_on: dt.date | None = None
    question: str | None = None
    to_organization_id: int | None = Field(default=None, foreign_key="organization.id", index=True)
    to_practitioner_id: int | None = Field(default=None, foreign_key="practitioner.id", index=True)
    from_practitioner_id: int | None = Field(default=None, foreign_key="practitioner.id")
    parent_id: int | None = Field(default=None, foreign_key="referral.id", index=True)
    rerouted_from_id: int | None = Field(default=None, foreign_key="referral.id", index=True)
    consent: Answer = code_of(Answer, Answer.UNKNOWN)
    consent_on: dt.date | None = None
    auth_needed: Answer = code_of(Answer, Answer.UNKNOWN)
    auth_number: str | None = None
    capacity: Capacity | None = code_of(Capacity)
    capacity_on: dt.date | None = None
    appointment_id: int | None = Field(default=None, foreign_key="appointment.id")
    held_from: ReferralState | None = code_of(ReferralState)
    resume_on: dt.date | None = None
    confirmed_on: dt.date | None = None
    acknowledged_on: dt.date | None = None
    failure: Failure | None = code_of(Failure)
    closed_on: dt.date | None = None


class ReferralDraft(Draft):
    """A referral as a person writes it down; only the patient and `what` are needed to begin.

    `ordered_on` is a partial date as text. A link to the directory fills an empty name.
    """

    patient_id: int
    what: str = ""
    reason: str | None = None
    question: str | None = None
    urgency: Urgency = Urgency.ROUTINE
    social: bool = False
    category: str | None = None
    indicated_on: dt.date | None = None
    consent: Answer = Answer.UNKNOWN
    consent_on: dt.date | None = None
    to_name: str | None = None
    to_organization_id: int | None = None
    to_practitioner_id: int | None = None
    from_name: str | None = None
    from_practitioner_id: int | None = None
    auth_needed: Answer = Answer.UNKNOWN
    auth_number: str | None = None
    ordered_on: str | None = None


class EventKind(StrEnum):
    """What an entry of a referral's history records."""

    MOVE = "move"
    CHECK = "check"
    CONFIRMED = "confirmed"
    ACKNOWLEDGED = "acknowledged"
    CAPACITY = "capacity"
    REROUTED = "rerouted"
    NUDGE = "nudge"
    NOTE = "note"


class ReferralEvent(Record, table=True):
    """One thing that happened to a referral, on the day it happened (`happened_on`), written down at `noted_at` (UTC).

    A move has both states; `backward` when it went back. `details` is a JSON object of texts: the fields that the move
    asks for (rules/referral_moves.py names them).
    """

    __tablename__ = "referral_event"
    id: int | None = key()
    patient_id: int = of_patient()
    referral_id: int = Field(foreign_key="referral.id", index=True)
    kind: EventKind = code_of(EventKind, EventKind.MOVE)
    happened_on: dt.date
    noted_at: dt.datetime
    from_state: ReferralState | None = code_of(ReferralState)
    to_state: ReferralState | None = code_of(ReferralState, index=True)
    backward: bool = False
    failure: Failure | None = code_of(Failure)
    text: str | None = None
    details: str | None = None


class ReferralLimit(Record, table=True):
    """The user's own limit for a state and urgency, in place of the shipped default (rules/referral_ageing.py)."""

    __tablename__ = "referral_limit"
    id: int | None = key()
    state: ReferralState = code_of(ReferralState, nullable=False)
    urgency: Urgency = code_of(Urgency, nullable=False)
    social: bool = False
    n: int
    unit: str = "business"
