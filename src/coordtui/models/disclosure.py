"""What left the vault: to whom, what for, on what ground. 45 CFR 164.528 is a filter over these records."""

import datetime as dt
from enum import StrEnum
from typing import Literal

from sqlmodel import Field

from coordtui.models.base import Draft, Record, code_of, key, new_uid, of_patient

RecipientKind = Literal["patient", "provider", "payer", "person", "agency", "me"]
"""A provider treats, a payer pays, a person is family or friend, an agency is any other office."""


class Purpose(StrEnum):
    """What a recipient needs it for (HL7 PurposeOfUse, in our words)."""

    INDIVIDUAL = "individual"
    TREATMENT = "treatment"
    COORDINATION = "coordination"
    PAYMENT = "payment"
    OPERATIONS = "operations"
    PUBLIC_HEALTH = "public-health"
    LEGAL = "legal"
    RESEARCH = "research"
    PERSONAL = "personal"
    OTHER = "other"


class Basis(StrEnum):
    """On what ground it may leave, by the section of 45 CFR 164 that allows it (rules/disclosure.py names each)."""

    INDIVIDUAL = "to-the-individual"
    TREATMENT = "treatment"
    PAYMENT = "payment"
    OPERATIONS = "operations"
    AUTHORIZATION = "authorization"
    AGREEMENT = "agreement"
    REQUIRED_BY_LAW = "required-by-law"
    PUBLIC_HEALTH = "public-health"
    ABUSE_REPORT = "abuse-report"
    SAFETY_THREAT = "safety-threat"
    OVERSIGHT = "oversight"
    COURT = "court"
    LAW_ENFORCEMENT = "law-enforcement"
    DECEASED = "deceased"
    RESEARCH = "research"
    LIMITED_DATA_SET = "limited-data-set"
    DEIDENTIFIED = "de-identified"
    OWN_USE = "own-use"


class Disclosure(Record, table=True):
    """One document, line or file of one patient that left, written down before it did. Never changed afterwards.

    `made_on` is the local day of `made_at` (UTC). `document` is in words, `sections` and `withheld` JSON lists: the
    parts of the chart that went along, and the sensitivity tags whose rows were kept back. `tags` are those that went
    along under `consent_id`. `destination` is a bare file name, "clipboard", "paper" or "standard output".
    """

    id: int | None = key()
    uid: str = Field(default_factory=new_uid, unique=True)
    patient_id: int = of_patient()
    made_at: dt.datetime
    made_on: dt.date
    document: str
    recipient: str
    recipient_address: str | None = None
    recipient_organization_id: int | None = Field(default=None, foreign_key="organization.id", index=True)
    recipient_practitioner_id: int | None = Field(default=None, foreign_key="practitioner.id", index=True)
    purpose: Purpose = code_of(Purpose, nullable=False)
    basis: Basis = code_of(Basis, nullable=False, index=True)
    basis_words: str | None = None
    consent_id: int | None = Field(default=None, foreign_key="consent.id", index=True)
    sections: str = "[]"
    tags: str = "[]"
    withheld: str = "[]"
    format: str
    destination: str
    encrypted: bool = False


class DisclosureDraft(Draft):
    """What the person says at the gate. `recipient` may be "" for the patient and for oneself: the gate knows both."""

    recipient: str = ""
    recipient_kind: RecipientKind = "patient"
    recipient_address: str | None = None
    recipient_organization_id: int | None = None
    recipient_practitioner_id: int | None = None
    purpose: Purpose = Purpose.INDIVIDUAL
    basis: Basis = Basis.INDIVIDUAL
    basis_words: str | None = None
    consent_id: int | None = None
    sections: tuple[str, ...] = ()
    format: str = ""
    destination: str = ""
    encrypted: bool = False
