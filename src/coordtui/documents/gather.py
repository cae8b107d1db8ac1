"""The rows of the store that a visit summary is made of, as they stand; what may be printed is decided elsewhere.

What was not picked, or is tagged and not covered, is not read (documents/scope.py).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from coordtui.casework.base import OPEN, fetch, local, table
from coordtui.casework.profile import ProfileView, profile
from coordtui.documents.scope import Scope
from coordtui.errors import NotFound
from coordtui.models.appointment import Appointment, AppointmentStatus
from coordtui.models.care_plan import CarePlan, Goal, GoalStatus, Intervention, InterventionStatus, PlanStatus
from coordtui.models.clinical import Medication
from coordtui.models.codes import Ball
from coordtui.models.contact import Channel, Contact, Outcome
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import Alert, CarePreference, Patient
from coordtui.models.people import Practitioner, TeamMember
from coordtui.models.referral import Referral

_PATIENT, _CARE, _ALERT = table(Patient).c, table(CarePreference).c, table(Alert).c
_CONTACT, _FOLLOW_UP, _REFERRAL = table(Contact).c, table(FollowUp).c, table(Referral).c
_PLAN, _GOAL, _STEP = table(CarePlan).c, table(Goal).c, table(Intervention).c
_MEDICINE, _VISIT = table(Medication).c, table(Appointment).c
_MEMBER, _PRACTITIONER = table(TeamMember).c, table(Practitioner).c

OPEN_PLAN = (PlanStatus.DRAFT, PlanStatus.ACTIVE, PlanStatus.ON_HOLD)
OPEN_GOAL = (
    GoalStatus.PROPOSED,
    GoalStatus.PLANNED,
    GoalStatus.ACCEPTED,
    GoalStatus.ACTIVE,
    GoalStatus.ON_HOLD,
    GoalStatus.COMPLETED,
)
AHEAD = (InterventionStatus.NOT_STARTED, InterventionStatus.SCHEDULED, InterventionStatus.IN_PROGRESS)
VISITS_AHEAD = (
    AppointmentStatus.PROPOSED,
    AppointmentStatus.PENDING,
    AppointmentStatus.BOOKED,
    AppointmentStatus.WAITLIST,
)
CURRENT_MEDICINE = ("active", "on-hold", "unknown", "intended")


@dataclass(frozen=True, slots=True)
class Facts:
    """`name` is the display name, which holds the preferred one. `careful`: this person is not safe everywhere."""

    name: str
    language: str | None
    written_language: str | None
    deceased: bool
    do_not_mail: bool
    careful: bool


@dataclass(frozen=True, slots=True)
class ContactRow:
    at: dt.datetime
    zone: str
    channel: Channel
    outcome: Outcome
    spoke_with: str | None
    note: str | None
    agreed: str | None
    kind: str | None

    @property
    def day(self) -> dt.date:
        return local(self.at, self.zone).date()


@dataclass(frozen=True, slots=True)
class GoalRow:
    text: str
    patient_words: str | None
    achievement: str | None
    due_on: str | None


@dataclass(frozen=True, slots=True)
class MedicineRow:
    text: str
    dosage: str | None
    status: str | None


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    subject_kind: str
    subject_id: int
    kind: str
    text: str
    by_rule: bool
    due_on: dt.date
    ball: Ball
    next_check_on: dt.date | None
    deferred_until: dt.date | None


@dataclass(frozen=True, slots=True)
class ReferralRow:
    id: int
    what: str
    to_name: str | None


@dataclass(frozen=True, slots=True)
class VisitRow:
    id: int
    what: str
    starts: str | None
    with_whom: str | None
    place: str | None
    instructions: str | None


@dataclass(frozen=True, slots=True)
class InterventionRow:
    text: str
    owner: Ball
    owner_name: str | None
    due_on: str | None


@dataclass(frozen=True, slots=True)
class TeamRow:
    name: str
    role: str | None
    phone: str


def me(session: Session) -> ProfileView:
    """The coordinator, with an empty name where none was set."""
    return profile(session) or ProfileView("", "UTC", 40, None, "coordinator")


def facts(session: Session, patient_id: int) -> Facts:
    """Raises NotFound where there is no such patient."""
    names = (_PATIENT.name, _PATIENT.language, _PATIENT.written_language, _PATIENT.deceased)
    row = session.execute(
        select(*names, _CARE.do_not_mail, _CARE.safety_note)
        .outerjoin_from(table(Patient), table(CarePreference), _CARE.patient_id == _PATIENT.id)
        .where(_PATIENT.id == patient_id)
    ).first()
    if row is None:
        raise NotFound(f"There is no patient {patient_id}.", "Look the person up on the caseload.")
    name, language, written, deceased, no_mail, note = row
    careful = bool(note and note.strip()) or _has_safety_mark(session, patient_id)
    return Facts(name, language, written, deceased, bool(no_mail), careful)


def _has_safety_mark(session: Session, patient_id: int) -> bool:
    """A safety alert, a contact during which it was unsafe to talk, or a disclosure of abuse, closed ones too."""
    alert = select(_ALERT.id).where(_ALERT.patient_id == patient_id, _ALERT.active, _ALERT.category == "safety")
    unsafe = select(_CONTACT.id).where(_CONTACT.patient_id == patient_id, _CONTACT.outcome == Outcome.UNSAFE)
    abuse = select(_FOLLOW_UP.id).where(_FOLLOW_UP.patient_id == patient_id, _FOLLOW_UP.kind == "abuse_disclosure")
    return any(session.execute(query.limit(1)).first() for query in (alert, unsafe, abuse))


def talks(session: Session, patient_id: int, start: dt.date, end: dt.date, scope: Scope) -> list[ContactRow]:
    """Two-way contacts on the local days `start` to `end`, newest first."""
    c = _CONTACT
    query = (
        select(c.at, c.zone, c.channel, c.outcome, c.spoke_with, c.note, c.agreed, _FOLLOW_UP.kind)
        .outerjoin_from(table(Contact), table(FollowUp), _FOLLOW_UP.id == c.follow_up_id)
        .where(c.patient_id == patient_id, c.reached, scope.rows(c, "talks"))
        .order_by(c.at.desc(), c.id.desc())
    )
    return [row for row in fetch(session, query, ContactRow) if start <= row.day <= end]


def goals(session: Session, patient_id: int, scope: Scope) -> tuple[GoalRow, ...]:
    """Goals that stand on their own or in an open plan, in the order in which they were set."""
    g = _GOAL
    query = (
        select(g.text, g.patient_words, g.achievement, g.due_on)
        .outerjoin_from(table(Goal), table(CarePlan), _PLAN.id == g.plan_id)
        .where(g.patient_id == patient_id, g.status.in_(OPEN_GOAL), scope.rows(g, "goals"))
        .where(or_(g.plan_id.is_(None), _PLAN.status.in_(OPEN_PLAN)))
        .order_by(g.id)
    )
    return fetch(session, query, GoalRow)


def medicines(session: Session, patient_id: int, scope: Scope) -> tuple[MedicineRow, ...]:
    """What stands as current, by name; the same line recorded twice appears once."""
    m = _MEDICINE
    query = (
        select(m.text, m.dosage, m.status)
        .where(m.patient_id == patient_id, or_(m.status.is_(None), m.status.in_(CURRENT_MEDICINE)))
        .where(scope.rows(m, "medicines"))
        .order_by(m.text, m.id)
    )
    return tuple(dict.fromkeys(fetch(session, query, MedicineRow)))


def follow_ups(session: Session, patient_id: int, scope: Scope) -> tuple[FollowUpRow, ...]:
    f = _FOLLOW_UP
    query = (
        select(
            f.subject_kind, f.subject_id, f.kind, f.text, f.by_rule, f.due_on, f.ball, f.next_check_on, f.deferred_until
        )
        .where(f.patient_id == patient_id, f.status == OPEN, scope.rows(f, "steps"))
        .order_by(f.due_on, f.id)
    )
    return fetch(session, query, FollowUpRow)


def referrals(session: Session, patient_id: int, scope: Scope) -> dict[int, ReferralRow]:
    r = _REFERRAL
    query = select(r.id, r.what, r.to_name).where(r.patient_id == patient_id, scope.rows(r, "steps"))
    return {row.id: row for row in fetch(session, query, ReferralRow)}


def visits(session: Session, patient_id: int, scope: Scope) -> tuple[VisitRow, ...]:
    v = _VISIT
    query = (
        select(v.id, v.what, v.starts, v.with_whom, v.place, v.instructions)
        .where(v.patient_id == patient_id, v.status.in_(VISITS_AHEAD), scope.rows(v, "steps"))
        .order_by(v.starts, v.id)
    )
    return fetch(session, query, VisitRow)


def interventions(session: Session, patient_id: int, scope: Scope) -> tuple[InterventionRow, ...]:
    i = _STEP
    query = (
        select(i.text, i.owner, i.owner_name, i.due_on)
        .join_from(table(Intervention), table(CarePlan), _PLAN.id == i.plan_id)
        .where(i.patient_id == patient_id, i.status.in_(AHEAD), _PLAN.status.in_(OPEN_PLAN))
        .where(scope.rows(i, "steps"))
        .order_by(i.id)
    )
    return fetch(session, query, InterventionRow)


def team(session: Session, patient_id: int, scope: Scope) -> list[TeamRow]:
    """Active members of the care team who have a number to call; family is not listed."""
    m = _MEMBER
    query = (
        select(m.name, m.role, m.phone, _PRACTITIONER.phone)
        .outerjoin_from(table(TeamMember), table(Practitioner), _PRACTITIONER.id == m.practitioner_id)
        .where(m.patient_id == patient_id, m.status == "active", m.related_person_id.is_(None))
        .where(scope.rows(m, "team"))
        .order_by(m.id)
    )
    found = ((name, role, own or practice) for name, role, own, practice in session.execute(query))
    return [TeamRow(name, role, phone) for name, role, phone in found if phone]
