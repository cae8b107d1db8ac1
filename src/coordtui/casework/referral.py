"""Referrals here: their place in the queue, and checking on one. Editing them is another feature."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import record, shorten
from coordtui.casework.people import on_caseload
from coordtui.casework.raising import open_of, reconcile
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, Refused
from coordtui.models.codes import Ball
from coordtui.models.referral import Referral
from coordtui.rules import referral as rules
from coordtui.rules.dates import show_day


def raise_steps(session: Session, referral_id: int, moment: Moment) -> None:
    """Bring the referral's follow-up in step with it; nothing for someone who has died or whose case is closed."""
    referral = record(session, Referral, referral_id, "referral")
    wanted = rules.wanted(referral, moment.today) if on_caseload(session, referral.patient_id) else ()
    reconcile(session, "referral", referral_id, referral.patient_id, wanted, moment)


@act("referral.check")
def check(session: Session, referral_id: int, next_check_on: dt.date, moment: Moment) -> Result:
    """Asked, and there was no news: look again on that day. Counts as a missed check; `value` is the day.

    With the ball at the coordinator it is the day on which they mean to act, and nothing is counted.

    Raises:
        Refused: the referral, or the case, is closed. InvalidInput: "next_check_on" is not after today.
    """
    referral = record(session, Referral, referral_id, "referral")
    if not rules.is_open(referral.state):
        raise Refused(f"The referral {shorten(referral.what)} is {rules.STATES[referral.state].label}.")
    if not on_caseload(session, referral.patient_id):
        raise Refused("The case is over, so its referrals are not checked.", "Reopen the case first.")
    if next_check_on <= moment.today:
        raise InvalidInput("next_check_on", "The next check must be after today.")
    referral.next_check_on = next_check_on
    session.flush()
    raise_steps(session, referral_id, moment)
    for follow_up in open_of(session, ("referral", referral_id)):
        if follow_up.ball is not Ball.ME:
            follow_up.missed_checks += 1
            follow_up.next_check_on = next_check_on
        follow_up.deferred_until, follow_up.defer_reason = None, None
    session.flush()
    label = f"Checked: {shorten(referral.what, 40)}, again {show_day(next_check_on, moment.today)}"
    return Result(label=label, patient_id=referral.patient_id, value=next_check_on)
