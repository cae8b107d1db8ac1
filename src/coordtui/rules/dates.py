"""Days as the work reckons them: business days, partial dates, ages, and dates in words.

Business days are Monday to Friday without US federal holidays (observed days included) and without the closures
handed in. The day of an event is day 0. A deadline on a weekend is never moved. Days that people type stand in
`rules/typed_dates.py` and are offered here too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from functools import lru_cache
from zoneinfo import ZoneInfo

from coordtui.rules.typed_dates import MONTHS, add_months, days_in, parse_day, parse_partial

__all__ = [
    "FAR",
    "add_business_days",
    "add_months",
    "age",
    "age_words",
    "business_days_between",
    "business_on_or_after",
    "business_on_or_before",
    "day_begin",
    "day_end",
    "days_in",
    "is_business_day",
    "is_partial",
    "local_date",
    "moment_day",
    "next_business_day",
    "parse_day",
    "parse_partial",
    "partial_key",
    "show_day",
    "show_partial",
]

FAR = dt.date.max
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_MOMENT = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T.*)?")
_DAY = dt.timedelta(days=1)


# --- business days ---------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def federal_holidays(year: int) -> frozenset[dt.date]:
    """The US federal holidays of a year with the days on which they are observed (5 USC 6103)."""
    from holidays import country_holidays

    return frozenset(country_holidays("US", years=year))


def is_business_day(day: dt.date, closures: Collection[dt.date] = ()) -> bool:
    return day.weekday() < 5 and day not in federal_holidays(day.year) and day not in closures


def add_business_days(day: dt.date, n: int, closures: Collection[dt.date] = ()) -> dt.date:
    """The `n`-th business day after `day` (before it for negative `n`); `n` = 0 gives `day` itself, whatever it is."""
    step = _DAY if n > 0 else -_DAY
    left = abs(n)
    while left:
        day += step
        left -= is_business_day(day, closures)
    return day


def business_days_between(start: dt.date, end: dt.date, closures: Collection[dt.date] = ()) -> int:
    """How many business days lie after `start` up to and including `end`; negative when `end` comes first."""
    if end < start:
        return -business_days_between(end, start, closures)
    days = (start + dt.timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_business_day(day, closures) for day in days)


def next_business_day(day: dt.date, closures: Collection[dt.date] = ()) -> dt.date:
    """The first business day after `day`, never `day` itself."""
    return add_business_days(day, 1, closures)


def business_on_or_after(day: dt.date, closures: Collection[dt.date] = ()) -> dt.date:
    return day if is_business_day(day, closures) else next_business_day(day, closures)


def business_on_or_before(day: dt.date, closures: Collection[dt.date] = ()) -> dt.date:
    return day if is_business_day(day, closures) else add_business_days(day, -1, closures)


# --- moments ---------------------------------------------------------------------------------------------------------


def local_date(at: dt.datetime, zone: str) -> dt.date:
    """The date on which `at` falls in `zone` (an IANA name). A moment without an offset is taken as UTC."""
    aware = at if at.tzinfo else at.replace(tzinfo=dt.UTC)
    return aware.astimezone(ZoneInfo(zone)).date()


def day_begin(day: dt.date, zone: str) -> dt.datetime:
    """The first moment of `day` in `zone`, as UTC: what happened on it or later is not before."""
    return dt.datetime.combine(day, dt.time(), ZoneInfo(zone)).astimezone(dt.UTC)


def day_end(day: dt.date, zone: str) -> dt.datetime:
    """The last second of `day` in `zone`, as UTC: how a deadline that is only a date is stored."""
    return dt.datetime.combine(day, dt.time(23, 59, 59), ZoneInfo(zone)).astimezone(dt.UTC)


def moment_day(text: str | None) -> dt.date | None:
    """The day in a FHIR date or moment ("2026-11-25T09:30:00-05:00") as written there; None when it has no full day."""
    match = _MOMENT.fullmatch((text or "").strip())
    if not match:
        return None
    try:
        return dt.date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


# --- partial dates ---------------------------------------------------------------------------------------------------


def is_partial(text: str) -> bool:
    """Whether `text` is a FHIR date: "2019", "2017-06" or "2017-06-03", and exists."""
    return _parts(text) is not None


def _parts(text: str | None) -> tuple[int, int | None, int | None] | None:
    match = _PARTIAL.fullmatch((text or "").strip())
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or year == 0 or (month is not None and not 1 <= month <= 12):
        return None
    if month is not None and day is not None and not 1 <= day <= days_in(year, month):
        return None
    return year, month, day


def partial_key(text: str | None) -> str:
    """A text that sorts partial dates and moments by time; the vaguer one first, nothing before everything."""
    value = (text or "").strip()
    return {4: f"{value}-00-00", 7: f"{value}-00"}.get(len(value), value)


def show_partial(text: str | None) -> str:
    """ "3 June 2017", "June 2017" or "2019"; the day of a moment; any other text as it is."""
    day = moment_day(text)
    parts = (day.year, day.month, day.day) if day else _parts(text)
    if parts is None:
        return text or ""
    year, month, number = parts
    words = [str(number)] if number else []
    words += [MONTHS[month - 1]] if month else []
    return " ".join([*words, str(year)])


def age(birth: str | None, today: dt.date) -> int | None:
    """Whole years on `today`, None when unknown or not yet born. With only a year, the age reached within this year.

    Someone born on 29 February turns a year older on 1 March of a common year.
    """
    parts = _parts(birth)
    if parts is None:
        return None
    year, month, day = parts
    years = today.year - year
    if month is not None and (today.month, today.day) < (month, day or 1):
        years -= 1
    return years if years >= 0 else None


def age_words(birth: str | None, today: dt.date) -> str:
    """ "57", or "about 57" when the birth date leaves it open; "5 mo" and "12 d" under two years; "" when unknown."""
    years = age(birth, today)
    parts = _parts(birth)
    if years is None or parts is None:
        return ""
    year, month, day = parts
    if month is not None and day is not None and years < 2:
        return _infant(dt.date(year, month, day), today)
    vague = month is None or (day is None and month == today.month)
    return f"about {years}" if vague else str(years)


def _infant(born: dt.date, today: dt.date) -> str:
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    return f"{months} mo" if months else f"{(today - born).days} d"


# --- dates in words --------------------------------------------------------------------------------------------------

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def show_day(day: dt.date, today: dt.date) -> str:
    """ "yesterday", "today", "tomorrow", "Fri 27 Nov", and with the year when it is another one."""
    near = _NEAR.get((day - today).days)
    if near:
        return near
    return _named(day) if day.year == today.year else f"{_named(day)} {day.year}"


def _named(day: dt.date) -> str:
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1][:3]}"
