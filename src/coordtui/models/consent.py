"""What a patient allowed to be shared, or asked not to be. FHIR Consent; 45 CFR 164.508 and 164.522, 42 CFR 2.31."""

import datetime as dt
from enum import StrEnum

from sqlmodel import Field

from coordtui.models.base import Draft, Record, code_of, key, new_uid, of_patient
from coordtui.models.disclosure import Purpose


class ConsentKind(StrEnum):
    """An authorization (164.508), a Part 2 consent (2.31), an agreement in words (164.510), a restriction (164.522)."""

    AUTHORIZATION = "authorization"
    PART2 = "part2"
    AGREEMENT = "agreement"
    RESTRICTION = "restriction"


class ConsentStatus(StrEnum):
    """FHIR consent-state-codes, less those that no one person sets. In force is derived (rules/consent.py)."""

    DRAFT = "draft"
    ACTIVE = "active"
    REJECTED = "rejected"
    INACTIVE = "inactive"
    ENTERED_IN_ERROR = "entered-in-error"


class Signing(StrEnum):
    """How it was given."""

    PAPER = "paper"
    ELECTRONIC = "electronic"
    SPOKEN = "spoken"


class Consent(Record, table=True):
    """One consent of a patient, from its draft to its end; every one stays on the record.

    `discloser` may share `scope` (in words) with the recipient: a name, perhaps linked to the directory, or everyone
    who treats the patient when `all_treating`. `sections` are the parts of the chart it covers (JSON list of the ids of
    rules/disclosure.py; None for all), `tags` the sensitivity tags it covers (JSON list), `purpose` None for any. It
    ends on `expires_on`, or by `expires_event`, which happened on `event_on`. `signer` is who signed where that was not
    the patient, by what `authority`. The statements are those that make an authorization valid (164.508(c)(2)).
    """

    id: int | None = key()
    uid: str = Field(default_factory=new_uid, unique=True)
    patient_id: int = of_patient()
    kind: ConsentKind = code_of(ConsentKind, ConsentKind.AUTHORIZATION)
    status: ConsentStatus = code_of(ConsentStatus, ConsentStatus.DRAFT)
    discloser: str | None = None
    recipient: str | None = None
    recipient_organization_id: int | None = Field(default=None, foreign_key="organization.id", index=True)
    recipient_practitioner_id: int | None = Field(default=None, foreign_key="practitioner.id", index=True)
    all_treating: bool = False
    purpose: Purpose | None = code_of(Purpose)
    purpose_words: str | None = None
    scope: str | None = None
    sections: str | None = None
    tags: str = "[]"
    signed_on: dt.date | None = None
    signing: Signing | None = code_of(Signing)
    signer: str | None = None
    authority: str | None = None
    document: str | None = None
    starts_on: dt.date | None = None
    expires_on: dt.date | None = None
    expires_event: str | None = None
    event_on: dt.date | None = None
    told_revocable: bool = False
    told_conditions: bool = False
    told_redisclosure: bool = False
    copy_given_on: dt.date | None = None
    revoked_on: dt.date | None = None
    revoked_how: str | None = None
    note: str | None = None


class ConsentDraft(Draft):
    """A consent as a person writes it down; `sections` None covers the whole chart."""

    kind: ConsentKind = ConsentKind.AUTHORIZATION
    discloser: str | None = None
    recipient: str | None = None
    recipient_organization_id: int | None = None
    recipient_practitioner_id: int | None = None
    all_treating: bool = False
    purpose: Purpose | None = None
    purpose_words: str | None = None
    scope: str | None = None
    sections: tuple[str, ...] | None = None
    tags: tuple[str, ...] = ()
    signed_on: dt.date | None = None
    signing: Signing | None = None
    signer: str | None = None
    authority: str | None = None
    document: str | None = None
    starts_on: dt.date | None = None
    expires_on: dt.date | None = None
    expires_event: str | None = None
    told_revocable: bool = False
    told_conditions: bool = False
    told_redisclosure: bool = False
    copy_given_on: dt.date | None = None
    note: str | None = None
