"""Health facts as other systems recorded them, for readers who care for the patient: problems, medicines, allergies.

What holds one of the private words is left out; each function that leaves out says of which topics the lines were.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from coordtui.casework.base import fetch, table
from coordtui.documents import gather
from coordtui.documents.private import topic_of
from coordtui.documents.scope import Scope
from coordtui.documents.text import one_line
from coordtui.documents.view import MedicineLine, Person
from coordtui.documents.words import partial_day, short_day
from coordtui.models.clinical import Allergy, Condition, Coverage
from coordtui.models.patient import Patient
from coordtui.models.people import Practitioner, TeamMember
from coordtui.models.referral import Referral, ReferralState
from coordtui.rules.dates import moment_day
from coordtui.rules.referral import OPEN_STATES, STATES

_PATIENT, _CONDITION, _ALLERGY = table(Patient).c, table(Condition).c, table(Allergy).c
_COVERAGE, _REFERRAL = table(Coverage).c, table(Referral).c
_MEMBER, _PRACTITIONER = table(TeamMember).c, table(Practitioner).c

_CURRENT = ("active", "recurrence", "relapse", "unknown")
_WRONG = ("entered-in-error", "refuted")
_REMARKS = {"on-hold": "on hold", "unknown": "not known whether it is still taken"}

Topics = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReferralRow:
    id: int
    what: str
    to_name: str | None
    state: ReferralState
    social: bool
    since: dt.date


def born(session: Session, patient_id: int, scope: Scope) -> str:
    """The birth date in words, as precise as it is known; "" where it may not go along."""
    mine = (_PATIENT.id == patient_id, scope.rows(_PATIENT, "birth_date"))
    text = session.execute(select(_PATIENT.birth_date).where(*mine)).scalar()
    return partial_day(text)


def problems(session: Session, patient_id: int, scope: Scope) -> tuple[str, ...]:
    """Conditions that stand as current ("Asthma, since 2019"), each once, private ones among them."""
    c = _CONDITION
    query = (
        select(c.text, c.onset)
        .where(c.patient_id == patient_id, or_(c.clinical_status.is_(None), c.clinical_status.in_(_CURRENT)))
        .where(or_(c.verification.is_(None), c.verification.not_in(_WRONG)), scope.rows(c, "problems"))
        .order_by(c.text, c.onset.is_(None), c.onset, c.id)
    )
    first: dict[str, str] = {}
    for text, onset in session.execute(query):
        first.setdefault(one_line(text), onset or "")
    return tuple(f"{text}, since {onset[:4]}" if onset else text for text, onset in first.items())


def medicines(session: Session, patient_id: int, scope: Scope) -> tuple[tuple[MedicineLine, ...], Topics]:
    """What stands as current, and the topics of what was left out."""
    lines, topics = [], []
    for row in gather.medicines(session, patient_id, scope):
        topic = topic_of(row.text, row.dosage)
        if topic is None:
            remark = _REMARKS.get(row.status or "", "")
            lines.append(MedicineLine(one_line(row.text), one_line(row.dosage or ""), remark))
        else:
            topics.append(topic)
    return tuple(lines), tuple(topics)


def allergies(session: Session, patient_id: int, scope: Scope) -> tuple[tuple[str, ...], Topics]:
    """ "Penicillin: hives (high risk)", each once, and the topics of what was left out."""
    a = _ALLERGY
    query = (
        select(a.text, a.reaction, a.criticality)
        .where(a.patient_id == patient_id, or_(a.clinical_status.is_(None), a.clinical_status.in_(_CURRENT)))
        .where(or_(a.verification.is_(None), a.verification.not_in(_WRONG)), scope.rows(a, "allergies"))
        .order_by(a.text, a.id)
    )
    lines, topics = [], []
    for text, reaction, criticality in session.execute(query):
        line = one_line(f"{text}: {reaction}" if reaction else text)
        topic = topic_of(line)
        if topic is None:
            lines.append(f"{line} (high risk)" if criticality == "high" else line)
        else:
            topics.append(topic)
    return tuple(dict.fromkeys(lines)), tuple(topics)


def coverages(session: Session, patient_id: int, today: dt.date, scope: Scope) -> tuple[str, ...]:
    """Coverage in force, the first payer first: "Harbor Health, PPO, member 123, group 9"."""
    c = _COVERAGE
    query = (
        select(c.payer, c.plan_name, c.plan_type, c.member_id, c.group_id, c.ends_on)
        .where(c.patient_id == patient_id, or_(c.status.is_(None), c.status == "active"), scope.rows(c, "coverage"))
        .order_by(c.rank.is_(None), c.rank, c.id)
    )
    lines = []
    for payer, name, kind, member, group, ends in session.execute(query):
        last = moment_day(ends)
        if last is None or last >= today:
            parts = (payer, name or kind, f"member {member}" if member else "", f"group {group}" if group else "")
            lines.append(one_line(", ".join(part for part in parts if part)))
    return tuple(dict.fromkeys(lines))


def referrals(session: Session, patient_id: int, scope: Scope) -> tuple[ReferralRow, ...]:
    """The open ones, drafts apart, the oldest first."""
    r = _REFERRAL
    query = (
        select(r.id, r.what, r.to_name, r.state, r.social, r.since)
        .where(r.patient_id == patient_id, r.state.in_(OPEN_STATES), r.state != ReferralState.DRAFT)
        .where(scope.rows(r, "referrals"))
        .order_by(r.since, r.id)
    )
    return fetch(session, query, ReferralRow)


def referral_line(row: ReferralRow) -> str:
    """ "Cardiology, Harbor Heart: accepted since March 4, 2026"."""
    to = f", {row.to_name}" if row.to_name else ""
    return f"{row.what}{to}: {STATES[row.state].label} since {short_day(row.since)}"


def team(session: Session, patient_id: int, scope: Scope) -> tuple[tuple[Person, ...], Topics]:
    """Active members of the care team, family too, with a number where there is one; the topics of those left out."""
    m = _MEMBER
    query = (
        select(m.name, m.role, m.phone, _PRACTITIONER.phone)
        .outerjoin_from(table(TeamMember), table(Practitioner), _PRACTITIONER.id == m.practitioner_id)
        .where(m.patient_id == patient_id, m.status == "active", scope.rows(m, "team"))
        .order_by(m.id)
    )
    found = dict.fromkeys(
        Person(one_line(name), one_line(role or ""), one_line(own or practice or ""))
        for name, role, own, practice in session.execute(query)
    )
    topics = {person: topic_of(person.name, person.role, person.phone) for person in found}
    return tuple(one for one in found if not topics[one]), tuple(filter(None, topics.values()))
