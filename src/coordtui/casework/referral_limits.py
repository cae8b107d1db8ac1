"""The user's own limits for how long a referral may stay in a state, in place of the shipped ones."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import table
from coordtui.casework.referral_steps import overrides, raise_steps, visit_day
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, Refused
from coordtui.models.codes import Urgency
from coordtui.models.referral import Referral, ReferralLimit, ReferralState
from coordtui.rules.referral import STATES, is_open, next_check
from coordtui.rules.referral_ageing import Overrides, Span, limits

_L, _R = table(ReferralLimit).c, table(Referral).c
MOST = {"business": 260, "calendar": 365, "hours": 24 * 14}


@dataclass(frozen=True, slots=True)
class LimitView:
    """The limit of a state that counts now. `own` when the user set it; `shipped` is the default in words."""

    state: ReferralState
    label: str
    urgency: Urgency
    social: bool
    span: Span
    own: bool
    shipped: str


def limit_table(session: Session, *, social: bool = False) -> tuple[LimitView, ...]:
    """Every limit that counts now, by state and then by urgency, the most urgent first."""
    own = overrides(session)
    found = []
    for state in ReferralState:
        for urgency in (Urgency.STAT, Urgency.ASAP, Urgency.URGENT, Urgency.ROUTINE):
            span, shipped = limits(state, urgency, social, own), limits(state, urgency, social)
            if span is not None:
                mine = (state, urgency, social) in own
                found.append(LimitView(state, STATES[state].label, urgency, social, span, mine, str(shipped)))
    return tuple(found)


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


def _move_checks(session: Session, before: Overrides, urgency: Urgency, social: bool, moment: Moment) -> None:
    """Open referrals that the limit may touch; the outer clock of every earlier state hangs on the scheduled one."""
    now = overrides(session)
    open_states = tuple(state for state in ReferralState if is_open(state))
    where = (_R.urgency == urgency, _R.social == social, _R.state.in_(open_states))
    for referral in session.scalars(select(Referral).where(*where).order_by(_R.id)).all():
        day = visit_day(session, referral)
        if referral.next_check_on == next_check(referral, before, visit_on=day):
            referral.next_check_on = next_check(referral, now, visit_on=day)
            session.flush()
        raise_steps(session, referral.id or 0, moment)


def _rows(session: Session, state: ReferralState, urgency: Urgency, social: bool) -> list[ReferralLimit]:
    where = (_L.state == state, _L.urgency == urgency, _L.social == social)
    return list(session.scalars(select(ReferralLimit).where(*where).order_by(_L.id)))
