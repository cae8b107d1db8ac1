"""Referrals as a person takes them through the loop, for the tests of several files."""

from __future__ import annotations

import datetime as dt
from typing import Any

from coordtui.casework import referral
from coordtui.casework.referral_views import ReferralDetail, detail
from coordtui.models.codes import Answer
from coordtui.models.referral import Referral, ReferralDraft
from tests.casework.world import World
from tests.rules.loop import ANSWERS

__all__ = ["ANSWERS", "begin", "booked", "complete_draft", "food", "look", "read", "take"]


def complete_draft(patient_id: int, what: str = "Cardiology", **fields: Any) -> ReferralDraft:
    """A draft that may leave."""
    whole: dict[str, Any] = {
        "reason": "Chest pain on stairs",
        "indicated_on": dt.date(2026, 3, 18),
        "consent": Answer.YES,
        "consent_on": dt.date(2026, 3, 3),
        "to_name": "Heart Clinic",
        **fields,
    }
    return ReferralDraft(patient_id=patient_id, what=what, **whole)


def food(patient_id: int) -> ReferralDraft:
    """A social referral whose place has not been asked for room."""
    return complete_draft(patient_id, "Food box", social=True, to_name="Table for All")


def begin(world: World, patient_id: int, what: str = "Cardiology", **fields: Any) -> int:
    """A new draft that may leave; a social one has been asked for room."""
    key: int = world.do(referral.create, complete_draft(patient_id, what, **fields)).value
    if fields.get("social"):
        take(world, key, "ask_capacity")
    return key


def booked(world: World, patient_id: int, **fields: Any) -> int:
    """One whose visit is booked for 20 March 2026."""
    key = begin(world, patient_id, **fields)
    take(world, key, "send", "accept", "schedule")
    return key


def take(world: World, key: int, *steps: str, **answers: str) -> None:
    """Take these steps one after another, with answers that go through; `answers` add to those of each."""
    for step in steps:
        given = ANSWERS.get(step, {"reason": "written down wrongly"}) | answers
        world.do(referral.move, [key], step, given)


def read(world: World, key: int) -> Referral:
    found: Referral = world.read(lambda session: session.get_one(Referral, key))
    return found


def look(world: World, key: int) -> ReferralDetail:
    return world.read(detail, key, world.day)
