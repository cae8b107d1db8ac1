"""How long a referral may stay in a state, and how old it is measured by that (domain sheet §1.3).

No national standard exists: these are design defaults. A limit on a weekend is never moved; a check falls before it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from coordtui.models.codes import Urgency
from coordtui.models.referral import ReferralState as S
from coordtui.rules.dates import add_business_days, business_days_between, business_on_or_before
from coordtui.rules.words import plural


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: business or calendar days, or clock hours. `escalates` is the day from which on it does so
    (day 0 is the first), in its unit, where that is not past twice of it.

    A state begins on a day, not at a moment, so hours are reckoned in whole days: those below a day end the same day.
    """

    n: int
    unit: Literal["business", "calendar", "hours"] = "business"
    escalates: int | None = None

    def after(self, day: dt.date) -> dt.date:
        """The last day of the span that begins on `day` (day 0)."""
        return self.on(day, self.n // 24 if self.unit == "hours" else self.n)

    def on(self, day: dt.date, n: int) -> dt.date:
        """The `n`-th day after `day`: a business day for business spans."""
        return add_business_days(day, n) if self.unit == "business" else day + dt.timedelta(days=n)

    def days(self, start: dt.date, end: dt.date) -> int:
        """How many days lie after `start` up to and including `end`: business days for business spans."""
        return business_days_between(start, end) if self.unit == "business" else (end - start).days

    def __str__(self) -> str:
        unit = {"business": "business day", "calendar": "day", "hours": "hour"}[self.unit]
        return plural(self.n, unit)


def _row(*spans: int | Span) -> Mapping[Urgency, Span]:
    order = (Urgency.STAT, Urgency.ASAP, Urgency.URGENT, Urgency.ROUTINE)
    return dict(zip(order, (Span(s) if isinstance(s, int) else s for s in spans), strict=True))


def _cal(n: int) -> Span:
    return Span(n, "calendar")


_CALENDAR = _cal(0)
_DAY_LONG = Span(24, "hours")
_SEND = _row(Span(2, "hours"), 1, 2, 3)
_BOOK = _row(_DAY_LONG, 3, 5, _cal(14))
_AFTER_REPORT = _row(1, 2, 3, 7)
_LIMITS: Mapping[S, Mapping[Urgency, Span]] = MappingProxyType(
    {
        S.DRAFT: _SEND,
        # 42 CFR 438.210(d), 422.568 and 422.572 as of 2026: 72 hours when expedited, else 7 calendar days.
        S.AWAITING_AUTH: _row(Span(72, "hours"), Span(72, "hours"), Span(72, "hours"), _cal(7)),
        S.SENT: _row(Span(4, "hours"), 1, 2, 5),
        S.RECEIVED: _row(_DAY_LONG, 2, 3, 7),
        S.ACCEPTED: _BOOK,
        S.DECLINED: _SEND,
        S.SCHEDULED: _row(_cal(0), _cal(7), _cal(14), _cal(30)),
        S.ATTENDED: _row(2, 5, 7, Span(14, "calendar", escalates=30)),
        S.NO_SHOW: _BOOK,
        S.CANCELLED_VISIT: _BOOK,
        S.REPORT_RECEIVED: _AFTER_REPORT,
        S.ACKNOWLEDGED: _AFTER_REPORT,
        S.PATIENT_INFORMED: _AFTER_REPORT,
        S.ON_HOLD: _row(2, 5, 5, _cal(14)),
    }
)
_SOCIAL_VISIT = _cal(14)


Overrides = Mapping[tuple[S, Urgency, bool], Span]
"""The user's own limits by state, urgency and whether the referral is social; they replace the defaults."""
SHIPPED: Overrides = MappingProxyType({})


def limits(state: S, urgency: Urgency, social: bool = False, overrides: Overrides = SHIPPED) -> Span | None:
    """How long `state` may last (§1.3, or the user's own limit); None for terminal states.

    The clock runs from the day the state began, for a scheduled visit from the clinically indicated date.
    """
    row = _LIMITS.get(state)
    if row is None:
        return None
    own = overrides.get((state, urgency, social))
    if own is not None:
        return own
    if social and state is S.SCHEDULED and urgency is Urgency.ROUTINE:
        return _SOCIAL_VISIT
    return row[urgency]


def limit_on(
    state: S,
    urgency: Urgency,
    since: dt.date,
    *,
    social: bool = False,
    indicated_on: dt.date | None = None,
    overrides: Overrides = SHIPPED,
) -> dt.date | None:
    """The last day of the state by its span; None for terminal states."""
    span = limits(state, urgency, social, overrides)
    if span is None:
        return None
    return span.after(max(since, indicated_on) if indicated_on and state is S.SCHEDULED else since)


def check_on(
    state: S,
    urgency: Urgency,
    since: dt.date,
    *,
    social: bool = False,
    indicated_on: dt.date | None = None,
    overrides: Overrides = SHIPPED,
) -> dt.date | None:
    """When to look again by default: the state's last day, or the business day before it; None when terminal."""
    day = limit_on(state, urgency, since, social=social, indicated_on=indicated_on, overrides=overrides)
    return None if day is None else max(business_on_or_before(day), since)


def outer_on(
    urgency: Urgency, indicated_on: dt.date | None, *, social: bool = False, overrides: Overrides = SHIPPED
) -> dt.date | None:
    """By when the visit has to take place: the outer clock, from the clinically indicated date on, whatever the state.

    Source: domain sheet §1.3 (VA Consult/Request Tracking manual). None when no such date is known.
    """
    span = limits(S.SCHEDULED, urgency, social, overrides)
    return span.after(indicated_on) if span is not None and indicated_on is not None else None


Age = Literal["in time", "amber", "red", "escalate"]


def ageing(since: dt.date, limit: dt.date, today: dt.date, span: Span = _CALENDAR) -> Age:
    """Amber from 80 % of the time between `since` and `limit` on, red after all of it, escalate after twice of it.

    The days are those of `span`, whose own `escalates` counts where it has one; hours are reckoned in whole days.
    """
    allowed = span.days(since, limit)
    if today > limit:
        last = 2 * max(allowed, 1) if span.escalates is None else span.escalates - 1
        return "escalate" if today > span.on(since, last) else "red"
    used = span.days(since, today)
    return "amber" if used * 5 >= allowed * 4 and used > 0 else "in time"


_WORSE: tuple[Age, ...] = ("in time", "amber", "red", "escalate")


def worse(one: Age, other: Age) -> Age:
    """The later of two ages."""
    return max(one, other, key=_WORSE.index)
