"""The rows that a referral packet and a nudge are made of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coordtui.casework.base import fetch, table
from coordtui.documents.scope import Scope, require
from coordtui.errors import NotFound
from coordtui.models.appointment import Appointment
from coordtui.models.codes import Answer, Ball, Urgency
from coordtui.models.patient import Address, Patient
from coordtui.models.referral import EventKind, Referral, ReferralEvent, ReferralState

_REFERRAL, _PATIENT, _ADDRESS, _VISIT = table(Referral).c, table(Patient).c, table(Address).c, table(Appointment).c
_EVENT = table(ReferralEvent).c


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """The facts of one referral; nothing of its history."""

    id: int
    patient_id: int
    what: str
    category: str | None
    social: bool
    to_name: str | None
    from_name: str | None
    reason: str | None
    question: str | None
    urgency: Urgency
    state: ReferralState
    ball: Ball
    since: dt.date
    ordered_on: str | None
    indicated_on: dt.date | None
    consent: Answer
    consent_on: dt.date | None
    auth_needed: Answer
    auth_number: str | None
    to_organization_id: int | None
    to_practitioner_id: int | None
    from_practitioner_id: int | None
    appointment_id: int | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    name: str
    language: str | None
    interpreter: Answer


def referral(session: Session, referral_id: int, scope: Scope) -> ReferralRow:
    """Raises NotFound where there is no such referral, Refused where it is tagged and not covered."""
    require(session, _REFERRAL, referral_id, scope, "referral")
    columns = [_REFERRAL[name] for name in ReferralRow.__dataclass_fields__]
    found = fetch(session, select(*columns).where(_REFERRAL.id == referral_id), ReferralRow)
    if not found:
        raise NotFound(f"There is no referral {referral_id}.", "It may have been undone; refresh the list.")
    return found[0]


def person(session: Session, patient_id: int) -> PersonRow:
    p = _PATIENT
    query = select(p.name, p.language, p.interpreter).where(p.id == patient_id)
    return fetch(session, query, PersonRow)[0]


def address(session: Session, patient_id: int) -> str:
    """The home address in force on one line, "" where none is known."""
    a = _ADDRESS
    query = (
        select(a.lines, a.city, a.state, a.postal_code)
        .where(a.patient_id == patient_id, a.period_end.is_(None), func.coalesce(a.use, "home") != "old")
        .order_by(a.use != "home", a.id)
        .limit(1)
    )
    row = session.execute(query).first()
    return ", ".join(part for part in row if part) if row else ""


def visit_day(session: Session, appointment_id: int | None) -> str | None:
    """When the visit is, as the source wrote it."""
    query = select(_VISIT.starts).where(_VISIT.id == appointment_id)
    return session.execute(query).scalar() if appointment_id else None


def nudges(session: Session, referral_id: int, since: dt.date) -> int:
    """How often somebody was reminded since that day."""
    e = _EVENT
    query = select(func.count()).where(e.referral_id == referral_id, e.kind == EventKind.NUDGE, e.happened_on >= since)
    return int(session.execute(query).scalar_one())
