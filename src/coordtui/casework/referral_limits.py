"""The user's own limits for how long a referral may stay in a state, in place of the shipped ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import OPEN, among, fetch, table
from coordtui.casework.raising import agree
from coordtui.casework.referral_steps import overrides
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, Refused
from coordtui.models.appointment import Appointment
from coordtui.models.codes import Ball, Urgency
from coordtui.models.follow_up import FollowUp
from coordtui.models.referral import Referral, ReferralLimit, ReferralState
from coordtui.rules.dates import moment_day
from coordtui.rules.follow_up import Wanted
from coordtui.rules.referral import OPEN_STATES, STATES, is_open, next_check, wanted
from coordtui.rules.referral_ageing import Overrides, limits

_L, _R, _A, _F = table(ReferralLimit).c, table(Referral).c, table(Appointment).c, table(FollowUp).c
MOST = {"business": 260, "calendar": 365, "hours": 24 * 14}


@act("referral.set_limit")
def set_limit(
    session: Session, state: ReferralState, urgency: Urgency, social: bool, n: int, unit: str, moment: Moment
) -> Result:
    """Set how long a state may last; checks that stood on the old limit move, those set by hand stay.

    `value` is the limit in words.

    Raises:
        Refused: a closed state has no limit. InvalidInput: "unit" or "n".
    """
    if not is_open(state):
        raise Refused(f"A referral that is {STATES[state].label} has no limit.")
    if unit not in MOST:
        raise InvalidInput("unit", "The unit is business, calendar or hours.")
    if not 0 <= n <= MOST[unit]:
        raise InvalidInput("n", f"The number is between 0 and {MOST[unit]}.")
    before, rows = overrides(session), _rows(session, state, urgency, social)
    for row in rows:
        row.n, row.unit = n, unit
    if not rows:
        session.add(ReferralLimit(state=state, urgency=urgency, social=social, n=n, unit=unit))
    session.flush()
    _move_checks(session, before, urgency, social, moment)
    words = str(limits(state, urgency, social, overrides(session)))
    return Result(label=f"Limit: {urgency} referrals may be {STATES[state].label} for {words}", value=words)


@act("referral.clear_limit")
def clear_limit(
    session: Session,
    state: ReferralState,
    urgency: Urgency,
    social: bool,
    moment: Moment,
) -> Result:
    """Go back to the shipped limit. Raises Refused when no own one was set; `value` is the limit in words."""
    rows = _rows(session, state, urgency, social)
    if not rows:
        raise Refused("This limit is the shipped one already.")
    before = overrides(session)
    for row in rows:
        session.delete(row)
    session.flush()
    _move_checks(session, before, urgency, social, moment)
    words = str(limits(state, urgency, social))
    return Result(label=f"Limit: {urgency} referrals may be {STATES[state].label} for {words} again", value=words)


@dataclass(frozen=True, slots=True)
class _Standing:
    """An open referral as the rules take it, with when its visit starts."""

    referral_id: int
    what: str
    social: bool
    to_name: str | None
    urgency: Urgency
    state: ReferralState
    ball: Ball
    since: dt.date
    next_check_on: dt.date | None
    indicated_on: dt.date | None
    limit_on: dt.date | None
    starts: str | None

    def check(self, own: Overrides) -> dt.date | None:
        return next_check(self, own, visit_on=moment_day(self.starts))


_STANDING = (
    select(
        *(_R.id, _R.what, _R.social, _R.to_name, _R.urgency, _R.state, _R.ball, _R.since, _R.next_check_on),
        *(_R.indicated_on, _R.limit_on, _A.starts),
    )
    .join_from(_R.id.table, _A.id.table, _A.id == _R.appointment_id, isouter=True)
    .where(_R.state.in_(OPEN_STATES))
)


def _move_checks(session: Session, before: Overrides, urgency: Urgency, social: bool, moment: Moment) -> None:
    """Open referrals that the limit may touch; the outer clock of every earlier state hangs on the scheduled one.

    A fixed number of queries, and only what the new limit changes is touched.
    """
    now = overrides(session)
    checks: dict[int, dt.date | None] = {}
    steps: dict[int, Wanted] = {}
    for old in fetch(session, _STANDING.where(_R.urgency == urgency, _R.social == social), _Standing):
        by_limit = old.next_check_on == old.check(before)
        new = replace(old, next_check_on=old.check(now)) if by_limit else old
        if new != old:
            checks[old.referral_id] = new.next_check_on
        (was,), (want,) = wanted(old, moment.today, before), wanted(new, moment.today, now)
        if was != want:
            steps[old.referral_id] = want
    for referral in session.scalars(select(Referral).where(among(_R.id, checks))):
        referral.next_check_on = checks[referral.id or 0]
    _move_steps(session, steps, moment)
    session.flush()


def _move_steps(session: Session, steps: Mapping[int, Wanted], moment: Moment) -> None:
    standing = (_F.subject_kind == "referral", among(_F.subject_id, steps), _F.status == OPEN)
    for follow_up in session.scalars(select(FollowUp).where(*standing)):
        want = steps[follow_up.subject_id]
        if follow_up.kind == want.kind:
            agree(follow_up, want, moment)


def _rows(session: Session, state: ReferralState, urgency: Urgency, social: bool) -> list[ReferralLimit]:
    where = (_L.state == state, _L.urgency == urgency, _L.social == social)
    return list(session.scalars(select(ReferralLimit).where(*where).order_by(_L.id)))
