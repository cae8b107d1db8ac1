"""How a person's case stands: open, closed or ended by death, and the warnings on the banner."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.casework.base import record, table
from coordtui.models.patient import Alert, CaseStatus, Patient

_A = table(Alert).c


@dataclass(frozen=True, slots=True)
class CaseView:
    """`deceased_on` is a partial date, None where unknown; `warnings` are the active ones as (id, text)."""

    patient_id: int
    name: str
    closed: bool
    deceased: bool
    deceased_on: str | None
    warnings: tuple[tuple[int, str], ...]


def case(session: Session, patient_id: int) -> CaseView:
    """Raises NotFound."""
    person = record(session, Patient, patient_id, "patient")
    active = select(_A.id, _A.text).where(_A.patient_id == patient_id, _A.active).order_by(_A.id)
    warnings = tuple((key, text) for key, text in session.execute(active))
    closed = person.case_status is CaseStatus.CLOSED
    return CaseView(patient_id, person.name, closed, person.deceased, person.deceased_on, warnings)
