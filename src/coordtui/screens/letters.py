"""Options with a letter each, laid out in columns; the chosen one in brackets. The dialog has the keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from textual.content import Content

from coordtui.widgets.reflow import Reflow
from coordtui.widgets.text import fit, styled

_AROUND: Final = 5
"""A bracket, the letter, a space, the other bracket, a space."""


class Letters(Reflow):
    """As many columns as the width holds, read downwards; or, `inline`, one after the other."""

    ALLOW_SELECT = False

    def __init__(self, options: Sequence[tuple[str, str]], *, inline: bool = False) -> None:
        super().__init__()
        self.options = list(options)
        self.chosen = ""
        self._inline = inline

    def offer(self, options: Sequence[tuple[str, str]]) -> None:
        self.options = list(options)
        self.reflow()

    def choose(self, letter: str) -> None:
        self.chosen = letter
        self.refresh()

    def flow(self, width: int) -> list[Content]:
        if not self.options:
            return [styled("")]
        return self._wrapped(width) if self._inline else self._in_columns(width)

    def _wrapped(self, width: int) -> list[Content]:
        lines: list[list[Content]] = [[]]
        room = width
        for letter, words in self.options:
            wide = cell_len(words) + _AROUND
            if room < wide and lines[-1]:
                lines.append([])
                room = width
            lines[-1].append(self._option(letter, words, min(wide, width)))
            room -= wide
        return [styled(*line) for line in lines]

    def _in_columns(self, width: int) -> list[Content]:
        count = next((n for n in range(len(self.options), 1, -1) if sum(self._widths(n)) - 1 <= width), 1)
        widths = self._widths(count) if count > 1 else [width]
        lines = -(-len(self.options) // count)
        rows = [self.options[line::lines] for line in range(lines)]
        return [styled(*(self._option(*one, wide) for one, wide in zip(row, widths, strict=False))) for row in rows]

    def _widths(self, count: int) -> list[int]:
        lines = -(-len(self.options) // count)
        columns = [self.options[at : at + lines] for at in range(0, len(self.options), lines)]
        return [max(cell_len(words) for _, words in column) + _AROUND for column in columns]

    def _option(self, letter: str, words: str, wide: int) -> Content:
        text = fit(words, wide - _AROUND)
        rest = " " * (wide - _AROUND - cell_len(text))
        if letter == self.chosen:
            return styled((f"[{letter} {text}]", "bold reverse"), f"{rest} ")
        return styled(" ", (letter, "bold"), f" {text}{rest}  ")
