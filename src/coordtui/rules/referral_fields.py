"""What a step of a referral asks for: its fields as data, and whether what was answered can be used.

Answers are texts by field name; a day is ISO or typed ("tomorrow"), a choice is its value. Sources: domain sheet §1.2
(proof of sending, barrier, teach-back), §9 (teach-back results, AHRQ).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from coordtui.errors import InvalidInput
from coordtui.models.referral import Capacity, Failure
from coordtui.rules.dates import parse_day, show_day

Choices = tuple[tuple[str, str], ...]
FieldKind = Literal["text", "day", "choice", "answer", "provider"]
LONGEST = 4000
FARTHEST = dt.timedelta(days=2 * 366)
_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")
_PLACE = re.compile(r"(organization|practitioner):([1-9][0-9]{0,17})")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a step asks for.

    `kind` "answer" is yes or no; "provider" takes a name, and `NAME_id` beside it may hold "organization:12" or
    "practitioner:3". `when` says which days are allowed: "past" up to today, "future" after it, "any" within 2 years.
    """

    name: str
    label: str
    kind: FieldKind = "text"
    required: bool = False
    choices: Choices = ()
    when: Literal["past", "future", "any"] = "past"
    hint: str = ""


FAILURES: Mapping[Failure, str] = MappingProxyType(
    {
        Failure.NO_CAPACITY: "no capacity",
        Failure.NOT_ELIGIBLE: "not eligible",
        Failure.OUT_OF_NETWORK: "out of network",
        Failure.NO_AUTH: "no authorization",
        Failure.CANNOT_REACH: "cannot reach the patient",
        Failure.PATIENT_DECLINED: "patient declined",
        Failure.COST: "cost",
        Failure.TRANSPORT: "transport",
        Failure.TIME_OFF_WORK: "time off work",
        Failure.CHILDCARE: "childcare",
        Failure.LANGUAGE: "language",
        Failure.DISTRUST: "distrust",
        Failure.DIGITAL_ACCESS: "digital access",
        Failure.MOVED: "moved away",
        Failure.HOSPITALISED: "in hospital",
        Failure.DIED: "died",
        Failure.DUPLICATE: "duplicate",
        Failure.WRONG_SERVICE: "wrong service",
        Failure.PROVIDER_CANCELLED: "provider cancelled",
        Failure.LOST_PAPERWORK: "lost paperwork",
        Failure.OTHER: "other",
    }
)
CAPACITIES: Mapping[Capacity, str] = MappingProxyType(
    {
        Capacity.CAPACITY: "has room",
        Capacity.NO_CAPACITY: "has no room",
        Capacity.WAITLIST: "has a waiting list",
        Capacity.ASSESSMENT_REQUIRED: "wants an assessment first",
    }
)
HOW: Choices = (
    ("fax", "fax"),
    ("direct", "Direct message"),
    ("portal", "portal"),
    ("phone", "phone"),
    ("mail", "mail"),
    ("in-person", "in person"),
)
TEACH_BACK: Choices = (
    ("clear", "clear"),
    ("clear-after-reteach", "clear after explaining again"),
    ("not-yet", "not clear yet"),
    ("caregiver-only", "clear to the caregiver only"),
    ("declined", "did not want to say it back"),
)
YES_NO: Choices = (("yes", "yes"), ("no", "no"))
PREP: Choices = (("yes", "understood"), ("none", "nothing to prepare"), ("not-yet", "not yet"))
AUTH: Choices = (("approved", "approved"), ("not-needed", "not needed"))

_FAILURE_CHOICES: Choices = tuple((one.value, words) for one, words in FAILURES.items())
ON = Field("on", "Day it happened", "day", hint="Empty means today.")
NOTE = Field("note", "Note")
REASON = Field("reason", "Why", required=True)


def failure(label: str = "What stood in the way", *, required: bool = True) -> Field:
    """The countable reason (domain sheet §1.2)."""
    return Field("failure", label, "choice", required, _FAILURE_CHOICES)


def answers(fields: Iterable[Field], details: Mapping[str, str], today: dt.date) -> dict[str, str]:
    """What was answered, made clean: empty ones left out, days in ISO, times as HH:MM.

    Raises:
        InvalidInput: at the field: required and empty, not one of its choices, no day or time, a day out of its range.
    """
    found: dict[str, str] = {}
    for field in fields:
        value = (details.get(field.name) or "").strip()
        if not value:
            if field.required:
                raise InvalidInput(field.name, f"{field.label}: this is needed.", field.hint)
            continue
        found[field.name] = _clean(field, value, today)
        if field.kind == "provider" and (place := (details.get(f"{field.name}_id") or "").strip()):
            found[f"{field.name}_id"] = _place(f"{field.name}_id", place)
    return found


def _clean(field: Field, value: str, today: dt.date) -> str:
    if field.kind == "day":
        return _day(field, value, today).isoformat()
    if field.kind in ("choice", "answer"):
        allowed = field.choices or YES_NO
        if value not in (code for code, _ in allowed):
            raise InvalidInput(field.name, f"{field.label}: choose one of {', '.join(words for _, words in allowed)}.")
    if len(value) > LONGEST:
        raise InvalidInput(field.name, f"{field.label}: at most {LONGEST} characters.", "Put the rest into a note.")
    return _time(field, value) if field.name == "time" else value


def _day(field: Field, value: str, today: dt.date) -> dt.date:
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        try:
            day = parse_day(value, today, past=field.when == "past")
        except ValueError as reason:
            raise InvalidInput(field.name, str(reason)) from None
    if field.when == "past" and day > today:
        raise InvalidInput(
            field.name, f"{field.label}: {show_day(day, today)} is still to come.", "Choose a day so far."
        )
    if field.when == "future" and day <= today:
        raise InvalidInput(field.name, f"{field.label}: this must be after today.", "Choose a later day.")
    if abs(day - today) > FARTHEST:
        raise InvalidInput(field.name, f"{field.label}: that is more than two years away.", "Check the year.")
    return day


def _time(field: Field, value: str) -> str:
    match = _TIME.fullmatch(value)
    if match is None:
        raise InvalidInput(field.name, "That is not a time of day.", "Write it as 14:30.")
    return f"{int(match[1]):02}:{match[2]}"


def _place(name: str, value: str) -> str:
    if _PLACE.fullmatch(value) is None:
        raise InvalidInput(
            name, "That is no entry of the directory.", "Choose it from the list, or type the name only."
        )
    return value


def place_of(value: str | None) -> tuple[int | None, int | None]:
    """The organization's and the practitioner's key in "organization:12" or "practitioner:3"."""
    match = _PLACE.fullmatch(value or "")
    if match is None:
        return None, None
    return (int(match[2]), None) if match[1] == "organization" else (None, int(match[2]))


def words_of(field: Field, value: str, today: dt.date) -> str:
    """An answer as it is read: the label of a choice, a day in words."""
    if field.kind == "day":
        try:
            return show_day(dt.date.fromisoformat(value), today)
        except ValueError:
            return value
    choices = field.choices or (YES_NO if field.kind == "answer" else ())
    return dict(choices).get(value, value)
