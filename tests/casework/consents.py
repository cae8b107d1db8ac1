"""Consents as a person writes them down, for the tests of several files."""

from __future__ import annotations

import datetime as dt
from typing import Any

from coordtui.casework import consent
from coordtui.casework.consent import ConsentView
from coordtui.models.consent import ConsentDraft, ConsentKind, Signing
from coordtui.models.disclosure import Purpose
from coordtui.rules.disclosure import Recipient
from tests.casework.world import World

CLINIC = Recipient("Harbor Clinic", "provider")


def whole(**fields: Any) -> ConsentDraft:
    """A complete authorization, signed on 2 March 2026 and in force for a year; a field given here counts instead."""
    held: dict[str, Any] = {
        "discloser": "Nora Quist",
        "recipient": "Harbor Clinic",
        "purpose": Purpose.TREATMENT,
        "scope": "Plan and medicines",
        "signed_on": dt.date(2026, 3, 2),
        "signing": Signing.PAPER,
        "expires_on": dt.date(2027, 3, 2),
        "told_revocable": True,
        "told_conditions": True,
        "told_redisclosure": True,
    }
    return ConsentDraft(**{**held, **fields})


def draft(**fields: Any) -> ConsentDraft:
    """The same, before it is signed."""
    return whole(**{"signed_on": None, "signing": None, **fields})


def give(world: World, patient_id: int, **fields: Any) -> int:
    key: int = world.do(consent.add_consent, patient_id, whole(**fields)).value
    return key


def restrict(world: World, patient_id: int, **fields: Any) -> int:
    bare = ConsentDraft(kind=ConsentKind.RESTRICTION, signed_on=dt.date(2026, 3, 2), **fields)
    key: int = world.do(consent.add_consent, patient_id, bare).value
    return key


def look(world: World, key: int) -> ConsentView:
    return world.read(consent.consent, key, world.day)
