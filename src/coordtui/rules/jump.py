"""How near a name comes to what was typed: what is called so stands before what merely begins so."""

from __future__ import annotations

from typing import Final

from coordtui.rules.fold import fold

EXACT: Final = 0
BEGINS: Final = 1
EVERY_WORD: Final = 2
"""Each typed word begins a word of the name, in any order."""
ELSEWHERE: Final = 3
"""Found by something else than its name."""


def nearness(typed: str, name: str) -> int:
    """EXACT, BEGINS, EVERY_WORD or ELSEWHERE; the nearest is the lowest."""
    wanted, held = fold(typed), fold(name)
    if wanted == held:
        return EXACT
    if held.startswith(wanted):
        return BEGINS
    return EVERY_WORD if every_word_begins(wanted.split(), held) else ELSEWHERE


def every_word_begins(words: list[str], held: str) -> bool:
    """Whether each of the folded words begins a word of the folded text."""
    have = held.split()
    return all(any(one.startswith(word) for one in have) for word in words)
