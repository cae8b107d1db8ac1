"""Another place after a decline: the declined referral ends with its reason, and a new one keeps the chain."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.acts import Result
from coordtui.casework.base import record, shorten, table
from coordtui.casework.referral_steps import enter, log
from coordtui.casework.referral_write import begin, draft_of
from coordtui.clock import Moment
from coordtui.errors import InvalidInput
from coordtui.models.referral import EventKind, Failure, Referral, ReferralDraft
from coordtui.models.referral import ReferralState as S
from coordtui.rules.referral import OPEN_STATES
from coordtui.rules.referral_fields import FAILURES

_R = table(Referral).c


def move_to(
    session: Session,
    referral: Referral,
    to_name: str,
    organization_id: int | None,
    practitioner_id: int | None,
    failure: Failure | None,
    note: str | None,
    moment: Moment,
) -> Result:
    """The same facts to another place, which has not been asked for room yet."""
    if not to_name.strip():
        raise InvalidInput("to", "Say where it goes now.")
    draft = draft_of(session, referral.id or 0).model_copy(
        update={
            "to_name": to_name.strip(),
            "to_organization_id": organization_id,
            "to_practitioner_id": practitioner_id,
            "auth_number": None,
        }
    )
    return _replace(session, referral, draft, failure, note, moment)


def _replace(
    session: Session,
    referral: Referral,
    draft: ReferralDraft,
    failure: Failure | None,
    note: str | None,
    moment: Moment,
) -> Result:
    declined = referral.to_name or "the first place"
    referral.failure = failure or referral.failure or Failure.OTHER
    words = f"{shorten(declined, 60)} declined: {FAILURES[referral.failure]}"
    new = begin(session, draft, moment, parent_id=referral.parent_id, rerouted_from_id=referral.id, because=words)
    for part in session.scalars(select(Referral).where(_R.parent_id == referral.id, _R.state.in_(OPEN_STATES))):
        part.parent_id = new.id
    enter(session, referral, S.CLOSED_UNMET, moment)
    log(
        session,
        record(session, Referral, referral.id or 0, "referral"),
        EventKind.REROUTED,
        moment,
        text=note,
        details={"to": new.to_name or new.what},
        came_from=S.DECLINED,
        failure=referral.failure,
    )
    label = f"Rerouted: {shorten(referral.what, 30)}, now to {shorten(new.to_name or '', 30)}"
    return Result(label=label, patient_id=referral.patient_id, value=new.id)
