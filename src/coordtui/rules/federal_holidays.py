"""The US federal holidays (5 USC 6103) with the days on which they are observed.

Reckoned here: a library of the holidays of all the world takes 300 modules and the time of ten acts to load. A test
holds the two together.
"""

from __future__ import annotations

import calendar
import datetime as dt
from functools import lru_cache
from typing import Final

_DAY = dt.timedelta(days=1)
_FIXED: Final = ((1, 1), (7, 4), (11, 11), (12, 25))
_MONDAYS: Final = ((2, 3), (9, 1), (10, 2))
"""(month, which Monday of it)."""


@lru_cache(maxsize=256)
def federal_holidays(year: int) -> frozenset[dt.date]:
    """Those of a year by the law since 1978, King's day from 1986 and Juneteenth from 2021 on.

    One on a Saturday is observed on the Friday before, be it in another year, one on a Sunday on the Monday after.
    """
    fixed = [dt.date(year, month, day) for month, day in _FIXED]
    fixed += [dt.date(year, 6, 19)] if year >= 2021 else []
    moving = [_nth(year, month, calendar.MONDAY, nth) for month, nth in _MONDAYS]
    moving += [_nth(year, 1, calendar.MONDAY, 3)] if year >= 1986 else []
    moving += [_nth(year, 6, calendar.MONDAY, 1) - 7 * _DAY, _nth(year, 11, calendar.THURSDAY, 4)]
    observed = [_observed(day) for day in fixed]
    if year < dt.MAXYEAR:
        observed.append(_observed(dt.date(year + 1, 1, 1)))
    return frozenset(day for day in (*fixed, *moving, *observed) if day.year == year)


def _observed(day: dt.date) -> dt.date:
    match day.weekday():
        case calendar.SATURDAY:
            return day - _DAY
        case calendar.SUNDAY:
            return day + _DAY
        case _:
            return day


def _nth(year: int, month: int, weekday: int, nth: int) -> dt.date:
    """The `nth` of a weekday in a month."""
    first = dt.date(year, month, 1)
    return first + _DAY * ((weekday - first.weekday()) % 7 + 7 * (nth - 1))
