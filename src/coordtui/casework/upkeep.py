"""After an update: what the new rules want done of the plans and referrals that were there before them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework import care_plan, directory, referral
from coordtui.casework.base import table
from coordtui.casework.promises import OPEN_PLANS, living
from coordtui.clock import Moment
from coordtui.models.care_plan import CarePlan
from coordtui.models.patient import Patient
from coordtui.models.referral import Referral
from coordtui.rules.referral import OPEN_STATES

_P, _C, _R = table(Patient).c, table(CarePlan).c, table(Referral).c


@act("upkeep.catch_up", undoable=False)
def catch_up(session: Session, moment: Moment) -> Result:
    """Bring the follow-ups of every open plan and referral of the living in step with the rules of now.

    Entries of the directory get what they are found by.
    """
    directory.refold(session)
    plans = select(_C.id).join(_P.id.table, _P.id == _C.patient_id).where(_C.status.in_(OPEN_PLANS), living())
    referrals = select(_R.id).join(_P.id.table, _P.id == _R.patient_id).where(_R.state.in_(OPEN_STATES), living())
    for plan_id in session.scalars(plans.order_by(_C.id)).all():
        care_plan.raise_steps(session, plan_id, moment)
    for referral_id in session.scalars(referrals.order_by(_R.id)).all():
        referral.raise_steps(session, referral_id, moment)
    return Result(label="Brought plans and referrals up to date with this coordtui")
