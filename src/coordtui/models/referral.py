"""A referral or service request that must come back to the requester. FHIR ServiceRequest with its Task."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlmodel import Field

from coordtui.models.base import Record, code_of, key, new_uid, of_patient
from coordtui.models.codes import Ball, Urgency


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


class Referral(Record, table=True):
    """Every open state holds `ball`, `since` (when this state began) and `next_check_on`.

    `indicated_on` is the clinically indicated date from which the outer clock runs; `social` skips the clinical steps.
    """

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
    state: ReferralState = code_of(ReferralState, ReferralState.SENT, index=True)
    state_reason: str | None = None
    ball: Ball = code_of(Ball, Ball.RECIPIENT)
    since: dt.date
    next_check_on: dt.date | None = None
    ordered_on: str | None = None
    indicated_on: dt.date | None = None
    limit_on: dt.date | None = None
