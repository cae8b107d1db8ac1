"""The little that is copied out of a chart: a number to dial, who somebody is, one line for a message."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.casework.base import table
from coordtui.casework.reach import best_phones
from coordtui.casework.recipient import names_of
from coordtui.documents import gather
from coordtui.documents.scope import Scope
from coordtui.documents.steps import day_of
from coordtui.errors import NotFound
from coordtui.models.patient import Patient
from coordtui.rules.dates import show_day, show_partial

MOST_STEPS = 3
_P = table(Patient).c


def phone(session: Session, patient_id: int, scope: Scope, today: dt.date) -> str:  # noqa: ARG001
    """The number to dial. Raises NotFound where none works."""
    found = _phone(session, patient_id, scope)
    if not found:
        raise NotFound("There is no phone number that works.")
    return found


def name(session: Session, patient_id: int, scope: Scope, today: dt.date) -> str:  # noqa: ARG001
    """ "Rosa Lopez, 4 Mar 1950"."""
    day = session.execute(select(_P.birth_date).where(_P.id == patient_id)).scalar()
    born = show_partial(day) if day and scope.wants("birth_date") else "date of birth unknown"
    return f"{names_of(session, [patient_id])[0]}, {born}"


def line(session: Session, patient_id: int, scope: Scope, today: dt.date) -> str:
    """ "Rosa Lopez · 555 0100 · call back (today)": who, the number, what is open first."""
    steps = sorted(gather.follow_ups(session, patient_id, scope), key=day_of)
    said = "; ".join(f"{step.text} ({show_day(day_of(step), today)})" for step in steps[:MOST_STEPS])
    parts = (names_of(session, [patient_id])[0], _phone(session, patient_id, scope) or "no phone", said)
    return " · ".join(part for part in parts if part)


def _phone(session: Session, patient_id: int, scope: Scope) -> str:
    return best_phones(session, (patient_id,)).get(patient_id, "") if scope.wants("contact") else ""
