"""One person of the caseload while their rows are made, and what all persons share."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from coordtui.casework.demo.days import Days
from coordtui.casework.demo.places import AGENCIES, CLINICIANS
from coordtui.casework.demo.rows import Rows
from coordtui.casework.demo.shapes import Person, Story
from coordtui.casework.demo.stories import STORIES
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
        """Add the clinics and agencies with their people."""
        for key, agency in AGENCIES.items():
            self.agencies[key] = self.rows.add(
                Organization,
                name=agency.name,
                type=agency.type,
                phone=agency.phone,
                fax=agency.fax,
                address=agency.address,
            )
        for key, one in CLINICIANS.items():
            self.clinicians[key] = self.rows.add(
                Practitioner,
                name=one.name,
                role=one.role,
                organization_id=self.agencies[one.agency],
                phone=one.phone,
                languages=one.languages,
            )


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
