"""The day in one line: how many rows of each tier, and what is not shown today but counted."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import RenderResult

from coordtui.casework.board import Sums
from coordtui.screens.queue import TIERS
from coordtui.widgets.flat import Flat
from coordtui.widgets.text import styled


class Counts(Flat):
    """Where the line is too narrow, the last words go first: the tiers matter most. `late`: this is an older order."""

    DEFAULT_CSS = """
    Counts { height: 1; padding: 0 1; color: $text; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._tiers: Mapping[int, int] | None = None
        self._sums: Sums | None = None
        self._drawn = list[tuple[str, str]]()
        self.late = False

    def show(self, tiers: Mapping[int, int], sums: Sums | None) -> None:
        """Rows by tier; what is counted over everyone stands when it is known."""
        self._tiers, self._sums = tiers, sums
        if (words := self.words()) != self._drawn:
            self._drawn = words
            self.refresh()

    def words(self) -> list[tuple[str, str]]:
        """(words, tone), the most important first."""
        if self._tiers is None:
            return []
        tones = ("danger", "warning", "strong", "", "muted")
        shown = [(f"{self._tiers.get(tier, 0)} {word}", tones[tier]) for tier, word in enumerate(TIERS)]
        sums = self._sums or Sums(0, 0, 0, 0, 0)
        aside = (
            *((sums.deferred, "deferred"), (sums.waiting, "waiting"), (sums.scheduled, "scheduled")),
            (sums.later, "with nothing today"),
        )
        return [
            *([("sorting for today ...", "warning")] if self.late else []),
            *((words, "muted" if words.startswith("0 ") else tone) for words, tone in shown),
            *((f"{n} {word}", "muted") for n, word in aside if n),
        ]

    def render(self) -> RenderResult:
        room, parts = self.size.width, list[str | tuple[str, str]]()
        for words, tone in self._drawn:
            room -= len(words) + (3 if parts else 0)
            if room < 0:
                break
            parts += [(" · ", "muted"), (words, tone)] if parts else [(words, tone)]
        return styled(*parts)
