"""Which health problems belong to a referral, by its words: what the receiver needs, and no more (45 CFR 164.502(b)).

Words are a guess, so whoever sends the packet may ask for all problems or for none.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from coordtui.rules.fold import fold

_STEM = 5
_EVERYWHERE = frozenset(
    fold(
        "about acute after also appointment assess assessment care check chronic clinic clinical condition consult"
        " control diagnosis disease disorder due evaluation exam examination eval finding findings follow followup from"
        " health history management medical months needs new office patient please problem program referral refer"
        " review screening second service services since situation specialist status step symptoms test tests that"
        " their therapy this treatment type unspecified visit weeks with without year yearly years"
    ).split()
)


@cache
def _kinds() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    data = tomllib.loads((files("coordtui") / "resources" / "specialty_words.toml").read_text("utf-8"))
    return tuple((tuple(kind["service"]), tuple(kind["problems"])) for kind in data["kind"])


def _stems(text: str) -> frozenset[str]:
    """The beginnings of the words that mean something: "diabetic" and "diabetes" have the same."""
    words = (word for word in fold(text).split() if len(word) > 3 and not word.isdigit())
    return frozenset(word[:_STEM] for word in words if word not in _EVERYWHERE)


def _begins(text: str, beginnings: Iterable[str]) -> bool:
    words = f" {fold(text)}"
    return any(f" {beginning}" in words for beginning in beginnings)


def related(problems: Iterable[str], what: str, *others: str | None) -> tuple[str, ...]:
    """The problems that share a word with the referral, or that belong to its kind of service (`what`)."""
    stems = _stems(" ".join(text for text in (what, *others) if text))
    belongs = {beginning for service, found in _kinds() if _begins(what, service) for beginning in found}
    return tuple(one for one in problems if _stems(one) & stems or _begins(one, belongs))
