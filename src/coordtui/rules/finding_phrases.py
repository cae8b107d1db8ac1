"""How the terms of the finding language read in plain words: of each what holds, and what holds where it does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from coordtui.rules.dates import parse_partial, show_day, show_partial
from coordtui.rules.finding import Op, Term
from coordtui.rules.finding_days import Bounds, between, length_of
from coordtui.rules.finding_keys import NEVER, NONE, OVERDUE, Key


class Phrase(NamedTuple):
    """A condition in words, and its opposite."""

    holds: str
    fails: str


Say: TypeAlias = Callable[[Term, Key, dt.date], Phrase]
"""What a term of a key means as of today. Raises ValueError for a day that cannot be."""
SayOne: TypeAlias = Callable[[Op, str, dt.date], Phrase]
"""What one value of a term means."""

_OPPOSITE: Final[Mapping[Op, Op]] = MappingProxyType({"<": ">=", "<=": ">", ">": "<=", ">=": "<"})
_AS_THE_KEY_SAYS: Final[Mapping[str, str]] = MappingProxyType({})


def plain(holds: str) -> Phrase:
    return Phrase(holds, f"not {holds}")


def each(one: SayOne, none: Phrase | None = None) -> Say:
    """Every value by itself; `none` is what its absence is called."""

    def say(term: Term, _: Key, today: dt.date) -> Phrase:
        all_ = [none if none and value == NONE else one(term.op, value, today) for value in term.values]
        return Phrase(" or ".join(phrase.holds for phrase in all_), " and ".join(phrase.fails for phrase in all_))

    return say


def given(phrases: Mapping[str, Phrase]) -> Say:
    """Every value has words of its own."""
    return each(lambda _, value, __: phrases[value])


def quoted(holds: str, none: Phrase) -> Say:
    """Names as typed, in the place of {}."""
    return each(lambda _, value, __: plain(holds.format(f"“{value}”")), none)


def listed(
    holds: str, none: Phrase | None = None, *, fails: str = "", words: Mapping[str, str] = _AS_THE_KEY_SAYS
) -> Say:
    """Values of a choice in the place of {}, "high or complex"; a comparison names what it lets through."""

    def say(term: Term, key: Key, _: dt.date) -> Phrase:
        values = [value for value in _let_through(term, key) if value != NONE]
        shown = either([words.get(value, key.word(value)) for value in values])
        if not values and term.op != "is":
            shown = f"{'below' if term.op == '<' else 'above'} {key.word(term.values[0])}"
        phrase = Phrase(holds.format(shown), fails.format(shown) if fails else f"not {holds.format(shown)}")
        if none is None or NONE not in term.values:
            return phrase
        return Phrase(f"{phrase.holds} or {none.holds}", f"{phrase.fails} and {none.fails}") if values else none

    return say


def _let_through(term: Term, key: Key) -> Sequence[str]:
    if term.op == "is":
        return term.values
    order = [value for value in key.values if value != NONE]
    at = order.index(term.values[0])
    return {"<": order[:at], "<=": order[: at + 1], ">": order[at + 1 :], ">=": order[at:]}[term.op]


def either(words: Sequence[str]) -> str:
    """ "low, high or complex"."""
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else "".join(words)


# --- numbers ---------------------------------------------------------------------------------------------------------


def counted(one: str, more: str) -> Say:
    """A number of things: `one` and `more` have the number in the place of {}."""

    def words(op: Op, value: str) -> str:
        compared = {"<": "fewer than ", "<=": "at most ", ">": "more than ", ">=": "at least ", "is": ""}[op]
        return (one if int(value) == 1 else more).format(f"{compared}{value}")

    def say(op: Op, value: str, _: dt.date) -> Phrase:
        if op == "is":
            return Phrase(more.format("no"), more.format("some")) if value == "0" else plain(words(op, value))
        return Phrase(words(op, value), words(_OPPOSITE[op], value))

    return each(say)


def aged(op: Op, value: str, _: dt.date) -> Phrase:
    """Not the opposite comparison: an unknown age is neither."""
    words: dict[Op, str] = {
        "is": f"aged {value}",
        "<": f"younger than {value}",
        "<=": f"aged {value} or younger",
        ">": f"older than {value}",
        ">=": f"aged {value} or older",
    }
    return plain(words[op])


# --- days ------------------------------------------------------------------------------------------------------------


def dated(before: str, holds: str, fails: str, none: Phrase) -> Say:
    """Something that has its day then. `before` stands between it and the day, but not before "overdue"."""

    def one(op: Op, value: str, today: dt.date) -> Phrase:
        if value == OVERDUE:
            return Phrase(f"{holds} overdue", f"{fails} overdue")
        words = f"{before}{days_words(between(op, value, today, past=False), today)}"
        return Phrase(f"{holds} {words}", f"{fails} {words}")

    return each(one, none)


def days_words(bounds: Bounds, today: dt.date) -> str:
    """ "today", "on Fri 27 Nov", "by Fri 27 Nov", "from today on", "between today and Fri 27 Nov"."""
    first, last = bounds
    if first is None or last is None:
        return f"by {show_day(last, today)}" if last else f"from {show_day(first or today, today)} on"
    if first != last:
        return f"between {show_day(first, today)} and {show_day(last, today)}"
    shown = show_day(first, today)
    return f"on {shown}" if shown[0].isupper() else shown


def reached(op: Op, value: str, today: dt.date) -> Phrase:
    """The last two-way contact; who was never reached was not reached within any time."""
    if value == NEVER:
        return Phrase("never reached", "reached at some time")
    length = length_of(value)
    if length:
        within = Phrase(f"reached within the last {length}", f"not reached for over {length}")
        less = Phrase(f"reached less than {length} ago", f"not reached for {length} or more")
        phrase = less if op in ("<", ">=") else within
        return Phrase(phrase.fails, phrase.holds) if op in (">", ">=") else phrase
    first, last = bounds = between(op, value, today, past=True)
    if first is None and last is not None:
        after = f"reached after {show_day(last, today)}"
        return Phrase(f"not {after}", after)
    return plain(f"last reached {days_words(bounds, today)}")


def born(op: Op, value: str, today: dt.date) -> Phrase:
    first, last = between(op, value, today, past=True)
    if op == "is" and first != last and not length_of(value):
        return plain(f"born in {show_partial(parse_partial(value))}")
    start, end = (show_partial(day.isoformat()) if day else "" for day in (first, last))
    if not start or not end:
        return plain(f"born on {end} or before" if end else f"born on {start} or after")
    return plain(f"born on {start}" if start == end else f"born from {start} to {end}")
