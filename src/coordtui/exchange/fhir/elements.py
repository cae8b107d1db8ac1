"""FHIR data types in words. Whatever has the wrong shape is nothing: the validator has already named it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any

from coordtui.exchange.fhir.jsonwalk import Number
from coordtui.exchange.fhir.words import LINE, LONG, SHORT, block, joined, line
from coordtui.rules.dates import is_partial

Element = dict[str, Any]

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?")


def each(value: object) -> Iterator[Element]:
    """The objects in a list; a single object counts as a list of one."""
    for element in value if isinstance(value, list) else (value,):
        if isinstance(element, dict):
            yield element


def first(value: object) -> Element:
    if isinstance(value, dict):
        return value
    return next(each(value), {})


def texts(value: object, limit: int = LINE) -> list[str]:
    """The strings in a list, cleaned."""
    listed = value if isinstance(value, list) else [value]
    return [text for text in (line(element, limit) for element in listed) if text]


def number(value: object) -> str | None:
    """A number as written."""
    if isinstance(value, bool):
        return None
    if isinstance(value, Number):
        return value.digits[:40]
    return str(value)[:40] if isinstance(value, int) else None


# --- codes -----------------------------------------------------------------------------------------------------------


def coding_text(coding: Element) -> str | None:
    return line(coding.get("display")) or line(coding.get("code"), SHORT)


def concept(value: object) -> str | None:
    """A CodeableConcept in words: its text, else what a person chose, else the first display, else the first code."""
    element = first(value)
    if told := line(element.get("text")):
        return told
    codings = list(each(element.get("coding")))
    chosen = [coding for coding in codings if coding.get("userSelected") is True]
    shown = next(filter(None, (line(coding.get("display")) for coding in [*chosen, *codings])), None)
    return shown or next((line(coding.get("code"), SHORT) for coding in codings if coding.get("code")), None)


def concepts(value: object) -> str | None:
    return joined([concept(element) for element in each(value)])


def code(value: object) -> tuple[str | None, str | None]:
    """(code, system) of a CodeableConcept: of its first coding that has a code."""
    for coding in each(first(value).get("coding")):
        text = line(coding.get("code"), SHORT)
        if text:
            return text, line(coding.get("system"), 300)
    return None, None


def codes(value: object) -> set[str]:
    """Every code in one CodeableConcept or a list of them."""
    return {
        coding["code"]
        for element in each(value)
        for coding in each(element.get("coding"))
        if isinstance(coding.get("code"), str)
    }


# --- dates -----------------------------------------------------------------------------------------------------------


def when(value: object) -> str | None:
    """A FHIR date or moment exactly as precise as it is, None when it is neither."""
    text = line(value, 40)
    return text if text and (_MOMENT.fullmatch(text) or is_partial(text)) else None


def day(value: object) -> str | None:
    """The (partial) date of a date or moment, as it was on the clock there."""
    text = when(value)
    return text.partition("T")[0] if text else None


def period(value: object) -> tuple[str | None, str | None]:
    element = first(value)
    return when(element.get("start")), when(element.get("end"))


def choice(resource: Element, name: str) -> object:
    """The value of a choice of types: of "onset", onsetDateTime or onsetAge or whatever is there."""
    prefix = len(name)
    for key, value in resource.items():
        if key.startswith(name) and key[prefix : prefix + 1].isupper():
            return value
    return None


def when_of(resource: Element, name: str) -> str | None:
    """The date of a choice of types; of a period its start."""
    value = choice(resource, name)
    return (period(value)[0] or period(value)[1]) if isinstance(value, dict) else when(value)


# --- quantities and values -------------------------------------------------------------------------------------------


def quantity(value: object) -> str | None:
    """ "6.3 %", "< 5 mg"."""
    element = first(value)
    amount = number(element.get("value"))
    unit = line(element.get("unit"), SHORT) or line(element.get("code"), SHORT)
    if amount is None:
        return None
    return " ".join(part for part in (line(element.get("comparator"), 2), amount, unit) if part)


def span(value: object) -> str | None:
    """A Range or Ratio: "160 lbs to 180 lbs"."""
    element = first(value)
    low, high = quantity(element.get("low")), quantity(element.get("high"))
    if low or high:
        return f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}"
    over, under = quantity(element.get("numerator")), quantity(element.get("denominator"))
    return f"{over} per {under}" if over and under else over


def value_text(resource: Element, name: str = "value") -> str | None:
    """The value of a choice of types in words."""
    value = choice(resource, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        start, end = period(value)
        return quantity(value) or span(value) or concept(value) or coding_text(value) or joined([start, end], " to ")
    return number(value) or block(value, 2000)


# --- people ----------------------------------------------------------------------------------------------------------


def name_text(value: object) -> str | None:
    """A HumanName in one line: its parts in order, else its text."""
    element = first(value)
    parts = [
        *texts(element.get("prefix"), SHORT),
        *texts(element.get("given"), SHORT),
        line(element.get("family")),
        *texts(element.get("suffix"), SHORT),
    ]
    words = " ".join(part for part in parts if part)
    has_core = element.get("given") or element.get("family")
    return line(words) if has_core and words else line(element.get("text")) or line(words)


def best_name(value: object, today: str) -> Element:
    """The name to show now: official before usual before one without a use; nothing that is over, if there is else."""
    listed = [name for name in each(value) if name_text(name)]
    return min(listed, key=lambda name: _name_rank(name, today), default={})


_NAME_ORDER = ("official", "usual", None, "nickname", "temp", "anonymous", "maiden", "old")


def _name_rank(name: Element, today: str) -> tuple[bool, int]:
    end = day(first(name.get("period")).get("end"))
    use = name.get("use")
    return end is not None and end < today, _NAME_ORDER.index(use) if use in _NAME_ORDER else 2


def telecom(value: object, *systems: str) -> str | None:
    """The best contact point of these systems: by rank, then work before home before mobile, never an old one."""
    order = {"work": 0, "mobile": 1, "home": 2}
    listed = [
        (_rank(point), order.get(str(point.get("use")), 3), line(point.get("value"), SHORT))
        for point in each(value)
        if point.get("system") in systems and point.get("use") != "old" and line(point.get("value"), SHORT)
    ]
    return min(listed, key=lambda point: point[:2])[2] if listed else None


def _rank(point: Element) -> int:
    rank = point.get("rank")
    return rank if isinstance(rank, int) and not isinstance(rank, bool) else 99


def address_lines(element: Element) -> str | None:
    lines = texts(element.get("line"))
    return block("\n".join(lines), LINE) if lines else block(element.get("text"), LINE)


def address_text(value: object) -> str | None:
    """An address in one line."""
    element = first(value)
    text = address_lines(element)
    parts = [line(element.get(key), SHORT) for key in ("city", "state", "postalCode", "country")]
    return joined([*(one.rstrip(" ,") for one in (text.split("\n") if text else [])), *parts], ", ")


def notes(value: object) -> str | None:
    """Annotations, one below the other."""
    return block("\n".join(text for text in (block(note.get("text")) for note in each(value)) if text))


_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h\d)\b[^<>]*>", re.IGNORECASE)


def narrative(value: object) -> str | None:
    """The human-readable part of a resource as plain text."""
    div = first(value).get("div")
    if not isinstance(div, str):
        return None
    told = _without(_without(div[: 10 * LONG], "script"), "style")
    plain = html.unescape(_TAG.sub(" ", _BREAK.sub("\n", told)))
    lines = (line(part, LONG) for part in plain.split("\n"))
    return block("\n".join(part for part in lines if part))


def _without(text: str, tag: str) -> str:
    """HTML without the elements of that name and what is in them. In one pass: the text may be made to be slow."""
    low, kept, at = text.lower(), [], 0
    while (start := low.find(f"<{tag}", at)) >= 0:
        kept.append(text[at:start])
        end = low.find(f"</{tag}", start)
        at = low.find(">", end) + 1 if end >= 0 else 0
        if at == 0:
            return "".join(kept)
    return "".join([*kept, text[at:]])


def extensions(element: Element, *endings: str) -> Iterator[Element]:
    """The extensions whose URL ends in one of these words (after the last slash)."""
    for extension in each(element.get("extension")):
        url = extension.get("url")
        if isinstance(url, str) and url.rpartition("/")[2] in endings:
            yield extension


def unique(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))
