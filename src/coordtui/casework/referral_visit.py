"""The visit that a referral leads to: booking it, and keeping it in step as the referral moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from coordtui.casework import appointment
from coordtui.casework.base import record
from coordtui.casework.raising import finish_steps
from coordtui.clock import Moment
from coordtui.errors import InvalidInput
from coordtui.models.appointment import Appointment, AppointmentStatus
from coordtui.models.referral import Referral
from coordtui.models.referral import ReferralState as S
from coordtui.rules import referral as rules
from coordtui.rules.appointment import is_open
from coordtui.rules.referral_line import before

_OUTCOMES = {
    S.ATTENDED: (AppointmentStatus.FULFILLED, "visit took place"),
    S.NO_SHOW: (AppointmentStatus.NOSHOW, "visit was missed"),
    S.CANCELLED_VISIT: (AppointmentStatus.CANCELLED, "visit was cancelled"),
}


def book(session: Session, referral: Referral, details: Mapping[str, str], given: str | None, moment: Moment) -> None:
    """Link the visit: the one that is `given` by its key, the one still open, or a new one. Flushed.

    Raises:
        InvalidInput: "appointment_id" is no open visit of this patient.
    """
    visit = _given(session, referral, given) if given else _still_open(session, referral)
    if visit is None:
        visit = Appointment(patient_id=referral.patient_id, what=referral.what, with_whom=referral.to_name)
        visit.reason = referral.reason
        session.add(visit)
    visit.status = AppointmentStatus.BOOKED
    visit.starts = _starts(details["day"], details.get("time"), moment.zone)
    visit.ends = None
    visit.place = details.get("place") or visit.place
    session.flush()
    referral.appointment_id = visit.id
    session.flush()
    appointment.raise_steps(session, visit.id or 0, moment)


def _given(session: Session, referral: Referral, given: str) -> Appointment:
    key = int(given) if given.isascii() and given.isdigit() and len(given) <= 18 else 0
    visit = session.get(Appointment, key)
    if visit is None or visit.patient_id != referral.patient_id or not is_open(visit.status):
        raise InvalidInput("appointment_id", "That is no open visit of this patient.", "Choose another, or none.")
    return visit


def _still_open(session: Session, referral: Referral) -> Appointment | None:
    visit = session.get(Appointment, referral.appointment_id) if referral.appointment_id is not None else None
    return visit if visit is not None and is_open(visit.status) else None


def _starts(day: str, time: str | None, zone: str) -> str:
    if time is None:
        return day
    at = dt.datetime.combine(dt.date.fromisoformat(day), dt.time.fromisoformat(time), ZoneInfo(zone))
    return at.isoformat()


def follow(session: Session, referral: Referral, state: S, moment: Moment) -> None:
    """Keep the referral's visit in step with the state that it is about to enter, and let it go where none is booked.

    Going back to scheduled books it again; a referral that ends or goes back before it gives up a visit still to come.
    """
    if referral.appointment_id is None:
        return
    visit = record(session, Appointment, referral.appointment_id, "appointment")
    if state in _OUTCOMES:
        if is_open(visit.status) or state is S.ATTENDED:  # who came after all did not miss it
            _end(session, visit, *_OUTCOMES[state], moment)
    elif state is S.SCHEDULED:
        if not is_open(visit.status):
            visit.status = AppointmentStatus.BOOKED
            session.flush()
            appointment.raise_steps(session, visit.id or 0, moment)
    elif not rules.is_open(state) or before(state, S.SCHEDULED):
        if is_open(visit.status):
            mistake = state is S.ENTERED_IN_ERROR
            status = AppointmentStatus.ENTERED_IN_ERROR if mistake else AppointmentStatus.CANCELLED
            _end(session, visit, status, "the referral was given up", moment)
        if rules.is_open(state):
            referral.appointment_id = None


def _end(session: Session, visit: Appointment, status: AppointmentStatus, words: str, moment: Moment) -> None:
    visit.status = status
    session.flush()
    finish_steps(session, ("appointment", visit.id or 0), words, moment)
