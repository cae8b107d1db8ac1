"""Days and hours of the made-up caseload, reckoned from the day on which it is built."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from coordtui.rules.dates import business_on_or_after, business_on_or_before


@dataclass(frozen=True, slots=True)
class Days:
    """`today` and the coordinator's zone. All numbers of days count from today; negative is past."""

    today: dt.date
    zone: str

    def day(self, days: int) -> dt.date:
        """A day of work: today itself, or the business day at or beyond so many days, away from today."""
        there = self.today + dt.timedelta(days=days)
        if days == 0:
            return there
        return business_on_or_after(there) if days > 0 else business_on_or_before(there)

    def plain(self, days: int) -> dt.date:
        """Exactly so many days from today, be it a Sunday."""
        return self.today + dt.timedelta(days=days)

    def at(self, day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
        """A local time as UTC, the way the store keeps it."""
        return self._local(day, hour, minute).astimezone(dt.UTC)

    def fhir(self, day: dt.date, hour: int, minute: int = 0) -> str:
        """A local time as a FHIR moment with its offset."""
        return self._local(day, hour, minute).isoformat()

    def years_ago(self, years: int) -> str:
        """A partial date: only the year, as people remember it."""
        return str(self.today.year - years)

    def month(self, days: int) -> str:
        """A partial date: the month of a day."""
        return self.plain(days).isoformat()[:7]

    def _local(self, day: dt.date, hour: int, minute: int) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(hour, minute), ZoneInfo(self.zone))
