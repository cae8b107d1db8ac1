"""Narrowing the directory: `kind:place lang:es verified:no pantry`, as the other lists are narrowed.

Bare words must each begin a word of the entry; `key:value` asks for a fact, `a,b` for either; a leading `-` turns a
term around. The retired stay out unless `retired:` asks for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from coordtui.errors import InvalidInput
from coordtui.rules.directory import language_names, split_languages
from coordtui.rules.fold import fold

_TERM: Final = re.compile(r'(?P<not>-)?(?:(?P<key>[A-Za-z_]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>\S*))')


@dataclass(frozen=True, slots=True)
class Facts:
    """What an entry offers to the filter. `text` is folded, `languages` as stored, `stale` as of `is_stale`."""

    text: str
    person: bool
    languages: str | None
    active: bool
    stale: bool


Match = Callable[[Facts], bool]


def parse(text: str, *, retired: bool = False) -> Match:
    """A test for entries; `retired` lets those pass too that are no longer used. Raises InvalidInput("filter")."""
    found = [one for one in _TERM.finditer(text) if one.group()]
    terms = [_term(one) for one in found]
    if not retired and not any((one["key"] or "").lower() == "retired" for one in found):
        terms.append(lambda facts: facts.active)
    return lambda facts: all(term(facts) for term in terms)


def _term(found: re.Match[str]) -> Match:
    value = found["bare"] if found["quoted"] is None else found["quoted"]
    if not found["key"] and not fold(value):
        return lambda _: True  # a lone dash or comma asks for nothing
    test = _fact(found["key"].lower(), value.lower()) if found["key"] else _words(value)
    if found["not"]:
        return lambda facts: not test(facts)
    return test


def _words(value: str) -> Match:
    words = fold(value)
    return lambda facts: f" {words}" in f" {facts.text}"


def _fact(key: str, value: str) -> Match:
    if key not in _KEYS:
        raise InvalidInput("filter", f'There is no filter "{key}:".', f"Known are {', '.join(_KEYS)}.")
    parts = [part for part in value.split(",") if part]
    if not parts:
        raise InvalidInput("filter", f'"{key}:" needs a value.')
    allowed = _KEYS[key]
    if allowed:
        for part in parts:
            if part not in allowed:
                raise InvalidInput("filter", f'"{key}:{part}" is not known.', f"{key} is one of {', '.join(allowed)}.")
        return lambda facts: any(allowed[part](facts) for part in parts)
    return lambda facts: any(_speaks(facts, part) for part in parts)


def _speaks(facts: Facts, language: str) -> bool:
    """`lang:es` and `lang:spanish` find es-MX, `lang:none` what says nothing of languages."""
    words = [word for one in split_languages(facts.languages) for word in fold(language_names(one)).split()]
    if not words:
        return language == "none"
    return any(word == language or (len(language) > _LETTERS and word.startswith(language)) for word in words)


_LETTERS: Final = 3
"""What is longer is no code but the beginning of a language's name."""
_KEYS: Mapping[str, Mapping[str, Match]] = MappingProxyType(
    {
        "kind": {"place": lambda facts: not facts.person, "person": lambda facts: facts.person},
        "lang": {},
        "verified": {"yes": lambda facts: not facts.stale, "no": lambda facts: facts.stale},
        "retired": {"yes": lambda facts: not facts.active, "no": lambda facts: facts.active, "any": lambda _: True},
    }
)
