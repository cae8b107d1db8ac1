"""What tells who a patient is, found again in whatever stands on a screen: names, birth dates, phones, numbers.

It looks at words as they are drawn, one line at a time, and knows nothing of where they came from. So a name in the
middle of a note is found like one in a list. A name that is also an ordinary word ("May", "Grace") hides only where it
is written like a name; too much rather than too little is hidden.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from coordtui.rules.fold import fold
from coordtui.rules.typed_dates import MONTHS

ClueKind = Literal["name", "birth", "phone", "address", "number"]


class Clue(NamedTuple):
    """One thing that tells who somebody is, as the record holds it. An e-mail address needs no clue: its sign shows."""

    kind: ClueKind
    text: str


class Span(NamedTuple):
    """Letters `start` to `end - 1` of a line; of a name the first letter may stay, to tell rows apart."""

    start: int
    end: int
    is_name: bool


class _Token(NamedTuple):
    start: int
    end: int
    text: str
    folded: str


CUT: Final = "…"
_TOKEN = re.compile(r"[^\W_]+")
_MAIL = re.compile(r"[^\s@<>()\[\],;:\"']+@[^\s@<>()\[\],;:\"']+")
_BIRTH = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
_NEAR: Final = 3
"""Letters that may stand between the parts of one thing: "(212) 555", "Elm Street, Springfield"."""
_LONGEST: Final = 6
"""Tokens of one thing: "+1 (212) 555 01 42"."""
_LEAST_DIGITS: Final = 6
_LEAST_NUMBER: Final = 4
_LEAST_CUT: Final = 3
"""Fewer letters before an ellipsis are the beginning of too many words."""
_SHORT: Final = 2
_LEAST_TAIL: Final = 4
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts that write sentences without spaces, so that a name in one is no word of its own."""
_STANDING = (
    "mr mrs ms miss dr prof sr jr ii iii iv md phd de del della der den di da do dos das la le van von zu el al bin "
    "ibn unknown patient baby boy girl test"
)
_NO_NAME: Final = frozenset(_STANDING.split())
"""What stands in many names and tells nobody."""
_DICTIONARY = (
    "able angel april art august bell best bill black blue bond brook brown bush call calls care carol case cash "
    "chance clay cliff cook cross dawn day dean done drew due faith field fields fish flowers ford forest fox frank "
    "gay gene glen goal goals good grace grant gray green guy hall hand harmony health hill home hope house hunter ivy "
    "jack jan jay jean jewel joy june king kitty lake lane lee list little long love major march mark marks may mercy "
    "miles mission moon name names noble north note notes olive open page park pat patience paul pearl penny piper "
    "plan plans pool poor post power price rain ray read rich river rob rose ruby sage sandy savage short skip small "
    "smart snow song south star stone strong sue summer sunny terry today trip true visit visits walker ward way wells "
    "west white wild will winter wise wolf wood woods young"
)
_ORDINARY: Final = frozenset(_DICTIONARY.split())
"""Words that are names too. They are hidden where they begin with a capital and stand beside no figure (3 May 2026)."""


def _ending(day: int) -> str:
    """As in 1st, 2nd, 3rd, 11th."""
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


@lru_cache(16384)
def _folded(token: str) -> str:
    return fold(token)


def _tokens(text: str) -> list[_Token]:
    found = (_Token(m.start(), m.end(), m.group(), _folded(m.group())) for m in _TOKEN.finditer(text))
    return [token for token in found if token.folded]


