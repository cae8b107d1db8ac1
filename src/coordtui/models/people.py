"""The people and organizations around a patient: family, practitioners, organizations, the care team."""

import datetime as dt

from sqlmodel import Field

from coordtui.models.base import Draft, Record, key, new_uid, of_patient


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
    """A practice, hospital, agency or shop. `services` is what it offers, `asks_for` what it always wants to see.

    `verified_on` is when somebody last checked that this is still so. `fold` is what the directory sorts it and tells
    doubles by (rules/directory.py `search_text`), "" until somebody worked it out. `languages` are joined by "; ".
    """

    id: int | None = key()
    uid: str = Field(default_factory=new_uid, unique=True)
    name: str = Field(index=True)
    fold: str = ""
    type: str | None = None
    services: str | None = None
    phone: str | None = None
    other_phones: str | None = None
    fax: str | None = None
    email: str | None = None
    website: str | None = None
    address: str | None = None
    hours: str | None = None
    languages: str | None = Field(default=None, index=True)
    asks_for: str | None = None
    note: str | None = None
    verified_on: dt.date | None = None
    active: bool = True


class Practitioner(Record, table=True):
    """A person who gives care. Fields as for an organization; `role` is the specialty or the work in words."""

    id: int | None = key()
    uid: str = Field(default_factory=new_uid, unique=True)
    name: str = Field(index=True)
    fold: str = ""
    role: str | None = None
    organization_id: int | None = Field(default=None, foreign_key="organization.id", index=True)
    phone: str | None = None
    other_phones: str | None = None
    fax: str | None = None
    email: str | None = None
    hours: str | None = None
    languages: str | None = Field(default=None, index=True)
    asks_for: str | None = None
    note: str | None = None
    verified_on: dt.date | None = None
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


class OrganizationDraft(Draft):
    """What the form of an organization holds, as typed. `rules/directory.py` checks it; an empty field is None."""

    name: str | None = None
    type: str | None = None
    services: str | None = None
    phone: str | None = None
    other_phones: str | None = None
    fax: str | None = None
    email: str | None = None
    website: str | None = None
    address: str | None = None
    hours: str | None = None
    languages: str | None = None
    asks_for: str | None = None
    note: str | None = None


class PractitionerDraft(Draft):
    """What the form of a practitioner holds, as typed; `organization_id` is where they work."""

    name: str | None = None
    role: str | None = None
    organization_id: int | None = None
    phone: str | None = None
    other_phones: str | None = None
    fax: str | None = None
    email: str | None = None
    hours: str | None = None
    languages: str | None = None
    asks_for: str | None = None
    note: str | None = None
