"""A patient's consents to be read, each with how it stands on a day."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from coordtui.casework.base import fetch, table
from coordtui.errors import NotFound
from coordtui.models.consent import Consent, ConsentKind, ConsentStatus, Signing
from coordtui.models.disclosure import Purpose
from coordtui.rules import consent as rules

_C = table(Consent).c
_UNREAD = rules.Standing("draft", "")


@dataclass(frozen=True, slots=True)
class ConsentView:
    """A consent as recorded (fields as in models/consent.py); `standing` says how it stands on the day of reading."""

    consent_id: int
    patient_id: int
    kind: ConsentKind
    status: ConsentStatus
    discloser: str | None
    recipient: str | None
    recipient_organization_id: int | None
    recipient_practitioner_id: int | None
    all_treating: bool
    purpose: Purpose | None
    purpose_words: str | None
    scope: str | None
    sections: tuple[str, ...] | None
    tags: tuple[str, ...]
    signed_on: dt.date | None
    signing: Signing | None
    signer: str | None
    authority: str | None
    document: str | None
    starts_on: dt.date | None
    expires_on: dt.date | None
    expires_event: str | None
    event_on: dt.date | None
    told_revocable: bool
    told_conditions: bool
    told_redisclosure: bool
    copy_given_on: dt.date | None
    revoked_on: dt.date | None
    revoked_how: str | None
    note: str | None
    standing: rules.Standing = _UNREAD

    @property
    def title(self) -> str:
        """ "authorization to Harbor Clinic"."""
        return rules.title(self)

    @property
    def missing(self) -> tuple[str, ...]:
        """What keeps it from being valid, in words."""
        return rules.missing(self.kind, self)


_NAMES = [field.name for field in fields(ConsentView) if field.name != "standing"]
_CONSENTS = select(*(_C.get(name, _C.id) for name in _NAMES)).order_by(_C.id)
_ONE, _OF_PATIENT = (_CONSENTS.where(each == bindparam("key")) for each in (_C.id, _C.patient_id))
_MAY_HOLD = _CONSENTS.where(
    _C.status.in_((ConsentStatus.ACTIVE, ConsentStatus.INACTIVE)), _C.kind != ConsentKind.RESTRICTION
)
_ORDER = ("in-force", "not-yet", "incomplete", "draft", "expired", "revoked", "ended", "error")


def consents(session: Session, patient_id: int, today: dt.date) -> tuple[ConsentView, ...]:
    """All of a patient's consents: those in force first, the mistaken last; of each standing the newest first."""
    found = _read(session, _OF_PATIENT, today, key=patient_id)
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.standing.code), -one.consent_id)))


def consent(session: Session, consent_id: int, today: dt.date) -> ConsentView:
    """One consent. Raises NotFound."""
    found = _read(session, _ONE, today, key=consent_id)
    if not found:
        raise NotFound(f"There is no consent {consent_id}.", "It may have been undone; refresh the list.")
    return found[0]


def with_consent(session: Session, today: dt.date) -> tuple[int, ...]:
    """The patients of whom some consent is in force; a restriction is none."""
    found = _read(session, _MAY_HOLD, today)
    return tuple({one.patient_id for one in found if one.standing.code == "in-force"})


def _read(session: Session, chosen: Select[Any], today: dt.date, **key: int) -> tuple[ConsentView, ...]:
    return fetch(session, chosen, lambda *row: _view(row, today), key)


def _view(row: tuple[Any, ...], today: dt.date) -> ConsentView:
    held = dict(zip(_NAMES, row, strict=True))
    sections = held["sections"]
    held |= {
        "sections": None if sections is None else tuple(json.loads(sections)),
        "tags": tuple(json.loads(held["tags"])),
    }
    bare = ConsentView(**held)
    return ConsentView(**held, standing=rules.standing(bare, today))
