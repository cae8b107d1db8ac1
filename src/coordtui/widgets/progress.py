"""A box for work that takes longer than a moment: how far it is, how fast, and a way to stop it."""

from __future__ import annotations

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

    def __init__(self, title: str, *, on_cancel: Callable[[], None] | None = None) -> None:
        super().__init__(title, subtitle="esc stop" if on_cancel else "please wait")
        self.stopping = False
        self._on_cancel = on_cancel
        self._words = Words(classes="progress--words")

    def body(self) -> ComposeResult:
        yield self._words

    def show(self, share: float | None, words: str, note: str = "") -> None:
        """`share` from 0 to 1, None where it is not known; `words` say how far it is, `note` what is at hand."""
        head = styled("")
        if share is not None:
            bar = "█" * round(share * BAR)
            head = styled(bar, ("░" * (BAR - len(bar)), "muted"), f" {share:>4.0%}\n")
        self._words.update(styled(head, words, f"\n{note}" if note else ""))

    def finish(self) -> None:
        self.dismiss(not self.stopping)

    def action_cancel(self) -> None:
        if self._on_cancel is None or self.stopping:
            return
        self.stopping = True
        self.frame(self._heading, "stopping ...")
        self._on_cancel()
