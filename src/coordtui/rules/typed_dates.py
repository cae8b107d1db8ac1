"""Days as people type them. Every failure is a ValueError with a plain sentence that may be shown as it is."""

from __future__ import annotations

import datetime as dt
import re
from calendar import isleap

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HELP = "Write a day like 27.11., 11/27, 2026-11-27, fri, tomorrow or +3."
_PARTIAL_HELP = "Write a date like 1957-06-03, 06/03/1957, 3 June 1957, June 1957 or 1957."

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DOTTED = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\.? ?([0-9]{2}|[0-9]{4})?")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{2}|[0-9]{4}))?")
_DAY_NAME = re.compile(r"([0-9]{1,2})\.? ?([a-z]+)\.?,? ?([0-9]{4})?")
_NAME_DAY = re.compile(r"([a-z]+)\.? ?([0-9]{1,2})(?:,? ([0-9]{4}))?")
_SHIFT = re.compile(r"([+-]|in )? ?([0-9]{1,4}) ?(bd|b|d|w|m|business days?|days?|weeks?|months?)?( ago)?")

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days_in(year: int, month: int) -> int:
    return 29 if month == 2 and isleap(year) else _DAYS[month - 1]


def parse_day(text: str, today: dt.date, *, past: bool = False) -> dt.date:
    """The day that `text` means, seen from `today`.

    Words: today, tomorrow, yesterday, fri (the next one, never today), next fri (the one of next week), next week (the
    same weekday in seven days), next month. Shifts: +3, +2w, +1m, +3b (business days), in 3 days, -2, 2 days ago.
    Dates: 2026-11-27, 30.11., 30.11.26, 11/30 (month first, unless that is impossible), 30 Nov, Nov 30 2026. Without
    a year it is the next such day from today on, or with `past` the latest up to today; likewise a bare weekday.
    """
    words = " ".join(text.lower().split())
    found = _word(words, today, past=past) or _shift(words, today) or _written(words, today, past=past)
    if found is None:
        shown = f'"{text.strip()[:20]}" is not a day I know.' if words else "There is no day here."
        raise ValueError(f"{shown} {_HELP}")
    return found


def _word(words: str, today: dt.date, *, past: bool) -> dt.date | None:
    near = {"today": 0, "tod": 0, "now": 0, "tomorrow": 1, "tom": 1, "tmr": 1, "yesterday": -1, "next week": 7}
    if words in near:
        return today + dt.timedelta(days=near[words])
    if words == "next month":
        return add_months(today, 1)
    name = words.removeprefix("next ").removeprefix("this ").removeprefix("on ")
    weekday = next((n for n, full in enumerate(_WEEKDAYS) if len(name) > 1 and full.startswith(name)), None)
    if weekday is None:
        return None
    if words.startswith("next "):
        return today + dt.timedelta(days=7 - today.weekday() + weekday)
    if past:
        return today - dt.timedelta(days=(today.weekday() - weekday) % 7 or 7)
    return today + dt.timedelta(days=(weekday - today.weekday()) % 7 or 7)


def _shift(words: str, today: dt.date) -> dt.date | None:
    match = _SHIFT.fullmatch(words)
    if not match:
        return None
    sign, number, unit, ago = match.groups()
    if not sign and not unit:
        return None
    n = -int(number) if ago or sign == "-" else int(number)
    try:
        return _shifted(today, n, unit or "d")
    except (ValueError, OverflowError):
        raise ValueError("That is too far away.") from None


def _shifted(today: dt.date, n: int, unit: str) -> dt.date:
    if unit.startswith("b"):
        from coordtui.rules.dates import add_business_days

        return add_business_days(today, n)
    if unit.startswith("m"):
        return add_months(today, n)
    return today + dt.timedelta(days=n * (7 if unit.startswith("w") else 1))


