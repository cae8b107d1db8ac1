"""The people and organizations around a patient: family, practitioners, organizations, the care team."""

from __future__ import annotations

from sqlmodel import Field

from coordtui.models.base import Record, key, of_patient


class RelatedPerson(Record, table=True):
    """Family, caregiver or other person. `may_be_told`: the patient allowed sharing with them; None is not asked."""

    __tablename__ = "related_person"
    id: int | None = key()
    patient_id: int = of_patient()
    name: str
    relationship: str | None = None
    phone: str | None = None
    email: str | None = None
    language: str | None = None
    caregiver: bool = False
    may_be_told: bool | None = None
    active: bool = True
    note: str | None = None


class Organization(Record, table=True):
    id: int | None = key()
    name: str = Field(index=True)
    type: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None
    address: str | None = None
    active: bool = True


class Practitioner(Record, table=True):
    id: int | None = key()
    name: str = Field(index=True)
    role: str | None = None
    organization_id: int | None = Field(default=None, foreign_key="organization.id", index=True)
    phone: str | None = None
    fax: str | None = None
    email: str | None = None
    languages: str | None = None
    active: bool = True


class TeamMember(Record, table=True):
    """One participant of a patient's care team. FHIR CareTeam.participant; `name` is as shown, links are optional."""

    __tablename__ = "team_member"
    id: int | None = key()
    patient_id: int = of_patient()
    team: str | None = None
    status: str = "active"
    name: str
    role: str | None = None
    phone: str | None = None
    practitioner_id: int | None = Field(default=None, foreign_key="practitioner.id")
    organization_id: int | None = Field(default=None, foreign_key="organization.id")
    related_person_id: int | None = Field(default=None, foreign_key="related_person.id")
    period_start: str | None = None
    period_end: str | None = None
