"""Small FHIR resources made for the tests, and files of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Resource = dict[str, Any]

MRN = "http://hospital.example.org/mrn"
SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition"


def patient(
    key: str | None = "rosa",
    given: str = "Rosa",
    family: str = "Lopez",
    born: str | None = "1961-04-02",
    mrn: str | None = "77",
    **more: Any,
) -> Resource:
    found: Resource = {"resourceType": "Patient", "name": [{"use": "official", "family": family, "given": [given]}]}
    if key:
        found["id"] = key
    if born:
        found["birthDate"] = born
    if mrn:
        found["identifier"] = [identifier(mrn)]
    return {**found, **more}


def identifier(value: str, system: str = MRN) -> Resource:
    return {"system": system, "value": value}


def ref(target: str, display: str | None = None) -> Resource:
    return {"reference": target, "display": display} if display else {"reference": target}


def concept(text: str, code: str | None = None, system: str = SNOMED) -> Resource:
    return {"text": text, "coding": [{"system": system, "code": code, "display": text}]} if code else {"text": text}


def coded(code: str, system: str = SNOMED) -> Resource:
    return {"coding": [{"system": system, "code": code}]}


def about(kind: str, key: str, subject: str = "Patient/rosa", /, **more: Any) -> Resource:
    """A resource of any kind about a patient."""
    name = {"AllergyIntolerance": "patient", "Coverage": "beneficiary", "RelatedPerson": "patient", "Task": "for"}
    return {"resourceType": kind, "id": key, name.get(kind, "subject"): ref(subject), **more}


def condition(key: str = "c1", text: str = "Asthma", subject: str = "Patient/rosa", **more: Any) -> Resource:
    return about("Condition", key, subject, **{"code": concept(text, "195967001"), **more})


def care_plan(key: str = "plan", status: str = "active", subject: str = "Patient/rosa", **more: Any) -> Resource:
    return about("CarePlan", key, subject, **{"status": status, "intent": "plan", "title": "Breathing", **more})


def service_request(key: str = "sr", status: str = "active", subject: str = "Patient/rosa", **more: Any) -> Resource:
    base = {"status": status, "intent": "order", "code": concept("Pulmonology"), "authoredOn": "2026-03-02"}
    return about("ServiceRequest", key, subject, **{**base, **more})


def task(
    key: str, status: str, focus: str = "ServiceRequest/sr", subject: str = "Patient/rosa", **more: Any
) -> Resource:
    return about("Task", key, subject, **{"status": status, "intent": "order", "focus": ref(focus), **more})


def appointment(key: str, status: str, start: str | None, subject: str = "Patient/rosa", /, **more: Any) -> Resource:
    found: Resource = {
        "resourceType": "Appointment",
        "id": key,
        "status": status,
        "description": "Check-up",
        "participant": [{"actor": ref(subject), "status": "accepted"}],
    }
    return {**found, **({"start": start, "end": start} if start else {}), **more}


def survey(key: str, text: str, **more: Any) -> Resource:
    category = [coded("survey", "http://terminology.hl7.org/CodeSystem/observation-category")]
    base = {"status": "final", "code": concept(text, "44250-9", LOINC), "category": category}
    return about("Observation", key, **{**base, **more})


def practitioner(key: str = "doc", name: str = "Kim", npi: str | None = "999", **more: Any) -> Resource:
    found: Resource = {"resourceType": "Practitioner", "id": key, "name": [{"family": name, "prefix": ["Dr."]}]}
    if npi:
        found["identifier"] = [identifier(npi, "http://hl7.org/fhir/sid/us-npi")]
    return {**found, **more}


def organization(key: str = "clinic", name: str = "Harbor Clinic", **more: Any) -> Resource:
    return {"resourceType": "Organization", "id": key, "name": name, **more}


def bundle(*resources: Resource, kind: str = "collection", base: str | None = None) -> Resource:
    """A bundle; with `base`, its entries have full URLs on that server, else UUIDs of their own."""
    entries = []
    for number, resource in enumerate(resources):
        entry: Resource = {"resource": resource}
        if base:
            entry["fullUrl"] = f"{base}/{resource['resourceType']}/{resource.get('id', number)}"
        if kind == "transaction":
            entry["request"] = {"method": "POST", "url": resource["resourceType"]}
        entries.append(entry)
    return {"resourceType": "Bundle", "type": kind, "entry": entries}


def write(path: Path, *resources: Resource) -> Path:
    """One resource as JSON, several as a bundle, whatever ends in .ndjson as lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".ndjson":
        path.write_text(lines(resources), encoding="utf-8")
    else:
        path.write_text(json.dumps(resources[0] if len(resources) == 1 else bundle(*resources)), encoding="utf-8")
    return path


def lines(resources: Iterable[Resource]) -> str:
    return "".join(json.dumps(resource) + "\n" for resource in resources)
