"""The English of a referral packet: for an office, so plain and short, but not for a patient."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from coordtui.models.codes import Urgency

TITLE: Final = "Referral"
SOCIAL_TITLE: Final = "Referral for help"
NO_PROBLEMS: Final = "None that belong to this referral are recorded."
NO_MEDICINES: Final = "None are recorded."
NO_ALLERGIES: Final = "None are recorded; ask the patient."
HEALTH_NOTE: Final = "As recorded by the coordinator. It may not be complete: please ask the patient."
PRIVACY: Final = (
    "This page is about one person's health and life. If it reached you by mistake, please call the number of the"
    " coordinator and destroy it."
)

URGENCY: Final[Mapping[Urgency, str]] = {
    Urgency.ROUTINE: "Routine",
    Urgency.URGENT: "Urgent",
    Urgency.ASAP: "As soon as possible",
    Urgency.STAT: "At once",
}

HERE, TO_SEND = "☑", "☐"
WHERE: Final[Mapping[bool, str]] = {True: "in this packet", False: "to be sent with it"}

_ASKS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(words, re.IGNORECASE))
    for name, words in (
        ("coverage", r"insurance|coverage|member|payer|health plan|medicaid|medicare"),
        ("medicines", r"\bmed(ication|icine|s)?\b|medications|medicines|drug list"),
        ("allergies", r"allerg"),
        ("problems", r"problem list|diagnos|conditions|\bdx\b"),
        ("authorization", r"authori[sz]|\bauth\b|prior auth"),
        ("consent", r"consent|permission|release"),
        ("address", r"address"),
        ("born", r"birth|\bdob\b|\bage\b"),
        ("phones", r"phone|contact (number|info)"),
        ("language", r"language|interpret"),
        ("question", r"question"),
        ("reason", r"reason|why"),
    )
)
_ELSEWHERE: Final = re.compile(
    r"copy|copies|scan|card|photo|signed|form|report|result|note|image|x-?ray|lab|order|letter|proof|chart|record",
    re.IGNORECASE,
)
"""A paper of its own, which the packet cannot hold."""


def asked_for(text: str | None) -> tuple[str, ...]:
    """What a receiver always asks for, one thing each, from the words of the directory."""
    parts = re.split(r"[;\n•]|,(?!\s*(?:if|by|when|where|with|or)\b)|\band\b", text or "")
    return tuple(dict.fromkeys(part for part in (" ".join(part.split()).strip(" .-*") for part in parts) if part))


def answers_to(asked: str) -> str:
    """The part of the packet that answers it ("coverage"), "" for what has to be sent apart."""
    if _ELSEWHERE.search(asked):
        return ""
    return next((name for name, pattern in _ASKS if pattern.search(asked)), "")


def replies(social: bool, requester: str, coordinator: str) -> tuple[str, ...]:
    """What we ask the receiver to tell, and whom."""
    if social:
        return (
            f"Tell {coordinator} that this arrived.",
            "Tell us yes, no, or a place on the waiting list.",
            "Tell us when the help has started, or that the person did not come.",
        )
    report = f"Send the report to {requester}, and a copy to {coordinator}." if requester else ""
    return (
        f"Tell {coordinator} that this arrived, and whether you accept.",
        "Tell us the day of the visit. If the patient does not come, tell us the same day.",
        report or f"Send the report to {coordinator}.",
    )
