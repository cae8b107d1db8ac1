"""How a place performs by our own record: what was sent there, what came of it, and how long a visit took to get."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Final

from coordtui.models.referral import ReferralState as S
from coordtui.rules.referral import is_open

NO_REPLY_DAYS: Final = 14
"""Days of silence after sending that count as no reply: twice a week's grace; our own default, there is no standard."""
_NEVER_LEFT: Final = frozenset({S.DRAFT, S.AWAITING_AUTH, S.ENTERED_IN_ERROR})
_UNSURE: Final = frozenset({S.CANCELLED, S.ON_HOLD})
ANSWERS: Final = frozenset(
    {
        *(S.RECEIVED, S.ACCEPTED, S.DECLINED, S.SCHEDULED, S.ATTENDED, S.NO_SHOW, S.CANCELLED_VISIT),
        *(S.REPORT_RECEIVED, S.ACKNOWLEDGED, S.PATIENT_INFORMED, S.CLOSED_MET),
    }
)
"""States that nothing reaches unless the place said or did something."""
_SILENT: Final = frozenset({S.SENT, S.CANCELLED, S.ON_HOLD, S.CLOSED_UNMET, S.CLOSED_PARTLY})


@dataclass(frozen=True, slots=True)
class Loop:
    """One referral to the place. The days are of its first event of that kind, None where none is recorded.

    `heard`: an event took it to one of the ANSWERS; `since` is when its present state began.
    """

    state: S
    since: dt.date
    sent_on: dt.date | None = None
    scheduled_on: dt.date | None = None
    declined: bool = False
    heard: bool = False

    @property
    def answered(self) -> bool:
        return self.heard or self.state in ANSWERS


@dataclass(frozen=True, slots=True)
class Performance:
    """Counts of referrals that were sent there; `closed_loops` ended with the need met.

    `median_days_to_schedule` runs from sending to the day a visit was made, None while there is no such pair.
    """

    sent: int = 0
    closed_loops: int = 0
    open: int = 0
    median_days_to_schedule: float | None = None
    declined: int = 0
    no_reply: int = 0
    last_verified: dt.date | None = None


def performance(loops: Iterable[Loop], verified_on: dt.date | None, today: dt.date) -> Performance:
    """Add up the referrals to one place."""
    sent = [loop for loop in loops if was_sent(loop)]
    return Performance(
        sent=len(sent),
        closed_loops=sum(loop.state is S.CLOSED_MET for loop in sent),
        open=sum(is_open(loop.state) for loop in sent),
        median_days_to_schedule=median_days(
            (loop.sent_on, loop.scheduled_on) for loop in sent if loop.sent_on and loop.scheduled_on
        ),
        declined=sum(loop.declined or loop.state is S.DECLINED for loop in sent),
        no_reply=sum(is_silent(loop, today) for loop in sent),
        last_verified=verified_on,
    )


def was_sent(loop: Loop) -> bool:
    """Whether it ever left: an event says so, or a state that only a sent one can have (imports have no events)."""
    if loop.state is S.ENTERED_IN_ERROR:
        return False
    if loop.sent_on is not None or loop.answered:
        return True
    return loop.state not in _NEVER_LEFT | _UNSURE


def is_silent(loop: Loop, today: dt.date) -> bool:
    """Sent a fortnight ago or longer, and never answered."""
    if loop.answered or loop.state not in _SILENT:
        return False
    sent_on = loop.sent_on or (loop.since if loop.state is S.SENT else None)
    return sent_on is not None and (today - sent_on).days >= NO_REPLY_DAYS


def median_days(pairs: Iterable[tuple[dt.date, dt.date]]) -> float | None:
    """The middle number of days from the first to the second date; None without any.

    The median, because one visit that took a year must not hide that most take a week. Pairs that run backwards are
    left out: a visit was known before the referral was written down.
    """
    days = [(end - start).days for start, end in pairs if end >= start]
    return float(median(days)) if days else None


def days_words(days: float | None) -> str:
    """ "9 days", "9½ days", "1 day", "same day"; "" for None."""
    if days is None:
        return ""
    if days == 0:
        return "same day"
    half = "½" if days % 1 else ""
    whole = f"{int(days)}" if days >= 1 or not half else ""
    return f"{whole}{half} day{'' if days in (0.5, 1) else 's'}"
