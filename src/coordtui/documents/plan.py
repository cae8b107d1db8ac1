"""The two copies of a care plan: one plain page for the patient, all of it for the team."""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal

from sqlalchemy.orm import Session

from coordtui.documents.exports import record_export
from coordtui.documents.plan_patient import patient_copy
from coordtui.documents.plan_team import team_copy
from coordtui.documents.plan_view import PatientPlanView, PlanCopyView, TeamPlanView
from coordtui.documents.render import FORMATS, render

__all__ = [
    "FORMATS", "WHAT", "PatientPlanView", "PlanCopyView", "Reader", "TeamPlanView", "plan_copy", "record_export",
    "render",
]  # fmt: skip

Reader = Literal["patient", "team"]
WHAT: Final[dict[Reader, str]] = {"patient": "care plan for the patient", "team": "care plan for the team"}
"""What the journal calls each copy."""


def plan_copy(session: Session, plan_id: int, reader: Reader, today: dt.date, *, large: bool = False) -> PlanCopyView:
    """The copy for that reader. `large` asks for large print, which only the patient's page has.

    Raises:
        NotFound: there is no such plan.
    """
    if reader == "team":
        return team_copy(session, plan_id, today)
    return patient_copy(session, plan_id, today, large=large)
