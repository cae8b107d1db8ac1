"""The frozen views of a chart: each mirrors a table, without its inner keys."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from coordtui.casework.referral_history import EventView
from coordtui.models.appointment import AppointmentStatus
from coordtui.models.codes import Answer, Ball, Urgency
from coordtui.models.patient import CaseStatus
from coordtui.models.referral import Capacity, Failure, ReferralState


@dataclass(frozen=True, slots=True)
class PatientFacts:
    """A patient as recorded. Partial dates are text, languages BCP-47 tags."""

    patient_id: int
    uid: str
    name: str
    family: str | None
    given: str | None
    preferred_name: str | None
    pronouns: str | None
    birth_date: str | None
    sex: str | None
    birth_sex: str | None
    gender_identity: str | None
    race: str | None
    ethnicity: str | None
    tribal: str | None
    marital_status: str | None
    language: str | None
    written_language: str | None
    other_languages: str | None
    interpreter: Answer
    deceased: bool
    deceased_on: str | None
    case_status: CaseStatus
    added_on: dt.date
    note: str | None


@dataclass(frozen=True, slots=True)
class NameView:
    name_id: int
    use: str | None
    text: str
    family: str | None
    given: str | None
    prefix: str | None
    suffix: str | None
    period_start: str | None
    period_end: str | None


@dataclass(frozen=True, slots=True)
class AddressView:
    """`lines` are joined by newlines."""

    address_id: int
    use: str | None
    lines: str | None
    city: str | None
    district: str | None
    state: str | None
    postal_code: str | None
    country: str | None
    period_end: str | None


@dataclass(frozen=True, slots=True)
class IdentifierView:
    system: str | None
    value: str
    type: str | None
    use: str | None


@dataclass(frozen=True, slots=True)
class AlertView:
    alert_id: int
    text: str
    category: str | None
    active: bool
    since: str | None


@dataclass(frozen=True, slots=True)
class ConditionView:
    condition_id: int
    text: str
    code: str | None
    category: str | None
    clinical_status: str | None
    verification: str | None
    severity: str | None
    onset: str | None
    abatement: str | None
    recorded_on: str | None


@dataclass(frozen=True, slots=True)
class ReferralView:
    """`label` is the state in words; `ball`, `since` and `next_check_on` say who has it and since when.

    `limit_on` is the day by which it has to move on; `history` has the oldest entry first.
    """

    referral_id: int
    what: str
    category: str | None
    social: bool
    to_name: str | None
    from_name: str | None
    reason: str | None
    urgency: Urgency
    state: ReferralState
    label: str
    state_reason: str | None
    ball: Ball
    since: dt.date
    next_check_on: dt.date | None
    ordered_on: str | None
    indicated_on: dt.date | None
    limit_on: dt.date | None
    question: str | None
    consent: Answer
    consent_on: dt.date | None
    auth_needed: Answer
    auth_number: str | None
    capacity: Capacity | None
    capacity_on: dt.date | None
    failure: Failure | None
    parent_id: int | None
    rerouted_from_id: int | None
    appointment_id: int | None
    held_from: ReferralState | None
    resume_on: dt.date | None
    confirmed_on: dt.date | None
    acknowledged_on: dt.date | None
    closed_on: dt.date | None
    history: tuple[EventView, ...] = ()


@dataclass(frozen=True, slots=True)
class AppointmentView:
    appointment_id: int
    what: str
    status: AppointmentStatus
    starts: str | None
    ends: str | None
    with_whom: str | None
    place: str | None
    reason: str | None
    instructions: str | None


@dataclass(frozen=True, slots=True)
class CoverageView:
    coverage_id: int
    payer: str
    plan_type: str | None
    plan_name: str | None
    member_id: str | None
    group_id: str | None
    relationship: str | None
    status: str | None
    rank: int | None
    starts_on: str | None
    ends_on: str | None


@dataclass(frozen=True, slots=True)
class TeamView:
    member_id: int
    team: str | None
    status: str
    name: str
    role: str | None
    phone: str | None
    period_start: str | None
    period_end: str | None


@dataclass(frozen=True, slots=True)
class MedicationView:
    medication_id: int
    text: str
    status: str | None
    source: str
    dosage: str | None
    reason: str | None
    prescriber: str | None
    authored_on: str | None


@dataclass(frozen=True, slots=True)
class AllergyView:
    allergy_id: int
    text: str
    category: str | None
    criticality: str | None
    clinical_status: str | None
    verification: str | None
    reaction: str | None
    onset: str | None


@dataclass(frozen=True, slots=True)
class SurveyView:
    survey_id: int
    text: str
    code: str | None
    value: str | None
    interpretation: str | None
    status: str | None
    effective: str | None


@dataclass(frozen=True, slots=True)
class DocumentView:
    document_id: int
    title: str
    type: str | None
    status: str | None
    written_on: str | None
    author: str | None
    format: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class EncounterView:
    encounter_id: int
    text: str
    kind: str | None
    status: str | None
    reason: str | None
    starts: str | None
    ends: str | None
    provider: str | None
    place: str | None
    disposition: str | None


@dataclass(frozen=True, slots=True)
class RelatedView:
    related_id: int
    name: str
    relationship: str | None
    phone: str | None
    email: str | None
    language: str | None
    caregiver: bool
    may_be_told: bool | None
    active: bool
    note: str | None
