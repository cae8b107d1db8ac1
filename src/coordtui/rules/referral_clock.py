"""The clocks of one referral: its state's own, the outer one from the clinically indicated date, and its next check.

Sources: domain sheet §1.3 (VA Consult/Request Tracking manual for the outer clock).
"""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from coordtui.models.codes import Ball, Urgency
from coordtui.models.referral import ReferralState as S
from coordtui.rules.dates import business_on_or_before, next_business_day
from coordtui.rules.referral_ageing import SHIPPED, Age, Overrides, ageing, limit_on, limits, outer_on, worse
from coordtui.rules.referral_line import before


class ReferralView(Protocol):
    """What the rules need of a referral; the record itself and frozen views of it have it."""

    @property
    def what(self) -> str: ...
    @property
    def social(self) -> bool: ...
    @property
    def to_name(self) -> str | None: ...
    @property
    def urgency(self) -> Urgency: ...
    @property
    def state(self) -> S: ...
    @property
    def ball(self) -> Ball: ...
    @property
    def since(self) -> dt.date: ...
    @property
    def next_check_on(self) -> dt.date | None: ...
    @property
    def indicated_on(self) -> dt.date | None: ...
    @property
    def limit_on(self) -> dt.date | None: ...


def last_day(view: ReferralView, overrides: Overrides = SHIPPED) -> dt.date | None:
    """The last day of its state by the state's span alone; None when it is over."""
    return limit_on(
        view.state,
        view.urgency,
        view.since,
        social=view.social,
        indicated_on=view.indicated_on,
        overrides=overrides,
    )


def outer_limit(view: ReferralView, overrides: Overrides = SHIPPED) -> dt.date | None:
    """The last day for the visit by the outer clock; None once it took place, on hold, or when nothing says so.

    A limit that came with the referral (`limit_on`) counts before the one that is reckoned.
    """
    if not before(view.state, S.ATTENDED):
        return None
    return view.limit_on or outer_on(view.urgency, view.indicated_on, social=view.social, overrides=overrides)


def due_by(view: ReferralView, overrides: Overrides = SHIPPED) -> dt.date | None:
    """By when it has to have moved on: the end of the state's span or the outer clock, whichever is first."""
    last = last_day(view, overrides)
    outer = outer_limit(view, overrides)
    return outer if outer is not None and (last is None or outer < last) else last


def age_of(view: ReferralView, today: dt.date, overrides: Overrides = SHIPPED) -> Age:
    """How old an open referral is by its clocks: the worse of the state's own and the outer one.

    Each counts in the days of its span; a limit that came with the referral counts in calendar days.
    """
    last, span = last_day(view, overrides), limits(view.state, view.urgency, view.social, overrides)
    outer = outer_limit(view, overrides)
    age: Age = "in time" if last is None or span is None else ageing(view.since, last, today, span)
    if outer is None:
        return age
    begun = min(view.indicated_on or view.since, outer)
    visit = None if view.limit_on else limits(S.SCHEDULED, view.urgency, view.social, overrides)
    return worse(age, ageing(begun, outer, today, visit) if visit else ageing(begun, outer, today))


def next_check(
    view: ReferralView, overrides: Overrides = SHIPPED, *, visit_on: dt.date | None = None
) -> dt.date | None:
    """When to look again at a referral that has just come into its state; None when it is over.

    A booked visit is asked about on the business day after it, a missed one on the business day after it was missed;
    else the state's span decides, and the outer clock where that ends earlier.
    """
    if view.state is S.SCHEDULED and visit_on is not None:
        return next_business_day(max(visit_on, view.since))
    if view.state is S.NO_SHOW:
        return next_business_day(view.since)
    last = due_by(view, overrides)
    return None if last is None else max(business_on_or_before(last), view.since)
