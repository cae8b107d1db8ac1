"""A person on the caseload, and what identifies, names and reaches them. FHIR Patient (US Core)."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field

from coordtui.models.base import Draft, Record, code_of, key, new_uid, of_patient
from coordtui.models.codes import Answer


class CaseStatus(StrEnum):
    """Whether the person stands on the caseload. Only a person's act closes a case."""

    OPEN = "open"
    CLOSED = "closed"


class Sex(StrEnum):
    """FHIR administrative-gender."""

    MALE = "male"
    FEMALE = "female"
    OTHER = "other"
    UNKNOWN = "unknown"


class Patient(Record, table=True):
    """`birth_date` and `deceased_on` are partial dates as text ("2019", "2017-06", "2017-06-03").

    `fold` holds every name folded for search (lower case, no accents). `name` is the one display name.
    `race`, `ethnicity` and `tribal` are words joined by "; ", None when never asked. Languages are BCP-47 tags.
    """

    __table_args__ = (
        Index("patient_on_caseload", "case_status", "deceased"),
        Index("patient_by_name", "case_status", "fold"),
        Index("patient_by_language", "language"),
        Index("patient_by_birth", "birth_date"),
        Index("patient_by_day_added", "added_on"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = key()
    uid: str = Field(default_factory=new_uid, unique=True)
    name: str
    fold: str = Field(default="", index=True)
    family: str | None = None
    given: str | None = None
    preferred_name: str | None = None
    pronouns: str | None = None
    birth_date: str | None = None
    sex: str | None = None
    birth_sex: str | None = None
    gender_identity: str | None = None
    race: str | None = None
    ethnicity: str | None = None
    tribal: str | None = None
    marital_status: str | None = None
    language: str | None = None
    written_language: str | None = None
    other_languages: str | None = None
    interpreter: Answer = code_of(Answer, Answer.UNKNOWN)
    deceased: bool = False
    deceased_on: str | None = None
    case_status: CaseStatus = code_of(CaseStatus, CaseStatus.OPEN)
    added_on: dt.date
    note: str | None = None


class PatientName(Record, table=True):
    """Every name a source gave; the display name is chosen from these. FHIR HumanName."""

    __tablename__ = "patient_name"
    id: int | None = key()
    patient_id: int = of_patient()
    use: str | None = None
    text: str
    family: str | None = None
    given: str | None = None
    prefix: str | None = None
    suffix: str | None = None
    period_start: str | None = None
    period_end: str | None = None


class ContactPoint(Record, table=True):
    """A way to reach a patient. `state` is ok, wrong or disconnected: a bad number is never dialled again."""

    __tablename__ = "contact_point"
    id: int | None = key()
    patient_id: int = of_patient()
    system: str = "phone"
    value: str
    use: str | None = None
    rank: int | None = None
    state: str = "ok"
    period_start: str | None = None
    period_end: str | None = None


class Address(Record, table=True):
    """FHIR Address; `lines` are joined by newlines."""

    id: int | None = key()
    patient_id: int = of_patient()
    use: str | None = None
    lines: str | None = None
    city: str | None = None
    district: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None
    period_start: str | None = None
    period_end: str | None = None


class Identifier(Record, table=True):
    """An outside identifier (system, value) of a record of any kind; what makes two imports one patient.

    `kind` is the table's name ("patient", "practitioner", "referral"), `record_id` its row.
    """

    __table_args__ = (
        Index("identifier_by_value", "system", "value", "kind"),
        Index("identifier_by_record", "kind", "record_id"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = key()
    patient_id: int | None = of_patient(nullable=True)
    kind: str
    record_id: int
    system: str | None = None
    value: str
    type: str | None = None
    use: str | None = None


class CarePreference(Record, table=True):
    """How this person wants to be reached and cared for; shown before anyone dials. One row a patient, all optional."""

    __tablename__ = "care_preference"
    id: int | None = key()
    patient_id: int = Field(foreign_key="patient.id", unique=True)
    preferred_channel: str | None = None
    preferred_time: str | None = None
    voicemail: Answer = code_of(Answer, Answer.UNKNOWN)
    who_may_answer: str | None = None
    code_word: str | None = None
    do_not_mail: bool = False
    safety_note: str | None = None
    interpreter_modality: str | None = None
    format: str | None = None
    faith: str | None = None
    diet: str | None = None
    decision_maker: str | None = None
    health_beliefs: str | None = None
    provider_gender: str | None = None
    days_to_avoid: str | None = None
    trauma_note: str | None = None
    what_matters: str | None = None


class Alert(Record, table=True):
    """A warning that stands on the banner until it is ended. FHIR Flag."""

    id: int | None = key()
    patient_id: int = of_patient()
    text: str
    category: str | None = None
    active: bool = True
    since: str | None = None


class PatientDraft(Draft):
    """What the add/edit form holds, as typed. `rules/patient.py` checks it; an empty field is None."""

    family: str | None = None
    given: str | None = None
    preferred_name: str | None = None
    pronouns: str | None = None
    birth_date: str | None = None
    sex: str | None = None
    language: str | None = None
    interpreter: str | None = None
    phone: str | None = None
    email: str | None = None
    identifier: str | None = None
    address: str | None = None
    voicemail: str | None = None
    who_may_answer: str | None = None
    safety_note: str | None = None
    preferred_channel: str | None = None
    preferred_time: str | None = None
    note: str | None = None
