"""Which records are found by words, and by which of their columns. A person is found by more than one table says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Table
from sqlmodel import SQLModel

from coordtui.casework.base import table
from coordtui.models.acuity import Acuity
from coordtui.models.appointment import Appointment
from coordtui.models.care_plan import Barrier, CarePlan, Concern, Goal, Intervention, Strength
from coordtui.models.clinical import Allergy, Condition, Coverage, Document, Encounter, Medication, Survey
from coordtui.models.consent import Consent
from coordtui.models.contact import Contact, QuickNote
from coordtui.models.disclosure import Disclosure
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import Address, Alert, CarePreference, ContactPoint, Identifier, Patient
from coordtui.models.people import Organization, Practitioner, RelatedPerson, TeamMember
from coordtui.models.plan_version import GoalProgress, PlanVersion
from coordtui.models.referral import Referral, ReferralEvent
from coordtui.models.sensitivity import TaggedRecord
from coordtui.rules.directory import language_names, split_languages
from coordtui.rules.follow_up import kind_of
from coordtui.rules.goal import BARRIERS
from coordtui.rules.search_text import number_tokens, text_tokens, tokens

ROW_BITS: Final = 33
OWNER_BITS: Final = 24
DIRECTORY_FROM: Final = 60
"""Kinds from this number on are about no patient."""


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of a table as documents: their `texts` in order, the telephone numbers in `phones`, and what stands in
    `coded` columns in other words. `number` is the kind's in every document's number, and so never given to another.
    """

    number: int
    table: Table
    texts: tuple[str, ...]
    phones: tuple[str, ...] = ()
    coded: tuple[tuple[str, Callable[[str], str]], ...] = ()

    @property
    def kind(self) -> str:
        return self.table.name

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that a document depends on."""
        return (*self.texts, *self.phones, *(name for name, _ in self.coded))

    def words(self, row: Mapping[str, Any]) -> list[str]:
        """The tokens of a row, given by its columns' names."""
        found = text_tokens(row[name] for name in self.texts)
        for name in self.phones:
            found += number_tokens(row[name])
        for name, worded in self.coded:
            if row[name]:
                found += tokens(worded(row[name]))
        return found


def _answers(text: str) -> str:
    """The texts of a JSON object, as a referral's history keeps what was answered."""
    try:
        held = json.loads(text)
    except ValueError:
        return ""
    return " ".join(str(value) for value in held.values()) if isinstance(held, dict) else ""


def _names(text: str) -> str:
    return " ".join(map(language_names, split_languages(text)))


def _source(
    number: int,
    model: type[SQLModel],
    texts: str,
    phones: str = "",
    coded: Iterable[tuple[str, Callable[[str], str]]] = (),
) -> Source:
    return Source(number, table(model), tuple(texts.split()), tuple(phones.split()), tuple(coded))


_ENTRY: Final = "fax other_phones phone"

SOURCES: Final = (
    _source(1, Contact, "note agreed spoke_with", "number"),
    _source(2, QuickNote, "text"),
    _source(3, FollowUp, "text outcome defer_reason", coded=[("kind", lambda code: kind_of(code).label)]),
    _source(4, Referral, "what to_name from_name reason question state_reason category code auth_number"),
    _source(5, ReferralEvent, "text", coded=[("details", _answers)]),
    _source(6, CarePlan, "title description category closing_note"),
    _source(7, Goal, "text patient_words why measure outcome"),
    _source(8, Intervention, "text owner_name schedule location evidence"),
    _source(9, Barrier, "text how", coded=[("category", lambda code: BARRIERS.get(code, code))]),
    _source(10, Strength, "text"),
    _source(11, Concern, "text code"),
    _source(12, Condition, "text code"),
    _source(13, Medication, "text code dosage reason prescriber"),
    _source(14, Allergy, "text code reaction"),
    _source(15, Appointment, "what with_whom place reason instructions"),
    _source(
        16, Consent, "recipient discloser scope purpose_words signer authority document expires_event revoked_how note"
    ),
    _source(17, Disclosure, "document recipient recipient_address basis_words destination"),
    _source(18, Document, "title type author"),
    _source(19, Encounter, "text reason provider place disposition"),
    _source(20, TeamMember, "name role team", "phone"),
    _source(21, RelatedPerson, "name relationship email note", "phone"),
    _source(22, Alert, "text"),
    _source(23, Address, "lines city district state postal_code country"),
    _source(24, Coverage, "payer plan_name member_id group_id"),
    _source(25, Survey, "text value interpretation"),
    _source(26, GoalProgress, "note"),
    _source(27, PlanVersion, "participants copy_to note"),
    _source(
        28,
        CarePreference,
        "who_may_answer preferred_time safety_note interpreter_modality format faith diet decision_maker"
        " health_beliefs days_to_avoid trauma_note what_matters",
    ),
    _source(29, Patient, "note"),
    _source(30, TaggedRecord, "note"),
    _source(31, Acuity, "override_reason"),
    _source(
        DIRECTORY_FROM,
        Organization,
        "name type services address hours asks_for note email website",
        _ENTRY,
        [("languages", _names)],
    ),
    _source(DIRECTORY_FROM + 1, Practitioner, "name role hours asks_for note email", _ENTRY, [("languages", _names)]),
)
"""Whatever is not here has no words of its own that a person would remember, or is what a person is found by."""

NUMBERS: Final[Mapping[str, int]] = MappingProxyType({source.kind: source.number for source in SOURCES})

PERSON_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        table(Patient).name: ("fold", "birth_date"),
        table(ContactPoint).name: ("system", "value"),
        table(Identifier).name: ("value",),
    }
)
"""By table: the columns that a person is found by. `fold` holds every name that the person has."""
