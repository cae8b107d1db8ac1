"""Attempts as the outreach tests make them: a call without an answer, on a Tuesday before Thanksgiving, if not said."""

from __future__ import annotations

import datetime as dt

from coordtui.models.acuity import Level
from coordtui.models.contact import Channel, Outcome
from coordtui.rules.contact import propose
from coordtui.rules.next_step import NextStep

D = dt.date
TODAY = D(2026, 11, 24)


def at(day: D, hour: int = 10) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour))


def call(
    outcome: Outcome = Outcome.NO_ANSWER,
    kind: str | None = "routine_contact",
    attempts: int = 0,
    tries: tuple[dt.datetime, ...] = (),
    level: Level | None = None,
    channel: Channel = Channel.PHONE,
    today: D = TODAY,
) -> NextStep:
    return propose(outcome, channel, kind, attempts, tries, today, level)