def add_months(day: dt.date, n: int) -> dt.date:
    """The same day `n` months on, or the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return dt.date(year, month + 1, min(day.day, days_in(year, month + 1)))


def _written(words: str, today: dt.date, *, past: bool) -> dt.date | None:
    if match := _ISO.fullmatch(words):
        year, month, day = (int(part) for part in match.groups())
        return _exact(day, month, year, words)
    parts = _day_month(words)
    if parts is None:
        return None
    day, month, year_text = parts
    if year_text:
        return _exact(day, month, int(year_text) + (2000 if len(year_text) == 2 else 0), words)
    return _nearest(day, month, today, words, past=past)


def _day_month(words: str) -> tuple[int, int, str | None] | None:
    """(day, month, year as typed) of a date with its year last or left out; None when it is no such date."""
    if match := _DOTTED.fullmatch(words):
        return int(match[1]), int(match[2]), match[3]
    if match := _SLASHED.fullmatch(words):
        first, second = int(match[1]), int(match[2])
        return (first, second, match[3]) if first > 12 >= second else (second, first, match[3])
    if (match := _DAY_NAME.fullmatch(words)) and (month := _month(match[2])):
        return int(match[1]), month, match[3]
    if (match := _NAME_DAY.fullmatch(words)) and (month := _month(match[1])):
        return int(match[2]), month, match[3]
    return None


def _month(name: str) -> int | None:
    if len(name) < 3:
        return None
    return next((n for n, full in enumerate(MONTHS, 1) if full.lower().startswith(name[: len(full)])), None)


def _exact(day: int, month: int, year: int, shown: str) -> dt.date:
    if not 1 <= year <= 9999:
        raise ValueError(f"{shown} is not a day: there is no year {year}.")
    if not 1 <= month <= 12:
        raise ValueError(f"{shown} is not a day: there is no month {month}.")
    if not 1 <= day <= days_in(year, month):
        raise ValueError(f"{shown} is not a day: {MONTHS[month - 1]} {year} has {days_in(year, month)} days.")
    return dt.date(year, month, day)


def _nearest(day: int, month: int, today: dt.date, shown: str, *, past: bool) -> dt.date:
    """The next such day from `today` on, or the last one up to today; a day no year has is told with this year."""
    if not 1 <= month <= 12 or not 1 <= day <= days_in(2000, month):
        return _exact(day, month, today.year, shown)
    key = (month, day)
    here = (today.month, today.day)
    if past:
        return _exact(day, month, today.year - (key > here), shown)
    return _exact(day, month, today.year + (key < here), shown)


def parse_partial(text: str) -> str:
    """A date that may lack its day or month, as FHIR writes it: "2019", "2017-06", "2017-06-03".

    Also takes 06/03/2017 and 06/2017 (month first, unless that is impossible), 3.6.2017, 3 June 2017, June 3, 2017 and
    June 2017. Raises ValueError with a plain sentence.
    """
    words = " ".join(text.lower().split())
    if re.fullmatch(r"[0-9]{4}", words) and words != "0000":
        return words
    if match := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})", words):
        return _year_month(int(match[1]), int(match[2]), words)
    if match := re.fullmatch(r"([0-9]{1,2})[./]([0-9]{4})", words):
        return _year_month(int(match[2]), int(match[1]), words)
    if (match := re.fullmatch(r"([a-z]+)\.?,? ([0-9]{4})", words)) and (month := _month(match[1])):
        return _year_month(int(match[2]), month, words)
    return _full_date(words, text)


def _full_date(words: str, text: str) -> str:
    if match := _ISO.fullmatch(words):
        return _exact(int(match[3]), int(match[2]), int(match[1]), words).isoformat()
    parts = _day_month(words)
    if parts is None:
        shown = f'"{text.strip()[:20]}" is not a date I know.' if words else "There is no date here."
        raise ValueError(f"{shown} {_PARTIAL_HELP}")
    day, month, year = parts
    if not year or len(year) != 4:
        raise ValueError(f"{words} needs its year in four digits. {_PARTIAL_HELP}")
    return _exact(day, month, int(year), words).isoformat()


def _year_month(year: int, month: int, shown: str) -> str:
    if not 1 <= month <= 12 or year == 0:
        raise ValueError(f"{shown} is not a date: there is no month {month}.")
    return f"{year:04}-{month:02}"
