"""Adding and editing patients, and the two ways a case ends: it is closed, or the person dies."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework import appointment, care_plan, consent, referral
from coordtui.casework.base import record, said, shorten, table
from coordtui.casework.death import mark_deceased
from coordtui.casework.patient_form import apply, checked_draft, draft_of
from coordtui.casework.people import Named, find, names, on_caseload
from coordtui.casework.raising import cancel_all, close, open_of, open_of_patient, raise_follow_up, reconcile
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, Refused
from coordtui.models.appointment import Appointment
from coordtui.models.care_plan import CarePlan
from coordtui.models.codes import Answer
from coordtui.models.consent import Consent
from coordtui.models.follow_up import FollowUpStatus
from coordtui.models.patient import CaseStatus, Patient, PatientDraft
from coordtui.models.referral import Referral
from coordtui.models.source import ProposedMatch
from coordtui.rules.dates import next_business_day, parse_partial, partial_key, show_partial
from coordtui.rules.follow_up import Rule, kind_of
from coordtui.rules.patient import display_name, first_step

__all__ = [
    "Added",
    "Named",
    "add_patient",
    "close_case",
    "draft_of",
    "edit_patient",
    "find",
    "names",
    "on_caseload",
    "record_death",
    "reopen_case",
]

_P = table(Patient).c
_NEW = PatientDraft(interpreter=Answer.UNKNOWN.value, voicemail=Answer.UNKNOWN.value)


@dataclass(frozen=True, slots=True)
class Added:
    """A new patient. `same_as` are others with the same name and birth date, also kept as proposed matches."""

    patient_id: int
    same_as: tuple[int, ...]


@act("patient.add")
def add_patient(session: Session, draft: PatientDraft, moment: Moment) -> Result:
    """Put a person on the caseload with a first step; `value` is Added. Raises InvalidInput at the field."""
    checked = checked_draft(draft, _NEW, None, moment.today)
    name = display_name(checked.family, checked.given, checked.preferred_name)
    patient = Patient(name=name, added_on=moment.today)
    session.add(patient)
    session.flush()
    apply(session, patient, checked, _NEW)
    key = patient.id or 0
    want = first_step(moment.today, moment.today)
    reconcile(session, "patient", key, key, (want,), moment)
    same_as = _same_person(session, patient)
    for other in same_as:
        why = "same name and birth date"
        session.add(
            ProposedMatch(patient_id=key, other_patient_id=other, record_kind="patient", record_id=key, why=why)
        )
    session.flush()
    return Result(label=f"Added: {name}", patient_id=key, value=Added(key, same_as))


def _same_person(session: Session, patient: Patient) -> tuple[int, ...]:
    if patient.birth_date is None:
        return ()
    same = select(_P.id).where(_P.fold == patient.fold, _P.birth_date == patient.birth_date, _P.id != patient.id)
    return tuple(session.scalars(same))


@act("patient.edit")
def edit_patient(session: Session, patient_id: int, draft: PatientDraft, moment: Moment) -> Result:
    """Change what the form holds, with the rows behind it. Raises InvalidInput at the field; only changes are
    checked.
    """
    patient = record(session, Patient, patient_id, "patient")
    before = draft_of(session, patient_id)
    apply(session, patient, checked_draft(draft, before, patient.name, moment.today), before)
    return Result(label=f"Edited: {patient.name}", patient_id=patient_id, value=patient_id)


@act("patient.death")
def record_death(session: Session, patient_id: int, deceased_on: str | None, moment: Moment) -> Result:
    """Record a death, on a partial date or an unknown one; recorded before, only the date changes.

    All open steps end; one asks to close the record, and `value` is its id.

    Raises:
        InvalidInput: "deceased_on" is no date, in the future, or before birth.
    """
    patient = record(session, Patient, patient_id, "patient")
    day = _death_day(patient, said(deceased_on), moment.today)
    if patient.deceased:
        patient.deceased_on = day
        session.flush()
        label = f"Date of death: {patient.name}, {show_partial(day) or 'unknown'}"
        return Result(label=label, patient_id=patient_id)
    raised = mark_deceased(session, patient, day, moment)
    return Result(label=f"Recorded the death of {patient.name}", patient_id=patient_id, value=raised)


def _death_day(patient: Patient, text: str | None, today: dt.date) -> str | None:
    if text is None:
        return None
    try:
        day = parse_partial(text)
    except ValueError as reason:
        raise InvalidInput("deceased_on", str(reason)) from None
    if day > today.isoformat():
        raise InvalidInput("deceased_on", "That day is still to come.", "Check the year.")
    born = patient.birth_date
    if born and partial_key(day[: len(born)]) < partial_key(born[: len(day)]):
        raise InvalidInput("deceased_on", f"That is before the birth, {show_partial(born)}.", "Check both dates.")
    return day


@act("patient.close_case")
def close_case(session: Session, patient_id: int, reason: str, moment: Moment) -> Result:
    """Take a person off the caseload: all their open steps end. `value` is how many those were.

    Raises:
        InvalidInput: no "reason". Refused: the case is closed, or something about safety is open.
    """
    patient = record(session, Patient, patient_id, "patient")
    words = said(reason)
    if words is None:
        raise InvalidInput("reason", "Closing a case needs a reason.", "For example: goals met, moved away, declined.")
    if patient.case_status is CaseStatus.CLOSED:
        raise Refused(f"The case of {patient.name} is closed already.")
    unsafe = [one for one in open_of_patient(session, patient_id) if kind_of(one.kind).rule is Rule.SAFETY]
    if unsafe:
        raise Refused(f"Something about safety is open: {shorten(unsafe[0].text)}.", "Finish it first.")
    patient.case_status = CaseStatus.CLOSED
    ended = cancel_all(session, patient_id, f"case closed: {words}", moment)
    steps = f", {ended} open step{'s' * (ended != 1)} ended" if ended else ""
    return Result(label=f"Case closed: {patient.name}{steps}", patient_id=patient_id, value=ended)


@act("patient.reopen_case")
def reopen_case(session: Session, patient_id: int, moment: Moment) -> Result:
    """Put a person back on the caseload, also one recorded as dead by mistake; their open objects ask for work again.

    `value` is the id of the follow-up that asks to get back in touch.
    """
    patient = record(session, Patient, patient_id, "patient")
    if on_caseload(session, patient_id):
        raise Refused(f"The case of {patient.name} is open.")
    patient.case_status, patient.deceased, patient.deceased_on = CaseStatus.OPEN, False, None
    session.flush()
    for follow_up in open_of(session, ("patient", patient_id)):
        if follow_up.kind == "close_record":
            close(follow_up, FollowUpStatus.CANCELLED, "case reopened", moment)
    raise_all(session, patient_id, moment)
    contact = raise_follow_up(
        session,
        patient_id=patient_id,
        subject=("patient", patient_id),
        kind="routine_contact",
        text="Get back in touch after reopening the case",
        due_on=next_business_day(moment.today),
        moment=moment,
    )
    return Result(label=f"Case reopened: {patient.name}", patient_id=patient_id, value=contact.id)


def raise_all(session: Session, patient_id: int, moment: Moment) -> None:
    """Bring the follow-ups of all the person's objects in step with them."""
    features = ((CarePlan, care_plan), (Referral, referral), (Appointment, appointment), (Consent, consent))
    for model, feature in features:
        columns = table(model).c
        for key in session.scalars(select(columns.id).where(columns.patient_id == patient_id)).all():
            feature.raise_steps(session, key, moment)
