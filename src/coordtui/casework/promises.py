"""Nothing vanishes: every open object has an open follow-up. What has none is found here, and asked about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, literal, null, select, union_all
from sqlalchemy.orm import Session

from coordtui.casework.base import OPEN, among, fetch, shorten, table
from coordtui.casework.raising import close, raise_follow_up, raise_for_note
from coordtui.clock import Moment
from coordtui.models.appointment import Appointment, AppointmentStatus
from coordtui.models.care_plan import CarePlan
from coordtui.models.contact import QuickNote
from coordtui.models.follow_up import FollowUp, FollowUpStatus
from coordtui.models.patient import CaseStatus, Patient
from coordtui.models.referral import Referral, ReferralState
from coordtui.rules import appointment, care_plan, referral
from coordtui.rules.patient import next_step

_P, _F, _N = table(Patient).c, table(FollowUp).c, table(QuickNote).c

OPEN_PLANS = tuple(care_plan.OPEN)
OPEN_REFERRALS = tuple(state for state in ReferralState if referral.is_open(state))
OPEN_APPOINTMENTS = tuple(status for status in AppointmentStatus if appointment.is_open(status))


@dataclass(frozen=True, slots=True)
class Nowhere:
    """An open object that no open follow-up serves. `what` names it; `patient` is the person's name, if any."""

    subject_kind: str
    subject_id: int
    patient_id: int | None
    patient: str | None
    what: str


def living() -> ColumnElement[bool]:
    """On the caseload: alive, with an open case. Only such a person's objects ask for work."""
    return and_(~_P.deceased, _P.case_status == CaseStatus.OPEN)


def nowhere(session: Session, patients: Iterable[int] | None = None) -> tuple[Nowhere, ...]:
    """Open objects without an open follow-up, of `patients` or of all; quick notes that are not filed always count.

    One query. An empty answer is the promise kept.
    """
    keys = None if patients is None else frozenset(patients)
    plan, sent, visit = table(CarePlan).c, table(Referral).c, table(Appointment).c
    searches = (
        select(literal("patient"), _P.id, _P.id, _P.name, _P.name).where(
            living(), among(_P.id, keys), ~exists().where(_F.patient_id == _P.id, _F.status == OPEN)
        ),
        _unserved("care_plan", plan, plan.title, plan.status.in_(OPEN_PLANS), keys),
        _unserved("referral", sent, sent.what, sent.state.in_(OPEN_REFERRALS), keys),
        _unserved("appointment", visit, visit.what, visit.status.in_(OPEN_APPOINTMENTS), keys),
        select(literal("quick_note"), _N.id, null(), null(), _N.text).where(
            _N.filed_at.is_(None), ~_served("quick_note", _N.id)
        ),
    )
    return fetch(session, union_all(*searches), Nowhere)


def _unserved(
    kind: str, columns: Any, what: Any, is_open: ColumnElement[bool], keys: frozenset[int] | None
) -> Select[Any]:
    statement = select(literal(kind), columns.id, _P.id, _P.name, what).join(_P.id.table, _P.id == columns.patient_id)
    return statement.where(is_open, living(), among(columns.patient_id, keys), ~_served(kind, columns.id))


def _served(kind: str, key: Any) -> ColumnElement[bool]:
    return exists().where(_F.subject_kind == kind, _F.subject_id == key, _F.status == OPEN)


def mend(session: Session, patients: Iterable[int], moment: Moment) -> None:
    """Ask for the next step wherever an act left none, and stop asking where one was given since.

    The question is itself a follow-up ("no next step", due today), so even a fault of ours ends in the queue.
    """
    touched = frozenset(patients)
    for found in nowhere(session, touched):
        if found.subject_kind == "quick_note":
            raise_for_note(session, found.subject_id, found.what, moment)
        else:
            want = next_step(moment.today)
            raise_follow_up(
                session,
                patient_id=found.patient_id,
                subject=(found.subject_kind, found.subject_id),
                kind=want.kind,
                text=want.text if found.subject_kind == "patient" else f"{want.text}: {shorten(found.what)}",
                due_on=want.due_on,
                by_rule=True,
                moment=moment,
            )
    other = _F.id.table.alias("other")
    rival = exists().where(
        other.c.patient_id == _F.patient_id,
        other.c.status == OPEN,
        other.c.id != _F.id,
        other.c.kind != "no_next_step",
        (_F.subject_kind == "patient")
        | (and_(other.c.subject_kind == _F.subject_kind, other.c.subject_id == _F.subject_id)),
    )
    answered = select(FollowUp).where(
        _F.status == OPEN, _F.kind == "no_next_step", among(_F.patient_id, touched), rival
    )
    for follow_up in session.scalars(answered).all():
        close(follow_up, FollowUpStatus.DONE, "next step given", moment)
    session.flush()
