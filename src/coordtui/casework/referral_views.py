"""Reading referrals: one in full with its history and the steps that are open to it, and why referrals failed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from coordtui.casework.base import fetch, record, table
from coordtui.casework.receiver import Receiver, receiver
from coordtui.casework.referral_history import EventView, history
from coordtui.casework.referral_move import offered
from coordtui.casework.referral_steps import overrides
from coordtui.models.appointment import Appointment, AppointmentStatus
from coordtui.models.codes import Answer, Ball, Urgency
from coordtui.models.patient import Patient
from coordtui.models.referral import Capacity, Failure, Referral, ReferralEvent, ReferralState
from coordtui.rules import referral as rules
from coordtui.rules.dates import moment_day
from coordtui.rules.referral_ageing import Age
from coordtui.rules.referral_fields import CAPACITIES, FAILURES
from coordtui.rules.referral_moves import Offer

__all__ = [
    "EventView", "Kin", "Receiver", "ReferralDetail", "VisitView", "detail", "failures", "history",
]  # fmt: skip

_R, _P = table(Referral).c, table(Patient).c


@dataclass(frozen=True, slots=True)
class Kin:
    """Another referral that this one is tied to; `label` is its state in words."""

    referral_id: int
    what: str
    to_name: str | None
    state: ReferralState
    label: str
    is_open: bool
    parent_id: int | None
    rerouted_from_id: int | None


@dataclass(frozen=True, slots=True)
class VisitView:
    """The visit it led to; `starts` is a FHIR moment as text."""

    appointment_id: int
    starts: str | None
    status: AppointmentStatus
    place: str | None


@dataclass(frozen=True, slots=True)
class ReferralDetail:
    """One referral in full. Labels are words; `limit_on` and `stage_age` as in TrackerRow, `outer_on` is the last day
    for the visit. `offers` are the steps that belong to its state, each with why not; `history` has the oldest first.
    """

    referral_id: int
    patient_id: int
    patient: str
    what: str
    reason: str | None
    question: str | None
    category: str | None
    urgency: Urgency
    social: bool
    state: ReferralState
    label: str
    step: str
    is_open: bool
    state_reason: str | None
    failure: Failure | None
    failure_label: str
    ball: Ball
    since: dt.date
    next_check_on: dt.date | None
    ordered_on: str | None
    indicated_on: dt.date | None
    limit_on: dt.date | None
    outer_on: dt.date | None
    age_days: int
    stage_age: Age
    to_name: str | None
    receiver: Receiver | None
    from_name: str | None
    consent: Answer
    consent_on: dt.date | None
    auth_needed: Answer
    auth_number: str | None
    capacity: Capacity | None
    capacity_label: str
    capacity_on: dt.date | None
    held_from: ReferralState | None
    resume_on: dt.date | None
    confirmed_on: dt.date | None
    acknowledged_on: dt.date | None
    closed_on: dt.date | None
    parent: Kin | None
    parts: tuple[Kin, ...]
    rerouted_from: Kin | None
    rerouted_to: tuple[Kin, ...]
    appointment: VisitView | None
    offers: tuple[Offer, ...]
    history: tuple[EventView, ...]


def detail(session: Session, referral_id: int, today: dt.date) -> ReferralDetail:
    """One referral in full. Raises NotFound."""
    one = record(session, Referral, referral_id, "referral")
    own = overrides(session)
    begun = one.indicated_on or moment_day(one.ordered_on) or one.since
    patient = session.execute(select(_P.name).where(_P.id == one.patient_id)).scalar_one()
    is_open, kin = rules.is_open(one.state), _kin(session, one)
    return ReferralDetail(
        referral_id=referral_id,
        patient_id=one.patient_id,
        patient=patient,
        what=one.what,
        reason=one.reason,
        question=one.question,
        category=one.category,
        urgency=one.urgency,
        social=one.social,
        state=one.state,
        label=rules.STATES[one.state].label,
        step=rules.step_words(one),
        is_open=is_open,
        state_reason=one.state_reason,
        failure=one.failure,
        failure_label=FAILURES[one.failure] if one.failure else "",
        ball=one.ball,
        since=one.since,
        next_check_on=one.next_check_on,
        ordered_on=one.ordered_on,
        indicated_on=one.indicated_on,
        limit_on=rules.due_by(one, own),
        outer_on=rules.outer_limit(one, own),
        age_days=max(((today if is_open else one.closed_on or today) - begun).days, 0),
        stage_age=rules.age_of(one, today, own) if is_open else "in time",
        to_name=one.to_name,
        receiver=receiver(session, one.to_organization_id, one.to_practitioner_id),
        from_name=one.from_name,
        consent=one.consent,
        consent_on=one.consent_on,
        auth_needed=one.auth_needed,
        auth_number=one.auth_number,
        capacity=one.capacity,
        capacity_label=CAPACITIES[one.capacity] if one.capacity else "",
        capacity_on=one.capacity_on,
        held_from=one.held_from,
        resume_on=one.resume_on,
        confirmed_on=one.confirmed_on,
        acknowledged_on=one.acknowledged_on,
        closed_on=one.closed_on,
        appointment=_visit(session, one.appointment_id),
        offers=offered(session, one),
        history=history(session, referral_id, today),
        parent=next((each for each in kin if each.referral_id == one.parent_id), None),
        parts=tuple(each for each in kin if each.parent_id == one.id),
        rerouted_from=next((each for each in kin if each.referral_id == one.rerouted_from_id), None),
        rerouted_to=tuple(each for each in kin if each.rerouted_from_id == one.id),
    )


def _kin(session: Session, one: Referral) -> tuple[Kin, ...]:
    """Everything that it is tied to, by its own key or by theirs."""
    mine = [key for key in (one.parent_id, one.rerouted_from_id) if key is not None]
    tied = or_(_R.id.in_(mine), _R.parent_id == one.id, _R.rerouted_from_id == one.id)
    columns = (_R.id, _R.what, _R.to_name, _R.state, _R.parent_id, _R.rerouted_from_id)
    return fetch(session, select(*columns).where(tied).order_by(_R.id), _one_of_kin)


def _one_of_kin(
    key: int, what: str, to_name: str | None, state: ReferralState, parent: int | None, rerouted_from: int | None
) -> Kin:
    label = rules.STATES[state].label
    return Kin(key, what, to_name, state, label, rules.is_open(state), parent, rerouted_from)


def _visit(session: Session, key: int | None) -> VisitView | None:
    columns = table(Appointment).c
    chosen = select(columns.id, columns.starts, columns.status, columns.place).where(columns.id == key)
    return next(iter(fetch(session, chosen, VisitView)), None) if key is not None else None


def failures(session: Session, start: dt.date, end: dt.date) -> tuple[tuple[Failure, str, int], ...]:
    """How often each reason was given for a decline, a missed visit or an unmet need from `start` to `end`, most first.

    A referral counts once for a reason, however often it was noted; entered in error counts nowhere.
    """
    columns = table(ReferralEvent).c
    counted = func.count(columns.referral_id.distinct())
    statement = (
        select(columns.failure, counted)
        .join(_R.id.table, _R.id == columns.referral_id)
        .where(
            columns.failure.is_not(None),
            columns.happened_on.between(start, end),
            _R.state != ReferralState.ENTERED_IN_ERROR,
        )
        .group_by(columns.failure)
    )
    found = [(failure, FAILURES[failure], count) for failure, count in session.execute(statement)]
    return tuple(sorted(found, key=lambda one: (-one[2], one[1])))
