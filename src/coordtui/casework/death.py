"""What a death does to open work, whoever learns of it: everything stops, and one step asks to close the record."""

from __future__ import annotations

from sqlalchemy.orm import Session

from coordtui.casework.raising import cancel_all, raise_follow_up
from coordtui.clock import Moment
from coordtui.models.patient import Patient
from coordtui.rules.patient import close_record


def mark_deceased(session: Session, patient: Patient, deceased_on: str | None, moment: Moment) -> int | None:
    """Record a death on a patient (a partial date as text, None when unknown); returns the follow-up that stays."""
    patient.deceased, patient.deceased_on = True, deceased_on
    session.flush()
    if patient.id is None or not cancel_all(session, patient.id, "patient died", moment):
        return None
    want = close_record(moment.today)
    raised = raise_follow_up(
        session,
        patient_id=patient.id,
        subject=("patient", patient.id),
        kind=want.kind,
        text=want.text,
        due_on=want.due_on,
        by_rule=True,
        moment=moment,
    )
    return raised.id
