"""Somebody who is easy to know again, and a look at a screen with the mask over it and without."""

from __future__ import annotations

from typing import Final

from coordtui.rules.masking import Clue, Mask
from coordtui.screens.veil import Veil
from tests.look import screen_text
from tests.screens.bench import Bench

FAMILY: Final = "Canarywell"
WORDS: Final = f"{FAMILY}, rosalinda MRN-77431 212-555-0142 b. 1957-04-02 rosa@quill.example 12 Quillfeather Lane"
"""A note about her, as somebody types it."""
CLUES: Final = (
    Clue("name", f"Rosalinda {FAMILY}"),
    Clue("number", "MRN-77431"),
    Clue("phone", "+1 (212) 555 0142"),
    Clue("birth", "1957-04-02"),
    Clue("address", "12 Quillfeather Lane Boston MA 02139"),
)
SECRETS: Final = frozenset(
    ["canarywell", "rosalinda", "77431", "212-555", "555-0142", "1957-04", "rosa@quill", "quillfeather lane"]
)


def know_her(app: Bench) -> None:
    """Let the mask know her and nobody else, without putting it on."""
    mask = Mask()
    mask.learn(CLUES)
    app.app.privacy._veil = Veil(mask)


def check_masked(app: Bench, where: str) -> frozenset[str]:
    """What tells who she is on the screen in sight, of which nothing may be left with the mask over it."""
    bare = _seen(app)
    app.app.privacy.on = True
    masked = _seen(app)
    app.app.privacy.on = False
    assert not masked, (where, masked)
    return bare


def _seen(app: Bench) -> frozenset[str]:
    drawn = "\n".join(screen_text(app.app)).casefold()
    return frozenset(secret for secret in SECRETS if secret in drawn)
