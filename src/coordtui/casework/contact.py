"""Logging a contact: what it will lead to, shown before it commits, and the act that then does exactly that."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.alert import warn
from coordtui.casework.base import record, said
from coordtui.casework.contact_plan import Plan, plan_contact
from coordtui.casework.contact_views import ContactView, contacts, last_two_way
from coordtui.casework.death import mark_deceased
from coordtui.casework.follow_up_views import open_entities
from coordtui.casework.raising import close, open_of_patient, raise_follow_up
from coordtui.casework.reach import PHONES, best_phones, reaches
from coordtui.clock import Moment
from coordtui.models.contact import Channel, Contact, ContactDraft, Outcome
from coordtui.models.follow_up import FollowUp, FollowUpStatus
from coordtui.models.patient import ContactPoint, Patient
from coordtui.rules.contact import OUTCOMES, NextStep, counts, label
from coordtui.rules.dates import show_day

__all__ = ["ContactView", "Logged", "contacts", "last_two_way", "log_contact", "proposal"]

_BAD = {Outcome.WRONG_NUMBER: "wrong", Outcome.DISCONNECTED: "disconnected"}
_SYSTEMS = {Channel.PHONE: PHONES, Channel.TEXT: PHONES, Channel.VIDEO: PHONES, Channel.EMAIL: ("email",)}


@dataclass(frozen=True, slots=True)
class Logged:
    """What a logged contact did. `next_follow_up_id` and `next_on` are the step that it raised or moved, if any."""

    contact_id: int
    minutes: int
    settled: bool
    next_follow_up_id: int | None
    next_on: dt.date | None
    words: str


def proposal(session: Session, draft: ContactDraft, moment: Moment) -> NextStep:
    """What `log_contact` would do with this draft now. Raises as it does."""
    return plan_contact(session, draft, moment).step


@act("contact.log")
def log_contact(session: Session, draft: ContactDraft, moment: Moment) -> Result:
    """Keep the contact and do what `proposal` says; `value` is Logged.

    Seconds count as begun minutes. A number found wrong or disconnected is marked, so that nobody dials it again.

    Raises:
        InvalidInput: at "outcome" (not on this channel), "next_kind" or "next_on".
        Refused, NotFound: the follow-up is closed, gone, or another patient's.
    """
    patient = record(session, Patient, draft.patient_id, "patient")
    plan = plan_contact(session, draft, moment)
    number = said(draft.number) or _usual_number(session, draft)
    minutes = -(-draft.seconds // 60) if draft.minutes is None else draft.minutes
    contact = Contact(
        patient_id=draft.patient_id,
        follow_up_id=draft.follow_up_id,
        at=moment.at,
        zone=moment.zone,
        channel=draft.channel,
        outcome=draft.outcome,
        reached=OUTCOMES[draft.outcome].reached,
        counts=counts(draft.outcome, draft.channel),
        number=number,
        spoke_with=said(draft.spoke_with),
        role=said(draft.role) or "coordinator",
        minutes=min(minutes, 1440),
        language=patient.language,
        note=said(draft.note),
        agreed=said(draft.agreed),
    )
    session.add(contact)
    session.flush()
    if draft.outcome in _BAD and number:
        _mark_bad(session, draft, number)
    follow_up_id = _carry_out(session, draft, plan, patient, moment)
    logged = Logged(contact.id or 0, contact.minutes, plan.step.settle, follow_up_id, plan.step.due_on, plan.step.words)
    said_label = f"Logged: {label(draft.outcome, draft.channel)}, {patient.name}"
    if plan.step.due_on and follow_up_id:
        said_label += f", again {show_day(plan.step.due_on, moment.today)}"
    return Result(label=said_label, patient_id=draft.patient_id, value=logged)


def _carry_out(session: Session, draft: ContactDraft, plan: Plan, patient: Patient, moment: Moment) -> int | None:
    """Do what the plan says; returns the follow-up that comes next."""
    step = plan.step
    if draft.outcome is Outcome.DECEASED and not patient.deceased:
        return mark_deceased(session, patient, None, moment)  # when they died is not known yet
    if step.alert:
        warn(session, draft.patient_id, step.alert, moment)
    if step.reset:
        for one in open_of_patient(session, draft.patient_id):
            one.attempts = 0
    if draft.follow_up_id is not None:
        (follow_up,) = open_entities(session, (draft.follow_up_id,))
        _work(follow_up, step, moment)
    session.flush()
    if step.kind is not None and step.due_on is not None:
        return _raise(session, plan, moment)
    return draft.follow_up_id if step.due_on is not None else None


def _work(follow_up: FollowUp, step: NextStep, moment: Moment) -> None:
    if step.failed:
        follow_up.attempts += 1
    if step.settle:
        close(follow_up, FollowUpStatus.DONE, "contact", moment)
        return
    to = step.stays_on if step.kind else step.due_on
    if to is not None:
        move(follow_up, to)


def move(follow_up: FollowUp, to: dt.date) -> None:
    """A new date given by hand or by the cadence: it ends a snooze, and no rule takes it back."""
    if to != follow_up.due_on:
        follow_up.due_on, follow_up.by_rule = to, False
    follow_up.deferred_until, follow_up.defer_reason = None, None


def _raise(session: Session, plan: Plan, moment: Moment) -> int | None:
    step = plan.step
    if step.kind is None or step.due_on is None:
        return None
    if plan.twin_id is not None:
        (twin,) = open_entities(session, (plan.twin_id,))
        move(twin, step.due_on)
        session.flush()
        return twin.id
    raised = raise_follow_up(
        session,
        patient_id=plan.patient_id,
        subject=("patient", plan.patient_id),
        kind=step.kind,
        text=step.text,
        due_on=step.due_on,
        moment=moment,
    )
    return raised.id


def _usual_number(session: Session, draft: ContactDraft) -> str | None:
    """What was dialled when nobody says: the best phone."""
    if draft.channel not in (Channel.PHONE, Channel.TEXT):
        return None
    return best_phones(session, (draft.patient_id,)).get(draft.patient_id)


def _mark_bad(session: Session, draft: ContactDraft, number: str) -> None:
    systems = _SYSTEMS.get(draft.channel, ())
    for way in reaches(session, (draft.patient_id,)):
        if way.system in systems and _same(way.value, number):
            point = record(session, ContactPoint, way.contact_point_id, "contact point")
            point.state = _BAD[draft.outcome]
    session.flush()


def _same(one: str, other: str) -> bool:
    """Whether two ways of writing mean one number (the last ten digits) or one address."""
    tail, other_tail = ("".join(filter(str.isdigit, text))[-10:] for text in (one, other))
    if "@" not in one and len(tail) >= 7:
        return tail == other_tail
    return one.strip().casefold() == other.strip().casefold()
