"""How often and when: FHIR Timing and Dosage in plain words."""

from __future__ import annotations

from coordtui.exchange.fhir.elements import Element, concept, concepts, day, each, first, number, quantity, span, texts
from coordtui.exchange.fhir.words import LINE, SHORT, joined, line

_UNITS = {"s": "second", "min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month", "a": "year"}
_DAYS = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday",
    "sun": "Sunday",
}  # fmt: skip
_MOMENTS = {
    "MORN": "in the morning", "AFT": "in the afternoon", "NOON": "at noon", "EVE": "in the evening",
    "NIGHT": "at night", "HS": "before sleep", "WAKE": "on waking", "PHS": "after falling asleep",
    "C": "with meals", "CM": "with breakfast", "CD": "with lunch", "CV": "with dinner",
    "AC": "before meals", "ACM": "before breakfast", "ACD": "before lunch", "ACV": "before dinner",
    "PC": "after meals", "PCM": "after breakfast", "PCD": "after lunch", "PCV": "after dinner",
}  # fmt: skip
_CODES = {
    "BID": "2 times a day", "TID": "3 times a day", "QID": "4 times a day", "QD": "once a day", "QOD": "every 2 days",
    "Q4H": "every 4 hours", "Q6H": "every 6 hours", "Q8H": "every 8 hours", "AM": "in the morning",
    "PM": "in the afternoon", "WK": "once a week", "MO": "once a month", "BED": "at bedtime",
}  # fmt: skip


def timing(value: object) -> str | None:
    """ "3 times a day, with meals, for 10 days"; a code in its own words where it is a usual one."""
    element = first(value)
    repeat = first(element.get("repeat"))
    named = concept(element.get("code"))
    parts = [
        _frequency(repeat) or (_CODES.get(named.upper(), named) if named else None),
        _duration(repeat),
        _week(repeat),
        *(_MOMENTS.get(text, text) for text in texts(repeat.get("when"), SHORT)),
        *(f"at {text[:5]}" for text in texts(repeat.get("timeOfDay"), 8)),
        _bounds(repeat),
        _count(repeat),
        *(day(text) for text in texts(element.get("event"), 40)[:5]),
    ]
    return joined(parts, ", ")


def _frequency(repeat: Element) -> str | None:
    unit = _UNITS.get(str(repeat.get("periodUnit")))
    if unit is None:
        return None
    often = _spread(number(repeat.get("frequency")) or "1", number(repeat.get("frequencyMax")))
    length = _spread(number(repeat.get("period")) or "1", number(repeat.get("periodMax")))
    if often == "1":
        return f"once a {unit}" if length == "1" else f"every {length} {unit}s"
    return f"{often} times a {unit}" if length == "1" else f"{often} times every {length} {unit}s"


def _spread(low: str, high: str | None) -> str:
    return f"{low} to {high}" if high and high != low else low


def _duration(repeat: Element) -> str | None:
    length, unit = number(repeat.get("duration")), _UNITS.get(str(repeat.get("durationUnit")))
    if length is None or unit is None:
        return None
    length = _spread(length, number(repeat.get("durationMax")))
    return f"{length} {unit}{'' if length == '1' else 's'} each"


def _week(repeat: Element) -> str | None:
    days = [_DAYS.get(text, text) for text in texts(repeat.get("dayOfWeek"), SHORT)]
    return f"on {', '.join(days)}" if days else None


def _bounds(repeat: Element) -> str | None:
    within = first(repeat.get("boundsPeriod"))
    start, end = day(within.get("start")), day(within.get("end"))
    if start or end:
        return f"{start} to {end}" if start and end else f"from {start}" if start else f"until {end}"
    length = _long(repeat.get("boundsDuration")) or span(repeat.get("boundsRange"))
    return f"for {length}" if length else None


def _long(value: object) -> str | None:
    """A duration with its UCUM code in words."""
    element = first(value)
    length, unit = number(element.get("value")), _UNITS.get(str(element.get("code")))
    return f"{length} {unit}{'' if length == '1' else 's'}" if length and unit else quantity(value)


def _count(repeat: Element) -> str | None:
    times = number(repeat.get("count"))
    return f"{times} times in all" if times else None


def dosage(value: object) -> str | None:
    """Dosage instructions in one line, the source's own words first."""
    return joined([_one_dosage(element) for element in each(value)], "; ", 2 * LINE)


def _one_dosage(element: Element) -> str | None:
    text = line(element.get("text")) or line(element.get("patientInstruction"))
    if text:
        return text
    rate = first(element.get("doseAndRate"))
    needed = element.get("asNeededBoolean") is True or concept(element.get("asNeededCodeableConcept"))
    reason = f"as needed for {needed}" if isinstance(needed, str) else "as needed" if needed else None
    return joined(
        [
            quantity(rate.get("doseQuantity")) or span(rate.get("doseRange")),
            concept(element.get("route")),
            timing(element.get("timing")),
            reason,
            concepts(element.get("additionalInstruction")),
        ],
        ", ",
    )
