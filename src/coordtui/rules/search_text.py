"""What text is found by: its tokens, and what a typed word asks of them. Full-text search knows nothing else.

Texts and words go through the same `tokens`, so whatever is recorded can be found as it is written, in any script.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from coordtui.rules.finding import Node, Word, walk
from coordtui.rules.fold import fold

EDITION: Final = "2"
"""Another one whenever texts come apart in other words, or other records have any: the next unlock of a vault that was
indexed by one before makes its index anew."""
LONGEST_TOKEN: Final = 48
"""Longer runs are several tokens; no word of a language is so long."""
BEGUN_FROM: Final = 3
"""In what is recorded, a word of fewer letters is looked for whole: half of all notes have one that begins with c."""
MOST_TOKENS: Final = 40
"""So many of a typed word are looked for; nobody remembers more of a text."""
_NATIONAL_DIGITS, _LOCAL_DIGITS, _LAST_DIGITS = 10, 7, 4

# Scripts that put no space between words: each character stands alone, so that any part of a text can be found.
_ALONE = (
    "\u0e00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u19e0-\u19ff\u1a20-\u1aaf\u2e80-\u2fdf\u3005-\u3007"
    "\u3021-\u3029\u3038-\u303b\u3040-\u30ff\u3105-\u312f\u3130-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U000323af"
)
_ASCII = re.compile(f"[a-z0-9]{{1,{LONGEST_TOKEN}}}")
# What else than ASCII stands in English text; `fold` takes it for the same, only more slowly.
_PLAIN = str.maketrans("’‘“”–—…\u00a0", "''      ")
_BETWEEN = re.compile(r"[\s,;、，；،؛]+")
_NUMBERS = re.compile(r"\+?[0-9][0-9 \t().\-/]{3,}[0-9]")
_NUMBER_SIGNS = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\uff0d", "-")
    | dict.fromkeys("\u00a0\u2007\u2009\u202f", " ")
    | {"\uff0b": "+", "\uff08": "(", "\uff09": ")"}
)
"""Dashes, spaces and brackets as they come from web pages, letters and keyboards of other scripts."""
_PARTIAL = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def tokens(text: str) -> list[str]:
    """The tokens of a text in order: folded runs of letters and digits, and single characters of some scripts.

    "O'Brien-Łopez, B12" gives obrien, lopez, b12; "山田 Ivan" gives 山, 田, ivan.
    """
    folded = fold(text if text.isascii() else text.translate(_PLAIN))
    if folded.isascii():
        return _ASCII.findall(folded)
    return _of_any_script().findall("".join(map(_digit, folded)))


@cache
def _of_any_script() -> re.Pattern[str]:
    """Compiled at the first text that needs it: that takes longer than to import all of this."""
    most = f"{{1,{LONGEST_TOKEN}}}"
    return re.compile(f"[a-z0-9]{most}|[{_ALONE}]|[^\x00-\x7f\\s{_ALONE}]{most}")


def _digit(char: str) -> str:
    """A digit of any script as the one that is on every keyboard."""
    return str(unicodedata.decimal(char)) if char > "\x7f" and char.isdecimal() else char


def parts(word: Word) -> list[list[str]]:
    """What a word asks for: runs of tokens, each to stand somewhere in this order without a gap.

    Quoted it is one run. Otherwise a comma or space begins another, and of each run the last token need only be begun.
    Nothing but punctuation asks for nothing: no runs.
    """
    pieces = [word.text] if word.quoted else _BETWEEN.split(word.text)
    runs = [found for piece in pieces if (found := tokens(piece))]
    return _first(runs, MOST_TOKENS)


def _first(runs: list[list[str]], most: int) -> list[list[str]]:
    kept: list[list[str]] = []
    for run in runs:
        if most > 0:
            kept.append(run[:most])
        most -= len(run)
    return kept


def is_short(word: Word) -> bool:
    """Whether it is only a letter or two of the Latin script, or such words: too little to look for in all records.

    A quoted word is meant as it is, and a single character of some scripts is a word.
    """
    runs = parts(word)
    return not word.quoted and all(len(run) == 1 and run[0].isascii() and len(run[0]) < BEGUN_FROM for run in runs)


def are_short(node: Node) -> bool:
    """Whether no word of a filter is longer: then such words are looked for in names only."""
    return all(is_short(part) for part, _ in walk(node) if isinstance(part, Word))


def match(word: Word, begun_from: int = 1) -> str:
    """The full-text expression of a word: its tokens in quotation marks, nothing else; "" when it asks for nothing.

    A token of fewer than `begun_from` letters has to stand there whole even where a longer one need only be begun.
    """
    return " ".join(f'"{" ".join(run)}"{" *" if _begun(word, run, begun_from) else ""}' for run in parts(word))


def holds(found: Sequence[str], word: Word, begun_from: int = 1) -> bool:
    """Whether a text of these tokens is what `match` finds; never for a word that asks for nothing."""
    runs = parts(word)
    return bool(runs) and all(_stands(found, run, begun=_begun(word, run, begun_from)) for run in runs)


def _begun(word: Word, run: list[str], begun_from: int) -> bool:
    return not word.quoted and len(run[-1]) >= begun_from


def _stands(found: Sequence[str], run: list[str], *, begun: bool) -> bool:
    *before, last = run
    for at in range(len(found) - len(before)):
        end = found[at + len(before)]
        if list(found[at : at + len(before)]) == before and (end == last or (begun and end.startswith(last))):
            return True
    return False


# --- what is typed in more than one way ------------------------------------------------------------------------------


def number_tokens(text: str | None) -> list[str]:
    """Telephone numbers and others of five digits or more: in groups, whole, and by their last seven and four.

    A number of the North American plan (ten digits, or eleven from 1 on) is found with and without that 1.
    """
    found: list[str] = []
    for number in _NUMBERS.findall(_plain_numbers(text or "")):
        digits, written = "".join(filter(str.isdecimal, number)), tuple(tokens(number))
        whole, ways = [digits], [written]
        national = digits.removeprefix("1") if len(digits) == _NATIONAL_DIGITS + 1 else digits
        if len(national) == _NATIONAL_DIGITS:
            whole = [national, f"1{national}"]
            spoken = ("1", national[:3], national[3:6], national[6:])
            ways = [spoken] if written == spoken[-len(written) :] else [written, spoken]
        found += _once(ways)
        found += dict.fromkeys((*whole, digits[-_LOCAL_DIGITS:], digits[-_LAST_DIGITS:]))
    return found


def _plain_numbers(text: str) -> str:
    """In digits and signs of ASCII, with one number a line where " / " stands between two."""
    plain = text if text.isascii() else "".join(map(_digit, text.translate(_NUMBER_SIGNS)))
    return plain.replace(" / ", "\n")


def identifier_tokens(value: str) -> list[str]:
    """A number such as "MRN 12-345": in its parts, and as one word without what stands between them."""
    apart = tokens(value)
    return apart if len(apart) < 2 else [*apart, "".join(apart)]


def birth_tokens(partial: str | None) -> list[str]:
    """A partial date ("1957-03-14") in the ways it is typed: 1957-03-14, 3/14/1957, 3/14/57, 14.3.1957, 14 March 1957.

    Zeros may be left out, and the digits may stand together (19570314, 03141957).
    """
    match_ = _PARTIAL.fullmatch(partial or "")
    if match_ is None:
        return tokens(partial or "")
    year, month, day = match_.groups()
    if month is None or not 1 <= int(month) <= 12:
        return [year]
    name = calendar.month_name[int(month)].lower()
    if day is None:
        return _once([*_ways(year, month), *_ways(month, year), (name, year)])
    every = [*_ways(year, month, day), *_ways(month, day, year), *_ways(day, month, year)]
    every += [*_ways(month, day, year[2:]), *_ways(day, month, year[2:])]
    every += [(name, day.lstrip("0"), year), (day.lstrip("0"), name, year)]
    every += [(year + month + day,), (month + day + year,)]
    return _once(every)


def _once(ways: list[tuple[str, ...]]) -> list[str]:
    return [token for way in dict.fromkeys(ways) for token in way]


def _ways(*groups: str) -> Iterator[tuple[str, ...]]:
    yield groups
    yield tuple(group if len(group) == 4 else group.lstrip("0") or "0" for group in groups)


def text_tokens(texts: Iterable[str | None]) -> list[str]:
    """The tokens of several texts, one after another."""
    return [token for text in texts if text for token in tokens(text)]
