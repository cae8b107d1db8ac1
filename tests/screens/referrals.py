"""Referrals for the tests of their screens."""

from __future__ import annotations

import datetime as dt
from typing import Any

from coordtui.casework import referral as casework
from coordtui.models.codes import Answer
from coordtui.models.referral import Referral, ReferralDraft, ReferralState
from coordtui.screens.referral import ReferralsScreen
from tests.casework.world import World
from tests.screens.bench import Bench
from tests.screens.objects import one

SMALL = (80, 24)
SENT = ("send", {"how": "fax", "proof": "page 1 of 1 ok"})


def draft(world: World, patient_id: int, what: str = "Cardiology", **fields: Any) -> ReferralDraft:
    """Everything that must be known before it is sent."""
    known: dict[str, Any] = {
        "reason": "chest pain on stairs",
        "indicated_on": world.day + dt.timedelta(days=10),
        "consent": Answer.YES,
        "consent_on": world.day,
        "auth_needed": Answer.NO,
        "to_name": "Heart Clinic",
    }
    return ReferralDraft(patient_id=patient_id, what=what, **{**known, **fields})


def begun(world: World, name: str = "Rosa Zuniga", what: str = "Cardiology", **fields: Any) -> int:
    """A draft of a new patient; it can be sent unless `fields` say otherwise."""
    given, _, family = name.partition(" ")
    key: int = world.do(casework.create, draft(world, world.add(given, family), what, **fields)).value
    return key


def moved(world: World, key: int, *steps: tuple[str, dict[str, str]]) -> int:
    """The same referral after some steps."""
    for step, details in steps:
        world.do(casework.move, (key,), step, details)
    return key


def on_tracker(app: Bench) -> ReferralsScreen:
    screen = app.app.front
    assert isinstance(screen, ReferralsScreen)
    return screen


def state(world: World, key: int) -> ReferralState:
    return one(world, Referral, key).state


async def field(app: Bench, text: str = "") -> None:
    """Fill in the field that has the keys and go on to the next."""
    await app.type(text)
    await app.press("tab")
