"""The day the rules reckon with, and the moment the journal writes down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """`today` is the coordinator's local date (or `--on`); `at` is the real time in UTC; `zone` an IANA name."""

    today: dt.date
    at: dt.datetime
    zone: str

    def local(self) -> dt.datetime:
        return self.at.astimezone(ZoneInfo(self.zone))


@dataclass(frozen=True, slots=True)
class Clock:
    zone: str = "UTC"
    on: dt.date | None = None
    source: Callable[[], dt.datetime] = field(default=utc_now)

    def moment(self) -> Moment:
        at = self.source()
        return Moment(self.on or at.astimezone(ZoneInfo(self.zone)).date(), at, self.zone)

    def today(self) -> dt.date:
        return self.moment().today
