"""Which observations say something about the person rather than about the body."""

from __future__ import annotations

from typing import Any

from coordtui.exchange.fhir.elements import choice, codes, concept
from coordtui.exchange.fhir.words import line

_SURVEY = {"survey", "sdoh"}
_CHARACTERISTICS = {"90778-2": "pronouns", "76691-5": "gender_identity"}


def is_survey(resource: dict[str, Any]) -> bool:
    """By category, as in US Core's screening and assessment profiles."""
    return bool(codes(resource.get("category")) & _SURVEY)


def observed_characteristic(resource: dict[str, Any]) -> tuple[str, str] | None:
    """(column of the patient, words) of an observed pronoun or gender identity (LOINC), which US Core allows too."""
    found = codes(resource.get("code")) & _CHARACTERISTICS.keys()
    words = line(concept(choice(resource, "value"))) if found else None
    return (_CHARACTERISTICS[min(found)], words) if found and words else None
