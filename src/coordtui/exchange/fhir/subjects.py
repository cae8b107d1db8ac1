"""Whom a resource is about: the elements that name the patient, after the patient compartment of FHIR R4."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coordtui.exchange.fhir.refs import Ref, parse

_USUAL = ("subject", "patient", "beneficiary", "individual", "candidate")
_OWN: dict[str, tuple[str, ...]] = {
    "Patient": (),
    "Task": ("for",),
    "Appointment": ("participant.actor",),
    "AppointmentResponse": ("actor",),
    "Person": ("link.target",),
    "Provenance": ("target",),
    "SupplyRequest": ("deliverTo",),
    "Group": (),
    "Schedule": ("actor",),
    "MeasureReport": ("subject",),
}
_LOOSE = {"Person", "Provenance", "SupplyRequest", "Schedule", "AppointmentResponse"}
"""Types whose reference to a patient is a side matter: kept without a patient when it leads nowhere."""
_OTHER = {"Appointment", *_LOOSE}
"""Types whose elements name other things than people as well."""


def is_loose(name: str) -> bool:
    return name in _LOOSE


def of(name: str, resource: dict[str, Any]) -> tuple[Ref, ...]:
    """The references that may name the patient, best first; those that cannot be one are left out."""
    if name not in _OWN:
        listed = [resource[key] for key in _USUAL if key in resource]
        return tuple(ref for value in listed for ref in _walk(value, []))
    found = [ref for path in _OWN[name] for ref in _walk(resource, path.split("."))]
    if name in _OTHER:
        return tuple(ref for ref in found if ref.type == "Patient" or (ref.type is None and ref.uuid))
    return tuple(found)


def _walk(value: Any, steps: list[str]) -> Iterator[Ref]:
    if isinstance(value, list):
        for element in value:
            yield from _walk(element, steps)
    elif steps and isinstance(value, dict):
        yield from _walk(value.get(steps[0]), steps[1:])
    elif not steps:
        ref = parse(value)
        if ref is not None:
            yield ref
