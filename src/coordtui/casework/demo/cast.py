"""One person of the caseload while their rows are made, and what all persons share."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from coordtui.casework.demo.days import Days
from coordtui.casework.demo.directory import PEOPLE, PLACES
from coordtui.casework.demo.places import AGENCIES, CLINICIANS
from coordtui.casework.demo.rows import Rows
from coordtui.casework.demo.shapes import Person, Story
from coordtui.casework.demo.stories import STORIES
from coordtui.casework.directory import fold_of
from coordtui.models.people import Organization, Practitioner
from coordtui.rules.patient import display_name


@dataclass(slots=True)
class Town:
    """Where rows go, what day it is, and the ids of organizations and practitioners by their key."""

    rows: Rows
    days: Days
    agencies: dict[str, int] = field(default_factory=dict)
    clinicians: dict[str, int] = field(default_factory=dict)

    def settle(self) -> None:
        """Add the clinics and agencies with their people, as far as the coordinator knows them."""
        for key, agency in AGENCIES.items():
            known = PLACES[key]
            self.agencies[key] = self._add(
                Organization,
                name=agency.name,
                type=agency.type,
                services=known.services,
                phone=agency.phone,
                other_phones=known.other_phones,
                fax=agency.fax,
                address=agency.address,
                hours=known.hours,
                languages=known.languages,
                asks_for=known.asks_for,
                note=known.note,
                verified_on=None if known.checked is None else self.days.day(-known.checked),
            )
        for number, (key, one) in enumerate(CLINICIANS.items()):
            hours, asks_for = PEOPLE.get(key, (None, None))
            self.clinicians[key] = self._add(
                Practitioner,
                name=one.name,
                role=one.role,
                organization_id=self.agencies[one.agency],
                phone=one.phone,
                fax=AGENCIES[one.agency].fax,
                hours=hours,
                languages=one.languages,
                asks_for=asks_for,
                verified_on=self.days.day(-7 * number - 3),
            )

    def _add(self, model: type[Organization] | type[Practitioner], **values: Any) -> int:
        key = self.rows.add(model, **values)
        row = self.rows.row(model, key)
        row["fold"] = fold_of(SimpleNamespace(**row))
        return key


@dataclass(slots=True)
class Cast:
    """A person with their story and their patient id. `number` counts from 0; `rng` is theirs alone.

    `brief`: somebody beyond the hand-written ones, whose past is kept shorter.
    """

    town: Town
    person: Person
    number: int
    rng: random.Random
    patient_id: int = 0
    brief: bool = False

    @property
    def rows(self) -> Rows:
        return self.town.rows

    @property
    def days(self) -> Days:
        return self.town.days

    @property
    def story(self) -> Story:
        return STORIES[self.person.story]

    @property
    def name(self) -> str:
        return display_name(self.person.family, self.person.given, self.person.preferred)

    @property
    def living(self) -> bool:
        """Whether this person's open records ask for work."""
        return self.person.dead is None and not self.person.closed
