"""When a place or a person can be reached, in words: FHIR availableTime and hoursOfOperation."""

from __future__ import annotations

from collections.abc import Sequence

from coordtui.exchange.fhir.elements import Element, each, texts
from coordtui.exchange.fhir.words import SHORT, joined

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def hours(value: object) -> str | None:
    """ "Mon to Wed 9:00–16:30; Thu, Fri 9:00–12:00"; days that are open all day say so."""
    return joined([_one(element) for element in each(value)])


def _one(element: Element) -> str | None:
    named = [day for day in texts(element.get("daysOfWeek"), SHORT) if day in _DAYS]
    start, end = _time(element, "availableStartTime", "openingTime"), _time(element, "availableEndTime", "closingTime")
    when = "all day" if element.get("allDay") is True else f"{start}–{end}" if start and end else start or end
    return joined([_days(sorted({_DAYS.index(day) for day in named})), when], " ") if named or when else None


def _time(element: Element, *names: str) -> str | None:
    found = next((text for name in names for text in texts(element.get(name), 8)), None)
    return found[:5].removeprefix("0") if found else None


def _days(numbers: Sequence[int]) -> str | None:
    """Runs of three or more days as "Mon to Wed"."""
    if not numbers:
        return None
    if len(numbers) == len(_DAYS):
        return "every day"
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [f"{_name(run[0])} to {_name(run[-1])}" if len(run) > 2 else ", ".join(map(_name, run)) for run in runs]
    return ", ".join(parts)


def _name(number: int) -> str:
    return _DAYS[number].capitalize()
