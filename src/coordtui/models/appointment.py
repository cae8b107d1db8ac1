"""An appointment. FHIR Appointment: it is open until it has an outcome."""

from enum import StrEnum

from sqlmodel import Field

from coordtui.models.base import Record, code_of, key, new_uid, of_patient


class AppointmentStatus(StrEnum):
    """FHIR appointmentstatus."""

    PROPOSED = "proposed"
    PENDING = "pending"
    BOOKED = "booked"
    ARRIVED = "arrived"
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"
    NOSHOW = "noshow"
    ENTERED_IN_ERROR = "entered-in-error"
    CHECKED_IN = "checked-in"
    WAITLIST = "waitlist"


class Appointment(Record, table=True):
    """`starts` and `ends` are FHIR moments as text ("2026-11-25T09:30:00-05:00"), None while only proposed."""

    id: int | None = key()
    uid: str = Field(default_factory=new_uid, unique=True)
    patient_id: int = of_patient()
    what: str
    status: AppointmentStatus = code_of(AppointmentStatus, AppointmentStatus.BOOKED)
    starts: str | None = None
    ends: str | None = None
    with_whom: str | None = None
    place: str | None = None
    reason: str | None = None
    instructions: str | None = None
