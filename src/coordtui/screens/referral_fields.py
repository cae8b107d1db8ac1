"""The fields that a move asks for, as a form's fields: they are data in `rules/referral_moves.py`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from string import ascii_lowercase, digits
from typing import Any, Final

from coordtui.models.codes import Answer
from coordtui.rules.referral_fields import YES_NO
from coordtui.rules.referral_fields import Field as Asked
from coordtui.rules.typed_dates import parse_day
from coordtui.screens.provider_field import Provider, ProviderField
from coordtui.widgets.form import BaseField, Choice, DateField, Field

ANSWERS: Final = (
    ("y", Answer.YES, "yes"),
    ("n", Answer.NO, "no"),
    ("u", Answer.UNKNOWN, "not asked"),
    ("d", Answer.DECLINED, "declined"),
)
_SMALL: Final = frozenset(("a", "an", "the", "to", "of", "in", "for", "has", "is"))


def lettered(choices: Iterable[tuple[Any, str]]) -> list[tuple[str, Any, str]]:
    """Each choice with a letter of its own: the first of its words where that is free, else another of its letters."""
    taken: set[str] = set()
    found: list[tuple[str, Any, str]] = []
    for value, label in choices:
        letter = next(one for one in (*_letters(label), *ascii_lowercase, *digits) if one not in taken)
        taken.add(letter)
        found.append((letter, value, label))
    return found


def _letters(label: str) -> list[str]:
    """The letters to try: how its words begin, those that carry the meaning first, then any letter within."""
    words = label.lower().split()
    telling = [word for word in words if word not in _SMALL]
    inner = [letter for word in telling for letter in word[1:]]
    return [one for one in (*(word[0] for word in (*telling, *words)), *inner) if one in ascii_lowercase]


def form_field(asked: Asked, today: Callable[[], dt.date]) -> BaseField:
    """A field for one thing that a move asks for. A day so far begins as today."""
    needed = asked.required
    match asked.kind:
        case "day":
            past = asked.when == "past"
            return day_field(asked.name, asked.label, today, required=needed, value="today" if past else "", past=past)
        case "choice":
            return Choice(asked.name, asked.label, lettered(asked.choices), required=needed)
        case "answer":
            return Choice(asked.name, asked.label, lettered(asked.choices or YES_NO), required=needed)
        case "provider":
            return ProviderField(asked.name, asked.label, required=needed)
        case _:
            return Field(asked.name, asked.label, required=needed, placeholder=asked.hint)


def day_field(
    name: str,
    label: str,
    today: Callable[[], dt.date],
    *,
    required: bool = False,
    value: str = "",
    past: bool = True,
) -> DateField:
    """A day in words; with `past` a bare weekday or date is the latest one, else the next."""
    return DateField(name, label, value, parse=lambda text: parse_day(text, today(), past=past), required=required)


def details(values: Mapping[str, Any]) -> dict[str, str]:
    """What a form gave, as the texts that a move takes; what was left empty is left out.

    A place of the directory comes as its name, and beside it "NAME_id" with its reference.
    """
    found: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, Provider):
            found[name] = value.name
            if value.kind is not None:
                found[f"{name}_id"] = f"{value.kind}:{value.id}"
        elif isinstance(value, dt.date):
            found[name] = value.isoformat()
        elif value:
            found[name] = str(value)
    return found
