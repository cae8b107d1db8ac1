"""Nothing vanishes: every open object has an open follow-up. What has none is found here, and asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, exists, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from coordtui.casework.base import OPEN, Keyed, is_code, record, shorten, table
from coordtui.casework.raising import close, raise_follow_up, raise_for_note
from coordtui.clock import Moment
from coordtui.models.appointment import Appointment, AppointmentStatus
from coordtui.models.care_plan import CarePlan, Intervention
from coordtui.models.consent import Consent, ConsentStatus
from coordtui.models.contact import QuickNote
from coordtui.models.follow_up import FollowUp, FollowUpStatus
from coordtui.models.patient import CaseStatus, Patient
from coordtui.models.referral import Referral
from coordtui.rules import appointment, care_plan, referral
from coordtui.rules.consent_terms import WRITTEN
from coordtui.rules.goal import OPEN_STEPS
from coordtui.rules.patient import next_step

_P, _F, _N = table(Patient).c, table(FollowUp).c, table(QuickNote).c

OPEN_PLANS = tuple(care_plan.OPEN)
OPEN_INTERVENTIONS = tuple(OPEN_STEPS)
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
    return tuple(Nowhere(*row) for row in _NOWHERE.rows(session, patients))


Within = Callable[[ColumnElement[Any]], ColumnElement[bool]]


def _search(within: Within) -> CompoundSelect[Any]:
    plan, sent, visit = table(CarePlan).c, table(Referral).c, table(Appointment).c
    step, paper = table(Intervention).c, table(Consent).c
    worked = exists().where(plan.id == step.plan_id, is_code(plan.status, OPEN_PLANS))
    return union_all(
        select(literal("patient"), _P.id, _P.id, _P.name, _P.name).where(
            living(), within(_P.id), ~exists().where(_F.patient_id == _P.id, _F.status == OPEN)
        ),
        _unserved("care_plan", plan, plan.title, is_code(plan.status, OPEN_PLANS), within),
        _unserved("intervention", step, step.text, is_code(step.status, OPEN_INTERVENTIONS) & worked, within),
        _unserved("referral", sent, sent.what, is_code(sent.state, referral.OPEN_STATES), within),
        _unserved("appointment", visit, visit.what, is_code(visit.status, OPEN_APPOINTMENTS), within),
        _unserved("consent", paper, func.coalesce(paper.recipient, paper.scope, "consent"), _asks(paper), within),
        select(literal("quick_note"), _N.id, null(), null(), _N.text).where(
            _N.filed_at.is_(None), ~_served("quick_note", _N.id)
        ),
    )


def _asks(paper: Any) -> ColumnElement[bool]:
    """A consent that still asks for something; `rules.consent.is_open` in SQL."""
    ends = or_(is_code(paper.kind, WRITTEN), paper.expires_on.is_not(None), paper.expires_event.is_not(None))
    return or_(paper.status == ConsentStatus.DRAFT, and_(paper.status == ConsentStatus.ACTIVE, ends))


def _unserved(kind: str, columns: Any, what: Any, is_open: ColumnElement[bool], within: Within) -> Select[Any]:
    statement = select(literal(kind), columns.id, _P.id, _P.name, what).join(_P.id.table, _P.id == columns.patient_id)
    return statement.where(is_open, living(), within(columns.patient_id), ~_served(kind, columns.id))


def _served(kind: str, key: Any) -> ColumnElement[bool]:
    return exists().where(_F.subject_kind == kind, _F.subject_id == key, _F.status == OPEN)


def _search_answered(within: Within) -> Select[Any]:
    """The questions for a next step beside which something else is open: for the case anything, else the object's."""
    other = _F.id.table.alias("other")
    same = and_(other.c.subject_kind == _F.subject_kind, other.c.subject_id == _F.subject_id)
    rival = exists().where(
        other.c.patient_id == _F.patient_id,
        other.c.status == OPEN,
        other.c.id != _F.id,
        other.c.kind != "no_next_step",
        (_F.subject_kind == "patient") | same,
    )
    return select(_F.id).where(_F.status == OPEN, _F.kind == "no_next_step", within(_F.patient_id), rival)


def answered(session: Session, patients: Iterable[int] | None = None) -> list[int]:
    """The questions for a next step that something else has answered."""
    return [key for (key,) in _ANSWERED.rows(session, patients)]


_NOWHERE, _ANSWERED = Keyed(_search), Keyed(_search_answered)


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
    for key in answered(session, touched):
        close(record(session, FollowUp, key, "follow-up"), FollowUpStatus.DONE, "next step given", moment)
    session.flush()
