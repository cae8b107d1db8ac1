"""What the chart shows of a patient's health as other systems recorded it. Read-only here; not work objects.

Dates are partial dates or FHIR moments as text, exactly as precise as the source. `status` holds the FHIR code.
"""

from sqlalchemy import Index

from coordtui.models.base import Record, key, of_patient


class Condition(Record, table=True):
    __table_args__ = (Index("condition_by_code", "code"), {"sqlite_autoincrement": True})
    id: int | None = key()
    patient_id: int = of_patient()
    text: str
    code: str | None = None
    system: str | None = None
    category: str | None = None
    clinical_status: str | None = None
    verification: str | None = None
    severity: str | None = None
    onset: str | None = None
    abatement: str | None = None
    recorded_on: str | None = None


class Medication(Record, table=True):
    """A MedicationRequest (`source` "request") or MedicationStatement ("statement") as recorded; `dosage` is words."""

    id: int | None = key()
    patient_id: int = of_patient()
    text: str
    code: str | None = None
    system: str | None = None
    status: str | None = None
    source: str = "request"
    dosage: str | None = None
    reason: str | None = None
    prescriber: str | None = None
    authored_on: str | None = None


class Allergy(Record, table=True):
    """FHIR AllergyIntolerance; `text` may be "No known allergy"."""

    id: int | None = key()
    patient_id: int = of_patient()
    text: str
    code: str | None = None
    system: str | None = None
    category: str | None = None
    criticality: str | None = None
    clinical_status: str | None = None
    verification: str | None = None
    reaction: str | None = None
    onset: str | None = None


class Survey(Record, table=True):
    """An answer or score of a screening instrument (FHIR Observation, category survey). `value` is text."""

    id: int | None = key()
    patient_id: int = of_patient()
    text: str
    code: str | None = None
    system: str | None = None
    value: str | None = None
    interpretation: str | None = None
    status: str | None = None
    effective: str | None = None


class Document(Record, table=True):
    """A reference to a document elsewhere. FHIR DocumentReference; the content stays where it is."""

    id: int | None = key()
    patient_id: int = of_patient()
    title: str
    type: str | None = None
    status: str | None = None
    written_on: str | None = None
    author: str | None = None
    format: str | None = None
    url: str | None = None


class Coverage(Record, table=True):
    __table_args__ = (
        Index("coverage_by_payer", "payer"),
        Index("coverage_by_plan_type", "plan_type"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = key()
    patient_id: int = of_patient()
    payer: str
    plan_type: str | None = None
    plan_name: str | None = None
    member_id: str | None = None
    group_id: str | None = None
    relationship: str | None = None
    status: str | None = None
    rank: int | None = None
    starts_on: str | None = None
    ends_on: str | None = None


class Encounter(Record, table=True):
    """A visit or stay that took place elsewhere. `kind` is the FHIR class code (AMB, IMP, EMER, VR ...)."""

    id: int | None = key()
    patient_id: int = of_patient()
    text: str
    kind: str | None = None
    status: str | None = None
    reason: str | None = None
    starts: str | None = None
    ends: str | None = None
    provider: str | None = None
    place: str | None = None
    disposition: str | None = None
