"""The day in one line: how many rows of each tier, and what is not shown today but counted."""

from __future__ import annotations

from textual.app import RenderResult
from textual.widget import Widget

from coordtui.casework.today import Today
from coordtui.screens.queue import TIERS
from coordtui.widgets.text import styled


class Counts(Widget):
    """Where the line is too narrow, the last words go first: the tiers matter most."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Counts { height: 1; padding: 0 1; color: $text; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._today: Today | None = None

    def show(self, today: Today) -> None:
        self._today = today
        self.refresh()

    def words(self) -> list[tuple[str, str]]:
        """(words, tone), the most important first."""
        day = self._today
        if day is None:
            return []
        tones = ("danger", "warning", "strong", "", "muted")
        shown = [(f"{day.counts.get(tier, 0)} {word}", tones[tier]) for tier, word in enumerate(TIERS)]
        aside = (
            *((day.deferred, "deferred"), (day.waiting, "waiting"), (day.scheduled, "scheduled")),
            (day.later, "with nothing today"),
        )
        return [
            *((words, "muted" if words.startswith("0 ") else tone) for words, tone in shown),
            *((f"{n} {word}", "muted") for n, word in aside if n),
        ]

    def render(self) -> RenderResult:
        room, parts = self.size.width, list[str | tuple[str, str]]()
        for words, tone in self.words():
            room -= len(words) + (3 if parts else 0)
            if room < 0:
                break
            parts += [(" · ", "muted"), (words, tone)] if parts else [(words, tone)]
        return styled(*parts)
