"""What may come next while one types a filter: keys, their values, days, and what the vault holds of open keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from coordtui.rules.directory import language_names
from coordtui.rules.finding import Subject
from coordtui.rules.finding_keys import NEVER, NONE, OVERDUE, Key, key_of, keys_of
from coordtui.rules.finding_parse import written
from coordtui.rules.fold import fold

MOST: Final = 30
_NOTHING_HELD: Final[Mapping[str, Sequence[str]]] = MappingProxyType({})
_PIECE: Final = re.compile(
    r"""(?:^|(?<=[\s()]))-*
    (?:(?P<key>[A-Za-z][A-Za-z_-]*)(?::(?!//)|(?=[<>=]))(?P<op>[<>]=?|=[<>]?)?(?P<before>(?:[^\s(),"“”„]*,|["“”„][^"“”„]*["“”„],)*))?
    (?P<typed>["“”„][^"“”„]*|[^\s(),"“”„]*)$""",
    re.VERBOSE,
)
_REST: Final = re.compile(r'[^\s(),"“”„]*')
_QUOTED_REST: Final = re.compile(r'[^"“”„]*["“”„]?')
_QUOTE: Final = re.compile(r'["“”„]')
_AMOUNT: Final = re.compile(r"[0-9]{1,3}")
_DAYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        OVERDUE: "its day has passed", "today": "", "tomorrow": "", "week": "today and the next 7 days",
        "month": "today and the next month", "friday": "the next one", "<=friday": "by the next one", NONE: "no day",
    }
)  # fmt: skip
_AGO: Final[Mapping[str, str]] = MappingProxyType(
    {">30d": "longer ago than 30 days", "<7d": "less than 7 days ago", "week": "in the last 7 days", NEVER: ""}
)
_UNITS: Final[Mapping[str, str]] = MappingProxyType({"d": "days", "w": "weeks", "m": "months", "y": "years"})
_NUMBERS: Final[Mapping[str, str]] = MappingProxyType({"0": "none", ">0": "some", ">=3": "3 or more"})
_AGES: Final[Mapping[str, str]] = MappingProxyType({">=65": "65 or older", "<18": "younger than 18", NONE: "unknown"})


@dataclass(frozen=True, slots=True)
class Completion:
    """`text` is what is written when it is taken, `label` a word or two about it, or ""."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Completions:
    """What may stand from `start` to `end` of the text instead of what stands there, the likeliest first."""

    start: int
    end: int
    options: tuple[Completion, ...]


def complete(
    text: str, cursor: int, subject: Subject, held: Mapping[str, Sequence[str]] = _NOTHING_HELD
) -> Completions:
    """What may be typed at the cursor. `held` names by key what the vault holds of it (payers, codes, receivers).

    Keys come with their ":", values with the quotes they need. What already stands there is not offered again.
    """
    cursor = min(max(cursor, 0), len(text))
    piece = _PIECE.search(text, 0, cursor)
    if piece is None or (_open_quote(text, cursor) and not piece["typed"].startswith(tuple('"“”„'))):
        return Completions(cursor, cursor, ())
    start, typed = piece.start("typed"), piece["typed"]
    quoted = bool(_QUOTE.match(typed))
    rest = (_QUOTED_REST if quoted else _REST).match(text, cursor)
    end = rest.end() if rest else cursor
    if piece["key"] is None:
        offered = () if quoted else _keys(typed, subject)
    else:
        key = key_of(piece["key"], subject)
        offered = _values(key, piece["op"] or "", typed[quoted:], held) if key else ()
        offered = () if piece["op"] and piece["before"] else offered  # only one value can be compared
    standing = text[start:end]
    options = tuple(dict.fromkeys(one for one in offered if one.text != standing))
    return Completions(start, end, options[:MOST])


def _open_quote(text: str, cursor: int) -> bool:
    return len(_QUOTE.findall(text, 0, cursor)) % 2 == 1


def _keys(typed: str, subject: Subject) -> Iterator[Completion]:
    """Keys that begin so, then those with another name that does."""
    begun = typed.lower()
    keys = keys_of(subject)
    named = [key for key in keys if key.name.startswith(begun)]
    also = [key for key in keys if key not in named and any(alias.startswith(begun) for alias in key.aliases)]
    return (Completion(f"{key.name}:", key.label) for key in (*named, *also))


# --- values ----------------------------------------------------------------------------------------------------------


def _values(key: Key, op: str, typed: str, held: Mapping[str, Sequence[str]]) -> Iterator[Completion]:
    if op.strip("="):
        return _compared(key, typed) if key.ordered else iter(())
    if key.kind == "choice":
        return _begun(zip(key.values, key.words, strict=True), typed)
    if key.kind in ("number", "age"):
        return _starting((_NUMBERS if key.kind == "number" else _AGES).items(), typed)
    if key.kind in ("day", "ago"):
        return _days(key, typed)
    vault = {value: _label(key, value) for value in held.get(key.name, ())}
    return _begun({**vault, **dict(zip(key.values, key.words, strict=True))}.items(), typed)


def _compared(key: Key, typed: str) -> Iterator[Completion]:
    """Values behind a comparison: not those that only stand alone."""
    if key.kind == "choice":
        return _begun(((value, key.word(value)) for value in key.values if value != NONE), typed)
    if key.kind not in ("day", "ago"):
        return iter(())
    words = {"today": "", "tomorrow": "", "friday": "", "week": "7 days", "month": ""} if key.kind == "day" else {}
    return _starting((*words.items(), *_lengths(typed or "30")), typed)


def _days(key: Key, typed: str) -> Iterator[Completion]:
    words = {NONE: "unknown"} if key.name == "born" else _AGO if key.past else _DAYS
    return _starting((*words.items(), *(_lengths(typed) if key.name != "born" else ())), typed)


def _lengths(typed: str) -> list[tuple[str, str]]:
    """30d, 30w ... for a number."""
    return (
        [(f"{typed}{unit}", f"{typed} {words}") for unit, words in _UNITS.items()] if _AMOUNT.fullmatch(typed) else []
    )


def _label(key: Key, value: str) -> str:
    return language_names(value).partition(" ")[2] if key.name == "lang" else ""


def _begun(offered: Iterable[tuple[str, str]], typed: str) -> Iterator[Completion]:
    """Those that begin so, then those in which another word does; their label counts too."""
    begun, lowered = fold(typed), typed.lower()
    later: list[Completion] = []
    for value, label in offered:
        words = fold(f"{value} {label}")
        one = Completion(_typed(value), "" if label == value else label)
        if value.lower().startswith(lowered) or (begun and words.startswith(begun)):
            yield one
        elif begun and f" {begun}" in words:
            later.append(one)
    yield from later


def _starting(offered: Iterable[tuple[str, str]], typed: str) -> Iterator[Completion]:
    """Those that begin so; their labels only explain."""
    return (Completion(value, label) for value, label in offered if value.startswith(typed.lower()))


def _typed(value: str) -> str:
    """As it is written; a quote within would end it, and finds nothing that a space does not."""
    return written(" ".join(_QUOTE.sub(" ", value).split()))
