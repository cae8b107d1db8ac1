"""Why a row stands where it does: the arithmetic, and what would move it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from coordtui.casework.ranking import why
from coordtui.rules.priority import Why
from coordtui.screens.base import CoordDialog
from coordtui.screens.target import Target
from coordtui.widgets.text import Words, styled


class WhyDialog(CoordDialog[None]):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("w,enter", "cancel", "Close", show=False)]

    def __init__(self, target: Target) -> None:
        super().__init__("Why is it here?", subtitle="w or esc close", classes="-wide")
        self.target = target
        self.words = Words("")

    def body(self) -> ComposeResult:
        yield Words(styled((self.who(self.target.patient), "strong")))
        yield self.words

    def on_mount(self) -> None:
        self.read("why", why, self.target.person, self.today).then(self._show)

    def _show(self, found: Why) -> None:
        head, *items = found.lines
        parts: list[str | tuple[str, str]] = [(f"{head}\n", "")]
        if items:
            parts += [("\nIts items\n", "bold underline"), *(f"· {line}\n" for line in items)]
        if found.moves:
            parts += [("\nWhat would move it\n", "bold underline"), *(f"· {move}\n" for move in found.moves)]
        self.words.update(styled(*parts))
