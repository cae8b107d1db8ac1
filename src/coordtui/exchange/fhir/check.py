"""What the validator leaves open and we rely on: days that exist, and codes of the value sets that FHIR requires.

An invalid element stays in the source and is not mapped: `pruned` takes it out of the copy that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from coordtui.rules.dates import days_in

_DAY = re.compile(rb'"\d{4}-(?:02-(?:29|3\d)|(?:04|06|09|11)-31|00|1[3-9]|\d\d-00)')
_ONE_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?:T.*)?")
_STEP = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(\[\d+\])*")
_INDEX = re.compile(r"\[(\d+)\]")

_REQUEST = "draft active on-hold revoked completed entered-in-error unknown"
_INTENT = "proposal plan directive order original-order reflex-order filler-order instance-order option"
_PRIORITY = "routine urgent asap stat"
_FINANCIAL = "active cancelled draft entered-in-error"
_NAME_USE = "usual official temp nickname anonymous old maiden"
_ID_USE = "usual official temp secondary old"
_POINT = "phone fax email pager url sms other"
_POINT_USE = "home work temp old mobile"
_PERSON = {
    "name.use": _NAME_USE,
    "telecom.system": _POINT,
    "telecom.use": _POINT_USE,
    "address.use": "home work temp old billing",
    "identifier.use": _ID_USE,
    "gender": "male female other unknown",
}
_CODES: dict[str, dict[str, str]] = {
    "Patient": _PERSON,
    "RelatedPerson": _PERSON,
    "Practitioner": _PERSON,
    "Organization": {"telecom.system": _POINT, "telecom.use": _POINT_USE, "identifier.use": _ID_USE},
    "CareTeam": {"status": "proposed active suspended inactive entered-in-error"},
    "CarePlan": {
        "status": _REQUEST,
        "intent": "proposal plan order option",
        "activity.detail.status": "not-started scheduled in-progress on-hold completed cancelled stopped unknown"
        " entered-in-error",
    },
    "Goal": {
        "lifecycleStatus": "proposed planned accepted active on-hold completed cancelled entered-in-error rejected"
    },
    "ServiceRequest": {"status": _REQUEST, "intent": _INTENT, "priority": _PRIORITY},
    "Task": {
        "status": "draft requested received accepted rejected ready cancelled in-progress on-hold failed completed"
        " entered-in-error",
        "intent": f"unknown {_INTENT}",
        "priority": _PRIORITY,
    },
    "Appointment": {
        "status": "proposed pending booked arrived fulfilled cancelled noshow entered-in-error checked-in waitlist"
    },
    "Encounter": {"status": "planned arrived triaged in-progress onleave finished cancelled entered-in-error unknown"},
    "Coverage": {"status": _FINANCIAL},
    "MedicationRequest": {
        "status": "active on-hold cancelled completed entered-in-error stopped draft unknown",
        "intent": f"{_INTENT}",
    },
    "MedicationStatement": {"status": "active completed entered-in-error intended stopped on-hold unknown not-taken"},
    "AllergyIntolerance": {
        "type": "allergy intolerance",
        "category": "food medication environment biologic",
        "criticality": "low high unable-to-assess",
    },
    "Observation": {"status": "registered preliminary final amended corrected cancelled entered-in-error unknown"},
    "DocumentReference": {"status": "current superseded entered-in-error"},
}
_TABLE = {
    name: [(path.split("."), frozenset(codes.split())) for path, codes in paths.items()]
    for name, paths in _CODES.items()
}


def problems(name: str, data: bytes, resource: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(path, what) of impossible days and unknown codes. `data` is the resource's own text."""
    for steps, codes in _TABLE.get(name, ()):
        for path, value in _values(resource, steps, name):
            if isinstance(value, str) and value not in codes:
                yield path, f'"{value[:60]}" is not one of its codes'
    if _DAY.search(data):
        for path, text in _texts(resource, name):
            if _is_impossible(text):
                yield path, f'"{text[:10]}" is a day that does not exist'


def _values(value: Any, steps: list[str], path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list):
        for number, element in enumerate(value):
            yield from _values(element, steps, f"{path}[{number}]")
    elif not steps:
        yield path, value
    elif isinstance(value, dict) and steps[0] in value:
        yield from _values(value[steps[0]], steps[1:], f"{path}.{steps[0]}")


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("text", "div", "data"):
                yield from _texts(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, f"{path}[{number}]")
    elif isinstance(value, str):
        yield path, value


def _is_impossible(text: str) -> bool:
    match = _ONE_DAY.fullmatch(text)
    if match is None or match[1] == "0000":
        return False
    year, month = int(match[1]), int(match[2])
    if not 1 <= month <= 12:
        return True
    return match[3] is not None and not 1 <= int(match[3]) <= days_in(year, month)


def pruned(resource: dict[str, Any], paths: Iterable[str]) -> dict[str, Any]:
    """`resource` without the elements at `paths`, which it changes. A path that leads nowhere is passed over.

    An element of a list becomes None, so that its neighbours keep their numbers.
    """
    for path in paths:
        steps = _steps(path)
        if steps and steps[0] != "resourceType":
            _drop(resource, steps)
    return resource


def _steps(path: str) -> list[str | int]:
    """ "Patient.name[0].family" as ["name", 0, "family"]; [] when it names no single element."""
    steps: list[str | int] = []
    for part in path.split(".")[1:]:
        match = _STEP.fullmatch(part)
        if match is None:
            return []
        steps.append(match[1])
        steps += [int(number) for number in _INDEX.findall(part)]
    return steps


def _drop(value: Any, steps: list[str | int]) -> None:
    for step in steps[:-1]:
        value = _inside(value, step)
    last = steps[-1]
    if isinstance(value, dict) and isinstance(last, str):
        value.pop(last, None)
    elif isinstance(value, list) and isinstance(last, int) and last < len(value):
        value[last] = None


def _inside(value: Any, step: str | int) -> Any:
    if isinstance(value, dict) and isinstance(step, str):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None
