"""Which resource types become records, and in which order, so that what others point to is there first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from coordtui.exchange.fhir import (
    map_appointment,
    map_clinical,
    map_directory,
    map_patient,
    map_people,
    map_plan,
    map_referral,
)
from coordtui.exchange.fhir.mapping import Context, Mapped

Mapper = Callable[[Context], Mapped | None]

MAPPERS: Mapping[str, Mapper] = MappingProxyType(
    {
        "Organization": map_people.organization,
        "HealthcareService": map_directory.healthcare_service,
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
        "Goal": map_plan.goal,
        "CarePlan": map_plan.care_plan,
        "ServiceRequest": map_referral.referral,
        "Appointment": map_appointment.appointment,
    }
)
"""Task, PractitionerRole and Location are not here: they become part of a referral and of the directory's entries."""

SHARED = frozenset({"Organization", "Practitioner", "HealthcareService"})
"""Types whose records belong to no patient."""

_ORDER = {name: number for number, name in enumerate(MAPPERS)}


def order(name: str) -> int:
    """Where a type stands in the order of writing; what only stays raw comes last."""
    return _ORDER.get(name, len(_ORDER))
