"""Warnings that stand on a patient's banner until someone ends them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import record, said, shorten, table
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, Refused
from coordtui.models.patient import Alert, Patient

_A = table(Alert).c


def warn(session: Session, patient_id: int, text: str, moment: Moment) -> Alert:
    """Put a warning on the banner, once."""
    same = select(Alert).where(_A.patient_id == patient_id, _A.text == text, _A.active)
    alert = session.scalars(same).first()
    if alert is None:
        alert = Alert(patient_id=patient_id, text=text, since=moment.today.isoformat())
        session.add(alert)
        session.flush()
    return alert


@act("alert.add")
def add_alert(session: Session, patient_id: int, text: str, moment: Moment) -> Result:
    """Put a warning on a patient's banner; `value` is its id. Raises InvalidInput("text") when it is empty."""
    patient = record(session, Patient, patient_id, "patient")
    words = said(text)
    if words is None:
        raise InvalidInput("text", "A warning needs words.")
    alert = warn(session, patient_id, words, moment)
    return Result(label=f"Alert for {patient.name}: {shorten(words, 40)}", patient_id=patient_id, value=alert.id)


@act("alert.end")
def end_alert(session: Session, alert_id: int, moment: Moment) -> Result:  # noqa: ARG001
    """Take a warning off the banner; it stays in the record. Raises NotFound, Refused."""
    alert = record(session, Alert, alert_id, "alert")
    if not alert.active:
        raise Refused("This warning was ended already.")
    alert.active = False
    session.flush()
    return Result(label=f"Alert ended: {shorten(alert.text, 40)}", patient_id=alert.patient_id, value=alert_id)
