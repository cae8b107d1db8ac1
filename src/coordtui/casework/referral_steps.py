"""What every act on a referral ends with: its place in the queue, its history, and the state that it enters.

Nothing here is an act; acts call it within theirs.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.casework.base import record, said, table
from coordtui.casework.people import on_caseload
from coordtui.casework.raising import finish_steps, open_of, reconcile
from coordtui.clock import Moment
from coordtui.models.appointment import Appointment, AppointmentStatus
from coordtui.models.referral import EventKind, Failure, Referral, ReferralEvent, ReferralLimit
from coordtui.models.referral import ReferralState as S
from coordtui.rules import referral as rules
from coordtui.rules.dates import moment_day
from coordtui.rules.referral_ageing import Overrides, Span
from coordtui.rules.referral_line import before, is_backward

_R, _L = table(Referral).c, table(ReferralLimit).c
_OWN_LIMITS = select(_L.state, _L.urgency, _L.social, _L.n, _L.unit).order_by(_L.id)
STEP_KINDS = ("referral", "social_referral", "urgent_referral", "no_next_step")


def overrides(session: Session) -> Overrides:
    """The user's own limits, as the rules take them."""
    rows = session.execute(_OWN_LIMITS)
    return {(state, urgency, social): Span(n, unit) for state, urgency, social, n, unit in rows}


def raise_steps(session: Session, referral_id: int, moment: Moment) -> None:
    """Bring the referral's follow-up in step with it; nothing for someone who has died or whose case is closed.

    An open referral whose next check was never set gets the one that its state asks for.
    """
    referral, own = record(session, Referral, referral_id, "referral"), overrides(session)
    if referral.next_check_on is None and rules.is_open(referral.state):
        referral.next_check_on = rules.next_check(referral, own, visit_on=visit_day(session, referral))
        session.flush()
    caseload = on_caseload(session, referral.patient_id)
    wanted = rules.wanted(referral, moment.today, own) if caseload else ()
    reconcile(session, "referral", referral_id, referral.patient_id, wanted, moment)


def visit_day(session: Session, referral: Referral) -> dt.date | None:
    """The day of the visit that belongs to it, when one is booked and its day is known."""
    visit = session.get(Appointment, referral.appointment_id) if referral.appointment_id is not None else None
    return moment_day(visit.starts) if visit is not None else None


def hand_back(session: Session, referral_id: int) -> None:
    """Its day was said anew in the referral: the step goes by that again, not by an older edit in the queue."""
    for follow_up in open_of(session, ("referral", referral_id)):
        if follow_up.kind in STEP_KINDS:
            follow_up.by_rule = True


def step_id(session: Session, referral_id: int) -> int | None:
    """The open follow-up that stands for the referral in the queue."""
    return next((one.id for one in open_of(session, ("referral", referral_id)) if one.kind in STEP_KINDS), None)


def log(
    session: Session,
    referral: Referral,
    kind: EventKind,
    moment: Moment,
    *,
    on: dt.date | None = None,
    text: str | None = None,
    details: Mapping[str, str] | None = None,
    came_from: S | None = None,
    first: bool = False,
    failure: Failure | None = None,
) -> ReferralEvent:
    """Write one entry of its history; a move also says from where. `first`: with this it begins."""
    moved = first or came_from is not None
    event = ReferralEvent(
        patient_id=referral.patient_id,
        referral_id=referral.id or 0,
        kind=kind,
        happened_on=on or moment.today,
        noted_at=moment.at,
        from_state=came_from,
        to_state=referral.state if moved else None,
        backward=came_from is not None and is_backward(came_from, referral.state),
        failure=failure,
        text=said(text),
        details=json.dumps(dict(details), ensure_ascii=False) if details else None,
    )
    session.add(event)
    session.flush()
    return event


def enter(
    session: Session,
    referral: Referral,
    state: S,
    moment: Moment,
    *,
    on: dt.date | None = None,
    check_on: dt.date | None = None,
) -> None:
    """Put it into a state: who has the ball, since when, when to look again; what asked for the last step is done.

    `check_on` is the next check where the step itself says so, else the state's limit does. Marks that no longer hold
    after going back are taken off.
    """
    referral.state, referral.ball = state, rules.ball_of(state, social=referral.social)
    referral.since = on or moment.today
    if state is not S.ON_HOLD:
        referral.held_from, referral.resume_on = None, None
    if before(state, S.ATTENDED):
        referral.confirmed_on = None
    if before(state, S.ATTENDED if referral.social else S.ACKNOWLEDGED):
        referral.acknowledged_on = None
    is_open = rules.is_open(state)
    referral.closed_on = None if is_open else referral.since
    day = visit_day(session, referral)
    referral.next_check_on = check_on or rules.next_check(referral, overrides(session), visit_on=day)
    session.flush()
    key = referral.id or 0
    finish_steps(session, ("referral", key), f"moved on: {rules.STATES[state].label}", moment, STEP_KINDS)
    raise_steps(session, key, moment)


_AFTER_VISIT = {
    AppointmentStatus.FULFILLED: S.ATTENDED,
    AppointmentStatus.NOSHOW: S.NO_SHOW,
    AppointmentStatus.CANCELLED: S.CANCELLED_VISIT,
    AppointmentStatus.ENTERED_IN_ERROR: S.ACCEPTED,
}


def visit_ended(session: Session, appointment_id: int, status: AppointmentStatus, moment: Moment) -> int | None:
    """The outcome of a visit moves the referrals that waited for it; returns the step that asks for the next, or None.

    A visit that was entered in error takes the referral back to accepted, and belongs to it no longer.
    """
    step = None
    waiting = select(Referral).where(_R.appointment_id == appointment_id, _R.state == S.SCHEDULED).order_by(_R.id)
    for referral in session.scalars(waiting).all():
        if status is AppointmentStatus.ENTERED_IN_ERROR:
            referral.appointment_id = None
        enter(session, referral, _AFTER_VISIT[status], moment)
        words = "The visit was entered in error" if referral.appointment_id is None else "The visit's outcome"
        log(session, referral, EventKind.MOVE, moment, text=words, came_from=S.SCHEDULED)
        step = step_id(session, referral.id or 0) or step
    held = select(Referral).where(_R.appointment_id == appointment_id, _R.held_from == S.SCHEDULED)
    for referral in session.scalars(held).all():
        referral.held_from = _AFTER_VISIT[status]  # taken up again, it goes on after the visit
    session.flush()
    return step