class Mask:
    """What is to be hidden. It only ever learns: who was in the vault since the mask was put on stays hidden."""

    def __init__(self) -> None:
        self._words: set[str] = set()
        self._sorted: list[str] = []
        self._backward: list[str] = []
        self._phrases: set[str] = set()
        self._edges: set[str] = set()
        self._begin: set[str] = set()
        self._digits: set[str] = set()
        self._unspaced: set[str] = set()
        self._lengths: tuple[int, ...] = ()

    def learn(self, clues: Iterable[Clue]) -> None:
        fresh: set[str] = set()
        for kind, text in clues:
            match kind:
                case "name":
                    fresh |= self._name(text)
                case "birth":
                    self._birth(text)
                case "phone":
                    self._phone(text)
                case "address":
                    self._address(text)
                case "number":
                    self._number(text)
        self._lengths = tuple({len(name) for name in self._unspaced})
        self._remember(fresh - self._words)

    def _remember(self, words: set[str]) -> None:
        self._words |= words
        if len(words) > len(self._sorted) // 8:
            self._sorted = sorted(self._words)
            self._backward = sorted(word[::-1] for word in self._words)
            return
        for word in words:
            insort(self._sorted, word)
            insort(self._backward, word[::-1])

    def _name(self, text: str) -> set[str]:
        found = _tokens(text)
        self._unspaced |= {token.text for token in found if len(token.text) > 1 and _UNSPACED.search(token.text)}
        return {one.folded for one in found if len(one.folded) > 1 and one.folded not in _NO_NAME}

    def _birth(self, text: str) -> None:
        match = _BIRTH.match(text.strip())
        if match is None or not 1 <= int(match[2]) <= 12:
            return  # of a year alone nobody is known
        year, month, day = match.groups()
        name = MONTHS[int(month) - 1].casefold()
        if day is None:
            self._spelled((year, month), (name, year), (name[:3], year), (month, year))
            return
        bare_month, bare_day = str(int(month)), str(int(day))
        for first, second in ((month, day), (bare_month, bare_day)):
            self._spelled(
                *((year, first, second), (first, second, year), (second, first, year)),
                *((first, second, year[2:]), (second, first, year[2:])),
            )
        for written in (name, name[:3]):
            for number in {day, bare_day, bare_day + _ending(int(day))}:
                self._spelled((number, written, year), (number, "of", written, year), (written, number, year))
            self._edges.add(f"{written} {year}")  # the line may break before it
        self._edges.add(f"{year} {month}")  # or be cut behind it
        self._begin |= {name, name[:3]}
        self._digits.add(year + month + day)

    def _spelled(self, *parts: tuple[str, ...]) -> None:
        for words in parts:
            kept = [word for word in words if word]
            self._phrases.add(" ".join(kept))
            self._begin.add(kept[0])

    def _phone(self, text: str) -> None:
        digits = "".join(re.findall(r"\d", text))
        if len(digits) < _LEAST_DIGITS:
            return
        national = digits[-10:]
        # also what is left when a line breaks within it, and without the area
        self._digits |= {digits, national, national[:6], national[-7:]}

    def _address(self, text: str) -> None:
        words = [token.folded for token in _tokens(text)]
        self._spelled(*pairwise(words))
        self._digits |= {word for word in words if word.isdigit() and len(word) > _LEAST_NUMBER}

    def _number(self, text: str) -> None:
        words = [token.folded for token in _tokens(text)]
        if len(words) > 1:
            self._spelled(tuple(words[:_LONGEST]))
        self._digits |= {word for word in words if len(word) >= _LEAST_NUMBER and any(map(str.isdigit, word))}
        digits = "".join(word for word in words if word.isdigit())
        if len(digits) >= _LEAST_DIGITS:
            self._digits.add(digits)

    def spans(self, line: str) -> list[Span]:
        """What is to be hidden of one line, in order, none overlapping."""
        found = [*self._names(line)]
        found += [Span(match.start(), match.end(), False) for match in _MAIL.finditer(line)] if "@" in line else []
        return _apart(found)

    def _names(self, line: str) -> Iterator[Span]:
        tokens = _tokens(line)
        for at, token in enumerate(tokens):
            if self._is_name(tokens, at, line):
                yield Span(token.start, token.end, True)
            elif token.folded in self._digits:
                yield Span(token.start, token.end, False)
            if token.folded in self._begin or token.folded[0].isdigit():
                yield from self._longer(tokens, at, line)
        if self._unspaced and _UNSPACED.search(line):
            yield from self._within(line)

    def _within(self, line: str) -> Iterator[Span]:
        """Names inside of sentences without spaces."""
        for at in range(len(line)):
            for length in self._lengths:
                if line[at : at + length] in self._unspaced:
                    yield Span(at, at + length, True)

    def _is_name(self, tokens: list[_Token], at: int, line: str) -> bool:
        token = tokens[at]
        if token.folded in self._words:
            return self._surely(tokens, at)
        if line[token.end : token.end + 1] == CUT and len(token.folded) >= _LEAST_CUT:
            return _begins(self._sorted, token.folded)
        return token.start == 0 and len(token.folded) >= _LEAST_TAIL and _begins(self._backward, token.folded[::-1])

    @staticmethod
    def _surely(tokens: list[_Token], at: int) -> bool:
        """Whether a word that is somebody's name is meant as one."""
        token = tokens[at]
        if token.folded not in _ORDINARY and len(token.folded) > _SHORT:
            return True
        if token.text[0].islower():
            return False
        beside = (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])
        return not (token.folded in _MONTH_NAMES and any(one.text[0].isdigit() for one in beside))

    def _longer(self, tokens: list[_Token], at: int, line: str) -> Iterator[Span]:
        """The longest thing of several words or figures that begins here."""
        words = digits = tokens[at].folded
        all_digits, end = words.isdigit(), 0
        for before, token in zip(tokens[at:], tokens[at + 1 : at + _LONGEST], strict=False):
            between = line[before.end : token.start]
            if len(between) > _NEAR:
                break
            words = f"{words} {token.folded}"
            all_digits = all_digits and token.folded.isdigit()
            digits += token.folded
            at_edge = tokens[at].start == 0 or CUT in line[token.end : token.end + _NEAR]
            if words in self._phrases or (at_edge and words in self._edges) or (all_digits and digits in self._digits):
                end = token.end
        if end:
            yield Span(tokens[at].start, end, False)


_MONTH_NAMES: Final = frozenset(name.casefold() for name in MONTHS) | {name[:3].casefold() for name in MONTHS}


def _begins(words: list[str], start: str) -> bool:
    at = bisect_left(words, start)
    return at < len(words) and words[at].startswith(start)


def _apart(spans: list[Span]) -> list[Span]:
    """In order; of two that overlap one that covers both."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start < out[-1].end:
            last = out[-1]
            is_name = last.is_name and span.is_name
            out[-1] = Span(last.start, max(last.end, span.end), is_name)
        else:
            out.append(span)
    return out
