"""What an appointment wants: to be booked, to be prepared, and an outcome. It is open until it has one."""

from __future__ import annotations

import datetime as dt

from coordtui.models.appointment import AppointmentStatus as S
from coordtui.rules.dates import add_business_days, next_business_day
from coordtui.rules.follow_up import Wanted
from coordtui.rules.words import shorten

ENDED = frozenset({S.FULFILLED, S.CANCELLED, S.NOSHOW, S.ENTERED_IN_ERROR})
UNDER_WAY = frozenset({S.ARRIVED, S.CHECKED_IN})
PREPARE_BUSINESS_DAYS = 3
BOOK_BUSINESS_DAYS = 3


def is_open(status: S) -> bool:
    """Whether the appointment still lacks an outcome."""
    return status not in ENDED


def wanted(
    status: S,
    starts_day: dt.date | None,
    starts_at: dt.datetime | None,
    what: str,
    today: dt.date,
    since: dt.date | None = None,
) -> tuple[Wanted, ...]:
    """What is to do for an appointment.

    Without a day: book it, within 3 business days of `since` (default today; hand in the day it was raised, so that
    the date stands still). Before its day: prepare it 3 business days ahead (not before `since`), with its start as the
    limit. Until it has an outcome: record what came of it, on the business day after. `starts_day` is the local day,
    `starts_at` the aware moment where the time is known.
    """
    if not is_open(status):
        return ()
    name, raised = shorten(what, 90), since or today
    if starts_day is None:
        return (Wanted(kind="admin", text=f"Book: {name}", due_on=add_business_days(raised, BOOK_BUSINESS_DAYS)),)
    outcome = Wanted(kind="visit_outcome", text=f"Record what came of: {name}", due_on=next_business_day(starts_day))
    if starts_day < today or status in UNDER_WAY:
        return (outcome,)
    early = add_business_days(starts_day, -PREPARE_BUSINESS_DAYS)
    prep = Wanted(
        kind="visit_prep",
        text=f"Prepare: {name}",
        due_on=min(max(early, raised), starts_day),
        limit_at=starts_at,
        limit_on=starts_day,
    )
    return (prep, outcome)
