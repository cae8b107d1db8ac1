"""What an entry of the journal means for the patient whom it is about: seen, changed, given out, refused."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class AccessKind(StrEnum):
    """What somebody did with a patient's record."""

    SAW = "saw"
    CHANGED = "changed"
    GAVE = "gave"
    REFUSED = "refused"
    TOOK_BACK = "took_back"
    REPEATED = "repeated"


WORDS: Final[Mapping[AccessKind, str]] = MappingProxyType(
    {
        AccessKind.SAW: "looked at",
        AccessKind.CHANGED: "changed",
        AccessKind.GAVE: "gave out",
        AccessKind.REFUSED: "refused to give out",
        AccessKind.TOOK_BACK: "took back",
        AccessKind.REPEATED: "did again",
    }
)

VIEWS: Final = "patient.view"
"""How the verbs of looking at one patient begin."""
LIST: Final = "list.view"
EXPORT: Final = "document.export"
REFUSAL: Final = "disclosure.refused"
_TRAVEL: Final = {"undo": AccessKind.TOOK_BACK, "redo": AccessKind.REPEATED}

_RECORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "contact_point": "phone or e-mail",
        "follow_up": "follow-up",
        "patient_name": "name",
        "source_resource": "imported record",
        "team_member": "care team",
        "related_person": "family or friend",
        "tagged_record": "sensitivity tag",
    }
)


def kind_of(verb: str, act_kind: str) -> AccessKind:
    """What an act was to the patient, by the journal's verb and kind ("do", "undo", "redo", "record")."""
    if verb.startswith(VIEWS):
        return AccessKind.SAW
    return _TRAVEL.get(act_kind) or {EXPORT: AccessKind.GAVE, REFUSAL: AccessKind.REFUSED}.get(verb, AccessKind.CHANGED)


def record_words(table: str) -> str:
    """A table's name as people say it: "contact_point" is a "phone or e-mail"."""
    return _RECORDS.get(table, table.replace("_", " "))


def without_details(verb: str, summary: str) -> str:
    """What was done without what it was about: an act's summary up to its colon, and where it has none its verb.

    What is written of a look names the patient and a part of the record, and stays.
    """
    head, colon, _ = summary.partition(":")
    return head.rstrip() if colon or verb.startswith(VIEWS) else verb.replace(".", " ").replace("_", " ")
