"""The terms of the finding language, checked: keys that a list knows, values that the key can have."""

from __future__ import annotations

import datetime as dt
import re
from difflib import get_close_matches
from typing import Final

from coordtui.rules.finding import FindingProblem, Op, Span, Subject
from coordtui.rules.finding_days import between
from coordtui.rules.finding_keys import NEVER, NONE, SUBJECTS, Key, key_of, keys_of, names_of
from coordtui.rules.fold import fold

Place = tuple[str, Span]
"""A value as typed, and where."""

_NUMBER: Final = re.compile(r"[0-9]{1,6}")
_YEARS: Final = re.compile(r"[0-9]{1,3}")
_ANY_DAY: Final = dt.date(2026, 7, 1)  # whether a day can be read does not depend on when
_MOST_NAMED: Final = 10


def known_key(name: str, span: Span, subject: Subject) -> Key:
    """The key of that name or alias. Raises FindingProblem with the lists that have it, else the nearest one."""
    key = key_of(name, subject)
    if key is not None:
        return key
    if elsewhere := [one for one in SUBJECTS if key_of(name, one) is not None]:
        lists = ", ".join("the directory" if one == "directory" else one for one in elsewhere)
        raise FindingProblem(f'There is no filter "{name}:" here.', f"It is for {lists}.", span)
    near = get_close_matches(name.lower(), names_of(subject), 1)
    known = ", ".join(one.name for one in keys_of(subject))
    hint = f'Did you mean "{near[0]}:"?' if near else f"Known are {known}. Words with a colon need quotes."
    raise FindingProblem(f'There is no filter "{name}:" here.', hint, span, f"{near[0]}:" if near else "")


def read_values(key: Key, op: Op, typed: list[Place], whole: Span, compared: Span | None) -> tuple[str, ...]:
    """The values as the tree holds them: codes for a choice, lower case otherwise. Raises FindingProblem.

    `typed` holds each with its place, `whole` is where the term stands and `compared` where its `<` or `>`.
    """
    values = [(" ".join(text.lower().split()), span) for text, span in typed if fold(text)]
    if not values:
        raise FindingProblem(f'"{key.name}:" needs a value right behind it.', _example(key), whole)
    if op != "is" and compared is not None:
        _comparable(key, values, compared)
    return tuple(dict.fromkeys(_READ[key.kind](key, text, span) for text, span in values))


def _comparable(key: Key, values: list[Place], compared: Span) -> None:
    if not key.ordered:
        raise FindingProblem(f'"{key.name}:" has no order to compare by.', "Leave the < or > out.", compared)
    if len(values) > 1:
        raise FindingProblem("Only one value can be compared with.", "Leave the others out.", values[1][1])
    text, span = values[0]
    if text in (NONE, NEVER, "overdue"):
        raise FindingProblem(f'"{text}" cannot be compared with.', f"Write {key.name}:{text}.", span)


def _example(key: Key) -> str:
    return f"For example {key.name}:{key.values[0]}." if key.kind == "choice" else f"It takes {key.help}."


# --- one value, by the kind of its key -------------------------------------------------------------------------------


def _choice(key: Key, text: str, span: Span) -> str:
    known = {fold(word): value for value, word in zip(key.values, key.words, strict=True)}
    known |= {fold(value): value for value in key.values}
    found = known.get(fold(text))
    if found is not None:
        return found
    near = _nearest(fold(text), tuple(known))
    better = known[near] if near else ""
    shown = [value for value in key.values if value[:1] == text[:1]] if len(key.values) > _MOST_NAMED else []
    some = ", ".join((shown or key.values)[:_MOST_NAMED])
    hint = f"Did you mean {better}?" if better else f"{key.name} is one of {some}."
    raise FindingProblem(f'"{text}" is not known for "{key.name}:".', hint, span, better)


def _nearest(text: str, known: tuple[str, ...]) -> str:
    """What `text` begins, when that is one only; else what looks most like it; "" for nothing near."""
    begun = [one for one in known if one.startswith(text)]
    near = begun if len(begun) == 1 else get_close_matches(text, known, 1)
    return near[0] if near else ""


def _number(key: Key, text: str, span: Span) -> str:
    if _NUMBER.fullmatch(text):
        return str(int(text))
    hint = f"Write {key.name}:0, {key.name}:>0 or {key.name}:>=3."
    raise FindingProblem(f'"{text}" is not a number.', hint, span)


def _age(key: Key, text: str, span: Span) -> str:
    if text == NONE:
        return text
    if _YEARS.fullmatch(text):
        return str(int(text))
    hint = f"Write years, as in {key.name}:40, {key.name}:>=65 or {key.name}:none."
    raise FindingProblem(f'"{text}" is not an age.', hint, span)


def _day(key: Key, text: str, span: Span) -> str:
    if text in key.values:
        return text
    if text in (NEVER, NONE) and key.past:
        return key.values[0]
    try:
        between("is", text, _ANY_DAY, past=key.past)
    except ValueError as reason:
        near = _nearest(text, key.values)
        hint = f"Did you mean {near}?" if near else f"It takes {key.help}."
        raise FindingProblem(f'"{key.name}:{text}": {reason}', hint, span, near) from None
    if text == "overdue":
        raise FindingProblem(f'"{key.name}:overdue" is not known.', f"It takes {key.help}.", span)
    return text


def _words(_: Key, text: str, __: Span) -> str:
    return text


_READ: Final = {
    "choice": _choice, "number": _number, "age": _age, "day": _day, "ago": _day, "text": _words, "code": _words,
}  # fmt: skip
