"""What is recorded of everyone, as plain Python holds it: what the finding language's terms are compared with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from coordtui.casework.base import local, table, zone_of
from coordtui.casework.consent_views import consents
from coordtui.casework.ranking import rank_all
from coordtui.casework.reach import reaches
from coordtui.casework.referral_steps import overrides
from coordtui.models.acuity import Acuity
from coordtui.models.care_plan import CarePlan
from coordtui.models.clinical import Condition, Coverage
from coordtui.models.codes import Ball
from coordtui.models.consent import ConsentKind
from coordtui.models.contact import Contact
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import Alert, Patient
from coordtui.models.people import TeamMember
from coordtui.models.referral import Referral
from coordtui.models.sensitivity import TaggedRecord
from coordtui.rules.acuity import effective
from coordtui.rules.contact import engagement
from coordtui.rules.dates import age, moment_day
from coordtui.rules.referral import OPEN_STATES, age_of

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """One patient: their row, the rows of others about them, and what the rules say of these on `today`."""

    today: dt.date
    row: Row
    open: list[Row]
    plans: list[Row]
    referrals: list[Row]
    conditions: list[Row]
    covers: list[Row]
    tags: set[str]
    last: dt.date | None
    level: str | None
    tier: int | None
    late: bool
    alert: bool
    phone: bool
    team: bool
    consent: bool

    @property
    def age(self) -> int | None:
        return age(self.row["birth_date"], self.today)

    @property
    def born(self) -> str:
        return self.row["birth_date"] or ""

    @property
    def state(self) -> str:
        return engagement(self.last, self.row["added_on"], self.today)

    @property
    def living(self) -> bool:
        return not self.row["deceased"] and self.row["case_status"] == "open"

    @property
    def acts(self) -> list[dt.date]:
        """The days on which something open must be done."""
        return [
            step["due_on"] if step["ball"] is Ball.ME else step["next_check_on"] or step["due_on"] for step in self.open
        ]

    def due(self, fits: Callable[[dt.date], bool]) -> bool:
        return any(map(fits, self.acts))

    def since(self) -> int:
        """Days since they were last reached; who never was counts as longest ago."""
        return 10**6 if self.last is None else (self.today - self.last).days

    def plan(self) -> str:
        """The worst word of their plans."""
        words = {plan["status"].value for plan in self.plans}
        if any(p["status"] == "active" and p["review_on"] and p["review_on"] < self.today for p in self.plans):
            return "overdue"
        return next((word for word in ("active", "on-hold", "draft") if word in words), "none")

    def sent(self) -> list[Row]:
        return [one for one in self.referrals if one["state"] in OPEN_STATES]

    def paid_by(self, word: str) -> bool:
        """Some payer or kind of plan in force has a word that begins so."""
        texts = (text for one in self.in_force() for text in (one["payer"], one["plan_type"]) if text)
        return any(f" {word}" in f" {text.lower()}" for text in texts)

    def in_force(self) -> list[Row]:
        return [
            one
            for one in self.covers
            if one["status"] in (None, "active") and (moment_day(one["ends_on"]) or self.today) >= self.today
        ]

    def has(self, code: str) -> bool:
        stand = (one for one in self.conditions if one["verification"] not in ("refuted", "entered-in-error"))
        return any((one["code"] or "").startswith(code) for one in stand)


def everyone(session: Session, today: dt.date) -> dict[int, Person]:
    zone, own = zone_of(session), overrides(session)
    tiers = {one.person: one.tier for one in rank_all(session, today)}
    rows = {model: _rows(session, model) for model in _TABLES}
    good = {one.patient_id for one in reaches(session, None) if one.good and one.system in ("phone", "sms", "mobile")}
    found = {}
    for patient in _rows(session, Patient):
        key = patient["id"]
        held = {model: [row for row in all_rows if row["patient_id"] == key] for model, all_rows in rows.items()}
        at = [local(row["at"], zone).date() for row in held[Contact] if row["reached"]]
        newest = max(held[Acuity], key=lambda row: row["id"], default=None)
        sent = [session.get_one(Referral, one["id"]) for one in held[Referral] if one["state"] in OPEN_STATES]
        found[key] = Person(
            today=today,
            row=patient,
            open=[row for row in held[FollowUp] if row["status"] == "open"],
            plans=held[CarePlan],
            referrals=held[Referral],
            conditions=held[Condition],
            covers=held[Coverage],
            tags={row["tag"] for row in held[TaggedRecord]},
            last=max(at, default=None),
            level=effective(newest["level"], newest["override"], newest["override_until"], today) if newest else None,
            tier=tiers.get(key),
            late=any(age_of(one, today, own) in ("red", "escalate") for one in sent),
            alert=any(row["active"] for row in held[Alert]),
            phone=key in good,
            team=any(row["status"] == "active" for row in held[TeamMember]),
            consent=any(
                one.standing.code == "in-force" and one.kind is not ConsentKind.RESTRICTION
                for one in consents(session, key, today)
            ),
        )
    return found


_TABLES: tuple[type[SQLModel], ...] = (
    *(Acuity, Alert, CarePlan, Condition, Contact, Coverage, FollowUp, Referral, TaggedRecord, TeamMember),
)


def _rows(session: Session, model: type[SQLModel]) -> list[Row]:
    return [dict(row) for row in session.execute(select(*table(model).columns)).mappings()]
