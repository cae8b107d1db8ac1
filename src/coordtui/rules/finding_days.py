"""Days in the finding language: "friday", "30d", "2026-11", "<=2w" as the first and last day that fit.

Every failure is a ValueError with a plain sentence that may be shown as it is.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from coordtui.rules.finding import Op
from coordtui.rules.finding_keys import OVERDUE
from coordtui.rules.typed_dates import add_months, days_in, parse_day, parse_partial
from coordtui.rules.words import plural

Bounds = tuple[dt.date | None, dt.date | None]
"""The first and the last day that fit, both included; None is open."""

_LENGTH: Final = re.compile(r"([0-9]{1,4})([dwm])|([0-9]{1,3})(y)")
_SHORT_YEAR: Final = re.compile(r"[./] ?[0-9]{2}$")
_WORDS: Final = {"week": "7d", "month": "1m", "year": "1y"}
_LEAP_YEARS: Final = 8
_DAY: Final = dt.timedelta(days=1)


def between(op: Op, value: str, today: dt.date, *, past: bool) -> Bounds:
    """The days that `value` means behind `op`, seen from `today`.

    A length of time (30d, 2w, 3m, 1y, week, month, year) alone takes in the days from today on, or with `past` those
    up to today; compared, it is the day that far ahead, or with `past` that long ago, so that "> 30d" is longer ago.
    Dates may lack their day or month, and then take in all of it. "overdue" is before today.
    """
    if value == OVERDUE:
        return None, today - _DAY
    length = _LENGTH.fullmatch(_WORDS.get(value, value))
    if length is not None:
        return _within(op, _away(length, today, past=past), today, past=past)
    return _against(op, *_span(value, today, past=past))


def length_of(value: str) -> str:
    """A length of time in words, "30 days"; "" when the value is none but a day."""
    match = _LENGTH.fullmatch(_WORDS.get(value, value))
    if match is None:
        return ""
    return plural(int(match[1] or match[3]), {"d": "day", "w": "week", "m": "month", "y": "year"}[match[2] or match[4]])


def _away(length: re.Match[str], today: dt.date, *, past: bool) -> dt.date:
    n, unit = int(length[1] or length[3]), length[2] or length[4]
    n = -n if past else n
    if unit in "my":
        return add_months(today, n if unit == "m" else 12 * n)
    return today + n * (7 * _DAY if unit == "w" else _DAY)


def _within(op: Op, day: dt.date, today: dt.date, *, past: bool) -> Bounds:
    if op == "is":
        return (day, today) if past else (today, day)
    if not past:
        return _against(op, day, day)
    ago: dict[str, Op] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}  # longer ago is earlier
    return _against(ago[op], day, day)


def _against(op: Op, first: dt.date, last: dt.date) -> Bounds:
    if op == "is":
        return first, last
    if op == "<":
        return None, first - _DAY
    if op == "<=":
        return None, last
    return (last + _DAY if op == ">" else first), None


def _span(value: str, today: dt.date, *, past: bool) -> tuple[dt.date, dt.date]:
    """The first and last day of a date that may lack its day or month; the year 1 and 9999 are as far as it goes."""
    whole = _partial(value)
    if whole is not None and len(whole) < len("2026-11-27"):
        year, month = int(whole[:4]), int(whole[5:] or 0)
        last = month or 12
        return _inside(dt.date(year, month or 1, 1)), _inside(dt.date(year, last, days_in(year, last)))
    day = _inside(_day(value, today, past=past))
    return day, day


def _partial(value: str) -> str | None:
    try:
        return parse_partial(value)
    except ValueError:
        return None


def _day(value: str, today: dt.date, *, past: bool) -> dt.date:
    """Behind us a year of two digits that has not come yet is one of the century before: 3/14/57 is in 1957."""
    try:
        day = parse_day(value, today, past=past)
    except ValueError:
        return _leap_day(value, today, past=past)
    short = past and day.year > today.year and _SHORT_YEAR.search(value)
    return add_months(day, -12 * 100) if short else day


def _leap_day(value: str, today: dt.date, *, past: bool) -> dt.date:
    """29 February without a year: the nearest year that has one."""
    for n in range(1, _LEAP_YEARS + 1):
        year = today.year - n if past else today.year + n
        try:
            return parse_day(value, dt.date(year, 12, 31) if past else dt.date(year, 1, 1), past=past)
        except ValueError:
            continue
    return parse_day(value, today, past=past)


def _inside(day: dt.date) -> dt.date:
    """Not the very first or last day there is, so that the day before and after it exist."""
    return min(max(day, dt.date.min + _DAY), dt.date.max - _DAY)
