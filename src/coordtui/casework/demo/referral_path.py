"""By which states a made-up referral came to where it stands, and on which days."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from coordtui.casework.demo.shapes import Ref
from coordtui.models.referral import ReferralState as S
from coordtui.rules.dates import add_business_days


class Step(NamedTuple):
    state: S
    day: dt.date


Way = tuple[Step, ...]
"""The states in order with the day of each, the last one being where it stands."""

_LINE: Final = (
    S.DRAFT, S.SENT, S.RECEIVED, S.ACCEPTED, S.SCHEDULED, S.ATTENDED, S.REPORT_RECEIVED, S.ACKNOWLEDGED,
    S.PATIENT_INFORMED,
)  # fmt: skip
_CLINICAL: Final = frozenset({S.REPORT_RECEIVED, S.ACKNOWLEDGED})
_FROM: Final[dict[S, tuple[S, ...]]] = {
    S.AWAITING_AUTH: (S.DRAFT,),
    S.DECLINED: (S.DRAFT, S.SENT, S.RECEIVED),
    S.NO_SHOW: (S.DRAFT, S.SENT, S.RECEIVED, S.ACCEPTED, S.SCHEDULED),
    S.CANCELLED_VISIT: (S.DRAFT, S.SENT, S.ACCEPTED, S.SCHEDULED),
    S.CLOSED_UNMET: (S.DRAFT, S.SENT, S.RECEIVED, S.DECLINED),
    S.CANCELLED: (S.DRAFT, S.SENT),
    S.ON_HOLD: (S.DRAFT, S.SENT, S.ACCEPTED),
    S.ENTERED_IN_ERROR: (S.DRAFT,),
}
_LASTS: Final = {
    S.DRAFT: 1, S.AWAITING_AUTH: 4, S.SENT: 2, S.RECEIVED: 2, S.ACCEPTED: 3, S.SCHEDULED: 7,
    S.ATTENDED: 4, S.REPORT_RECEIVED: 1, S.ACKNOWLEDGED: 1, S.PATIENT_INFORMED: 2, S.DECLINED: 1,
}  # fmt: skip
"""Business days that a state lasted."""


def way_of(ref: Ref, social: bool, since: dt.date, turn: int) -> Way:
    """How it came to its state, in which it has been since that day. Every third waited a day longer here and there."""
    days, day = [], since
    before = _before(ref.state, social, with_auth=turn % 5 == 2)
    for state in reversed(before):
        day = add_business_days(day, -_LASTS[state] - (turn % 3 == 1))
        days.append(Step(state, day))
    return (*reversed(days), Step(ref.state, since))


def _before(state: S, social: bool, *, with_auth: bool) -> tuple[S, ...]:
    if state in _FROM:
        return _FROM[state]
    stop = _LINE.index(state) if state in _LINE else len(_LINE)
    line = tuple(one for one in _LINE[:stop] if not (social and one in _CLINICAL))
    return (line[0], S.AWAITING_AUTH, *line[1:]) if with_auth and not social and len(line) > 1 else line
