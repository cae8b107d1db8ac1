"""What an import asks a person to do, by the same rules as everything else."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, select
from sqlmodel import Session

from coordtui.casework import appointment, care_plan, referral
from coordtui.casework.death import mark_deceased
from coordtui.casework.raising import asked, reconcile
from coordtui.clock import Moment
from coordtui.exchange.fhir.batch import Batch, table_of, values_of
from coordtui.exchange.fhir.known import RecordKey
from coordtui.models.care_plan import Goal
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import CaseStatus, Patient
from coordtui.rules.patient import first_step as rule

_G, _P = table_of(Goal).c, table_of(Patient).c
_STANDING = select(_P.deceased, _P.case_status, _P.added_on).where(_P.id == bindparam("key"))
_STEPS = {
    "care_plan": care_plan.raise_steps,
    "referral": referral.raise_steps,
    "appointment": appointment.raise_steps,
}


def first_step(session: Session, batch: Batch, patient_id: int, moment: Moment) -> None:
    """Somebody who is new with this act is introduced to; the dead are not. Written with the batch."""
    patient = batch.waiting(Patient, patient_id) or session.execute(_STANDING, {"key": patient_id}).mappings().one()
    if not patient["deceased"] and patient["case_status"] is CaseStatus.OPEN:
        want = rule(moment.today, patient["added_on"])
        batch.add(FollowUp, values_of(asked(want, ("patient", patient_id), patient_id, moment)))


def death(session: Session, patient_id: int, moment: Moment) -> None:
    """The source says that somebody who lived has died: open work is replaced by closing the record."""
    patient = session.get(Patient, patient_id, populate_existing=True)
    if patient is not None and patient.deceased:
        mark_deceased(session, patient, patient.deceased_on, moment)


def steps(
    session: Session, patient_id: int, changed: Iterable[RecordKey], removed: Iterable[RecordKey], moment: Moment
) -> None:
    """Bring the follow-ups of new and changed plans, referrals and appointments in step.

    A goal's date counts for the steps of its plan; the steps of a plan that the source no longer has ask no more.
    """
    for table, key in removed:
        reconcile(session, table, key, patient_id, (), moment)
    for table, key in sorted({_asks(session, record) for record in changed}):
        if table in _STEPS:
            _STEPS[table](session, key, moment)


def _asks(session: Session, record: RecordKey) -> RecordKey:
    """The plan of a goal; any other record itself."""
    if record[0] != "goal":
        return record
    plan_id = session.execute(select(_G.plan_id).where(_G.id == record[1])).scalar()
    return ("care_plan", plan_id) if plan_id is not None else record
