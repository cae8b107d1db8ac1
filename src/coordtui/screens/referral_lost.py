"""Why referrals failed or stalled, counted over a time."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from coordtui.casework.referral_views import failures
from coordtui.models.referral import Failure
from coordtui.rules.dates import show_day
from coordtui.screens.base import CoordDialog
from coordtui.screens.letters import Letters
from coordtui.widgets.text import Words, styled

_TIMES: Final = {"m": ("30 days", 30), "t": ("90 days", 90), "y": ("a year", 365)}
_BAR: Final = 24


class LostDialog(CoordDialog[None]):
    """A letter chooses the time; the bars are beside the numbers, never in their place."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(letter, f"verb('lost.{letter}')", show=False) for letter in _TIMES)
    ]

    def __init__(self) -> None:
        super().__init__("Why referrals failed or stalled", subtitle="a letter chooses the time · esc close")
        self.letter = "t"
        self.choices = Letters([(letter, words) for letter, (words, _) in _TIMES.items()], inline=True)
        self.counts = Words("Reading ...")

    def body(self) -> ComposeResult:
        yield self.choices
        yield self.counts
        yield self.problem

    async def opened(self) -> None:
        self._read()

    def action_m(self) -> None:
        self._choose("m")

    def action_y(self) -> None:
        self._choose("y")

    def action_t(self) -> None:
        self._choose("t")

    def _choose(self, letter: str) -> None:
        self.letter = letter
        self._read()

    def _read(self) -> None:
        self.choices.choose(self.letter)
        start = self.today - dt.timedelta(days=_TIMES[self.letter][1])
        self.read("lost", failures, start, self.today).then(self._show)

    def _show(self, found: tuple[tuple[Failure, str, int], ...]) -> None:
        start = self.today - dt.timedelta(days=_TIMES[self.letter][1])
        since = f"\nSince {show_day(start, self.today)}: "
        total = sum(count for _, _, count in found)
        if not total:
            self.counts.update(styled(since, "no referral failed or stalled for a reason that was noted."))
            return
        most = max(count for _, _, count in found)
        parts: list[str | tuple[str, str]] = [f"{since}{total}\n\n"]
        for _, label, count in found:
            if count:
                parts += [f"{count:>4}  {label:<24} ", ("▇" * max(1, count * _BAR // most) + "\n", "muted")]
        self.counts.update(styled(*parts))
