"""The two copies of a care plan: one plain page for the patient, all of it for the team."""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal

from sqlalchemy.orm import Session

from coordtui.documents.plan_patient import patient_copy
from coordtui.documents.plan_team import team_copy
from coordtui.documents.plan_view import PatientPlanView, PlanCopyView, TeamPlanView
from coordtui.documents.render import FORMATS, render
from coordtui.documents.scope import WHOLE, Scope
from coordtui.rules.disclosure import DOCUMENTS

__all__ = [
    "FORMATS", "WHAT", "PatientPlanView", "PlanCopyView", "Reader", "TeamPlanView", "plan_copy", "render",
]  # fmt: skip

Reader = Literal["patient", "team"]
WHAT: Final[dict[Reader, str]] = {
    "patient": DOCUMENTS["plan-patient"].label,
    "team": DOCUMENTS["plan-team"].label,
}
"""What the journal calls each copy."""


def plan_copy(
    session: Session, plan_id: int, reader: Reader, today: dt.date, scope: Scope = WHOLE, *, large: bool = False
) -> PlanCopyView:
    """The copy for that reader. `large` asks for large print, which only the patient's page has.

    Raises:
        NotFound: there is no such plan.
        Refused: the plan is tagged, and `scope` does not cover it.
    """
    if reader == "team":
        return team_copy(session, plan_id, today, scope)
    return patient_copy(session, plan_id, today, scope, large=large)
