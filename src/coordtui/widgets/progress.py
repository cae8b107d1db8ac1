"""A box for work that takes longer than a moment: how far it is, how fast, and a way to stop it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from textual.app import ComposeResult

from coordtui.widgets.dialog import Dialog
from coordtui.widgets.text import Words, styled

BAR: Final = 24


class ProgressDialog(Dialog[bool]):
    """Call `show` as the work goes and `finish` at its end. The result is True when finished, False when stopped.

    Esc asks the work to stop through `on_cancel` and waits for `finish`: a write is never cut off midway.
    """

    def __init__(
        self,
        title: str,
        total: int | None = None,
        *,
        unit: str = "rows",
        on_cancel: Callable[[], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(title, subtitle="esc stop" if on_cancel else "please wait")
        self.total, self.done, self.note, self.stopping = total, 0, "", False
        self._unit, self._on_cancel, self._clock = unit, on_cancel, clock
        self._began = clock()
        self._words = Words(classes="progress--words")

    def body(self) -> ComposeResult:
        yield self._words

    def on_mount(self) -> None:
        self._draw()

    def show(self, done: int, total: int | None = None, note: str = "") -> None:
        self.done, self.note = done, note
        self.total = total if total is not None else self.total
        self._draw()

    def finish(self) -> None:
        self.dismiss(not self.stopping)

    def action_cancel(self) -> None:
        if self._on_cancel is None or self.stopping:
            return
        self.stopping = True
        self.frame(self._heading, "stopping ...")
        self._on_cancel()

    def _draw(self) -> None:
        seconds = self._clock() - self._began
        rate = f" · {self.done / seconds:,.0f} {self._unit}/s" if self.done and seconds >= 1 else ""
        if self.total:
            share = min(1.0, self.done / self.total)
            bar = "█" * round(share * BAR)
            head = styled(bar, ("░" * (BAR - len(bar)), "muted"), f" {share:>4.0%}\n")
            count = f"{self.done:,} of {self.total:,} {self._unit}"
        else:
            head, count = styled(""), f"{self.done:,} {self._unit}"
        self._words.update(styled(head, count + rate, f"\n{self.note}" if self.note else ""))
