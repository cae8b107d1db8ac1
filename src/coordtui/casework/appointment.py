"""Appointments here: their place in the queue, and what came of a visit."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import record, shorten
from coordtui.casework.people import on_caseload
from coordtui.casework.raising import finish_steps, open_of, raise_follow_up, reconcile
from coordtui.casework.referral_steps import visit_ended
from coordtui.clock import Moment
from coordtui.errors import Refused
from coordtui.models.appointment import Appointment, AppointmentStatus
from coordtui.rules import appointment as rules
from coordtui.rules.dates import add_business_days, moment_day, next_business_day
from coordtui.rules.follow_up import Wanted

_WORDS = {
    AppointmentStatus.FULFILLED: "took place",
    AppointmentStatus.CANCELLED: "was cancelled",
    AppointmentStatus.NOSHOW: "was missed",
    AppointmentStatus.ENTERED_IN_ERROR: "was entered in error",
}


def starts_at(starts: str | None) -> dt.datetime | None:
    """The moment of a FHIR text with time and offset, else None."""
    if starts is None or "T" not in starts:
        return None
    try:
        at = dt.datetime.fromisoformat(starts)
    except ValueError:
        return None
    return at if at.tzinfo else None


def raise_steps(session: Session, appointment_id: int, moment: Moment) -> None:
    """Bring the appointment's follow-ups in step with it; nothing for someone who has died or whose case is closed."""
    visit = record(session, Appointment, appointment_id, "appointment")
    wanted: tuple[Wanted, ...] = ()
    if on_caseload(session, visit.patient_id):
        since = min((one.since for one in open_of(session, ("appointment", appointment_id))), default=moment.today)
        wanted = rules.wanted(
            visit.status, moment_day(visit.starts), starts_at(visit.starts), visit.what, moment.today, since
        )
    reconcile(session, "appointment", appointment_id, visit.patient_id, wanted, moment)


@act("appointment.outcome")
def record_outcome(session: Session, appointment_id: int, status: AppointmentStatus, moment: Moment) -> Result:
    """What came of a visit. A missed or cancelled one asks to be booked again; `value` is that follow-up's id or None.

    A referral that waited for the visit moves on with it, and its own step asks for what comes next.

    Raises:
        Refused: the status is no outcome, or there is one already.
    """
    visit = record(session, Appointment, appointment_id, "appointment")
    if rules.is_open(status):
        raise Refused(f"{status.value.capitalize()} is not an outcome of a visit.", "Say how it ended.")
    if not rules.is_open(visit.status):
        raise Refused(f"{shorten(visit.what)}: the outcome is recorded already.", "Undo it to record another.")
    visit.status = status
    session.flush()
    finish_steps(session, ("appointment", appointment_id), f"visit {_WORDS[status]}", moment)
    again = visit_ended(session, appointment_id, status, moment)
    if again is None and on_caseload(session, visit.patient_id):
        again = _again(session, visit, moment)
    label = f"{shorten(visit.what, 40)} {_WORDS[status]}"
    return Result(label=label, patient_id=visit.patient_id, value=again)


def _again(session: Session, visit: Appointment, moment: Moment) -> int | None:
    """A no-show is asked about: what stood in the way, and when to try again (domain sheet §1.2, state 7)."""
    what = shorten(visit.what, 70)
    if visit.status is AppointmentStatus.NOSHOW:
        text, due_on = f"Missed: {what}. Ask what got in the way, and rebook", next_business_day(moment.today)
    elif visit.status is AppointmentStatus.CANCELLED:
        text, due_on = f"Cancelled: {what}. Rebook, or note why not", add_business_days(moment.today, 3)
    else:
        return None
    raised = raise_follow_up(
        session,
        patient_id=visit.patient_id,
        subject=("patient", visit.patient_id),
        kind="call_back",
        text=text,
        due_on=due_on,
        moment=moment,
    )
    return raised.id
