"""Which resource types become records, and in which order, so that what others point to is there first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from coordtui.exchange.fhir import map_clinical, map_patient, map_people, map_work
from coordtui.exchange.fhir.mapping import Context, Mapped

Mapper = Callable[[Context], Mapped | None]

MAPPERS: Mapping[str, Mapper] = MappingProxyType(
    {
        "Organization": map_people.organization,
        "Practitioner": map_people.practitioner,
        "Patient": map_patient.patient,
        "RelatedPerson": map_people.related_person,
        "Condition": map_clinical.condition,
        "AllergyIntolerance": map_clinical.allergy,
        "MedicationRequest": map_clinical.medication_request,
        "MedicationStatement": map_clinical.medication_statement,
        "Observation": map_clinical.survey,
        "DocumentReference": map_clinical.document,
        "Coverage": map_clinical.coverage,
        "Encounter": map_clinical.encounter,
        "CareTeam": map_people.care_team,
        "Goal": map_work.goal,
        "CarePlan": map_work.care_plan,
        "ServiceRequest": map_work.referral,
        "Appointment": map_work.appointment,
    }
)
"""Task and PractitionerRole are not here: they become part of a referral and of a practitioner."""

SHARED = frozenset({"Organization", "Practitioner"})
"""Types whose records belong to no patient."""

_ORDER = {name: number for number, name in enumerate(MAPPERS)}


def order(name: str) -> int:
    """Where a type stands in the order of writing; what only stays raw comes last."""
    return _ORDER.get(name, len(_ORDER))
