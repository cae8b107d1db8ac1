"""The small language for narrowing a list: `risk:high due:today lang:es -kind:letter garcia`.

Bare words must all stand in the row (folded, in any order, "two words" in quotes); `key:value` asks for a fact, with
`a,b` for either; a leading `-` turns a term around.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from coordtui.errors import InvalidInput
from coordtui.models.acuity import Level
from coordtui.models.codes import Ball
from coordtui.rules.fold import fold
from coordtui.rules.follow_up import KINDS

WEEK_DAYS = 7
_TERM = re.compile(r'(?P<not>-)?(?:(?P<key>[A-Za-z_]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>\S*))')
_NUMBER = re.compile(r"(>=|<=|>|<|=)?([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a row offers to the filter. `text` is already folded; lists of codes hold those of every open item."""

    text: str
    tier: int | None = None
    due_on: dt.date | None = None
    language: str | None = None
    level: Level | None = None
    ball: tuple[Ball, ...] = ()
    kind: tuple[str, ...] = ()
    plan: str | None = None
    engagement: str | None = None
    open: int = 0
    deceased: bool = False


Match = Callable[[Facts], bool]


def parse(text: str, today: dt.date) -> Match:
    """A test for rows. An empty text lets everything pass. Raises InvalidInput("filter") naming the term.

    `due:today` is exactly today, `due:week` today and the 7 days after it; `due:overdue,week` takes in both.
    """
    terms = [_term(found, today) for found in _TERM.finditer(text) if found.group()]
    return lambda facts: all(term(facts) for term in terms)


def _term(found: re.Match[str], today: dt.date) -> Match:
    value = found["bare"] if found["quoted"] is None else found["quoted"]
    if not found["key"] and not fold(value):
        return lambda _: True  # a lone dash or comma asks for nothing
    test = _fact(found["key"].lower(), value.lower(), today) if found["key"] else _word(value)
    if found["not"]:
        return lambda facts: not test(facts)
    return test


def _word(value: str) -> Match:
    word = fold(value)
    return lambda facts: word in facts.text


def _fact(name: str, value: str, today: dt.date) -> Match:
    key = _ALIASES.get(name, name)
    if key not in KEYS:
        raise InvalidInput("filter", f'There is no filter "{name}:".', f"Known are {', '.join(KEYS)}.")
    parts = [part for part in value.split(",") if part]
    if not parts:
        raise InvalidInput("filter", f'"{name}:" needs a value.')
    tests = [_one(key, part, today) for part in parts]
    return lambda facts: any(test(facts) for test in tests)


def _one(key: str, value: str, today: dt.date) -> Match:
    if key == "due":
        return _due(value, today)
    if key == "open":
        return _open(value)
    allowed = _CHOICES.get(key)
    if allowed is not None and value not in allowed:
        near = tuple(code for code in allowed if code[:1] == value[:1]) if len(allowed) > 10 else ()
        raise _not_one_of(key, value, near or allowed)
    held = _HELD[key]
    return lambda facts: value in held(facts)


def _due(value: str, today: dt.date) -> Match:
    if value == "none":
        return lambda facts: facts.due_on is None
    spans = {
        "overdue": (dt.date.min, today - dt.timedelta(days=1)),
        "today": (today, today),
        "week": (today, today + dt.timedelta(days=WEEK_DAYS)),
    }
    if value not in spans:
        raise _not_one_of("due", value, (*spans, "none"))
    first, last = spans[value]
    return lambda facts: facts.due_on is not None and first <= facts.due_on <= last


def _open(value: str) -> Match:
    match = _NUMBER.fullmatch(value)
    if match is None:
        raise InvalidInput("filter", f'"open:{value}" is not a number.', "Write open:0, open:>0 or open:>=3.")
    compare, number = _COMPARE[match[1] or "="], int(match[2])
    return lambda facts: bool(compare(facts.open, number))


def _not_one_of(key: str, value: str, allowed: tuple[str, ...]) -> InvalidInput:
    return InvalidInput("filter", f'"{key}:{value}" is not known.', f"{key} is one of {', '.join(allowed)}.")


def _tags(language: str | None) -> tuple[str, ...]:
    """A tag with all it belongs to, so that `lang:es` finds es-MX."""
    parts = (language or "none").lower().split("-")
    return tuple("-".join(parts[:n]) for n in range(1, len(parts) + 1))


_COMPARE = {"=": operator.eq, ">": operator.gt, "<": operator.lt, ">=": operator.ge, "<=": operator.le}
_CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "tier": ("0", "1", "2", "3", "4", "none"),
        "level": (*Level, "none"),
        "ball": tuple(Ball),
        "kind": tuple(KINDS),
        "engagement": ("new", "engaged", "drifting", "disengaged", "lost"),
        "deceased": ("yes", "no"),
    }
)
_HELD: Mapping[str, Callable[[Facts], tuple[str, ...]]] = MappingProxyType(
    {
        "tier": lambda facts: ("none" if facts.tier is None else str(facts.tier),),
        "lang": lambda facts: _tags(facts.language),
        "level": lambda facts: (facts.level or "none",),
        "ball": lambda facts: facts.ball,
        "kind": lambda facts: facts.kind,
        "plan": lambda facts: ((facts.plan or "none").lower(),),
        "engagement": lambda facts: (facts.engagement or "",),
        "deceased": lambda facts: ("yes" if facts.deceased else "no",),
    }
)
_ALIASES = {"risk": "level", "acuity": "level", "language": "lang", "state": "engagement"}
KEYS = ("due", "open", *_HELD)
