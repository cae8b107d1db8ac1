"""How much of a page a text takes, so that what must fit on one page is chosen before it is printed.

An estimate on the safe side: US Letter is shorter and A4 is narrower, so a page is taken to be both, in a wide font.
Heights are in lines of body text, with the space that the shipped templates leave around each kind of paragraph, in
HTML or Word, whichever leaves more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_BOLD = 0.94
"""Bold letters are wider, so fewer stand on a line."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed page: `lines` of body text of `columns` letters each, in letters of `points`."""

    points: float
    lines: float
    columns: int

    def _rows(self, text: str, columns: float) -> int:
        """The lines that a text takes; nothing takes none. Letters of wide scripts count double."""
        width = sum(2 if ord(char) > 0x2E7F else 1 for char in text)
        return math.ceil(width / columns)

    def paragraph(self, text: str, *, bold: bool = False) -> float:
        return self._rows(text, self.columns * (_BOLD if bold else 1)) + 0.2 if text else 0.0

    def small_print(self, text: str) -> float:
        """A paragraph in letters that are a tenth smaller, at least."""
        return 0.9 * self._rows(text, self.columns / 0.9) + 0.2 if text else 0.0

    def bullets(self, texts: Iterable[str]) -> float:
        found = [self._rows(text, self.columns - 3) + 0.2 for text in texts]
        return sum(found, 0.0)

    def heading(self, text: str) -> float:
        """A heading of the third level, as of a goal."""
        return self._rows(text, self.columns * _BOLD) + 0.65

    @property
    def big_heading(self) -> float:
        """The title or a heading of the second level, on one line."""
        return 1.8


NORMAL: Final = Sheet(11.5, 46.8, 88)
LARGE: Final = Sheet(18, 30.4, 55)
"""Large print begins at 18 points (American Printing House for the Blind)."""


def sheet(large: bool) -> Sheet:
    return LARGE if large else NORMAL
