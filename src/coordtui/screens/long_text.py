"""Text of any length, of which only the lines in sight are drawn. Wrapped anew when the width changes."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult

from coordtui.screens.base import CoordDialog
from coordtui.widgets.table import Column, Row, VirtualTable
from coordtui.widgets.text import wrap

LONGEST: Final = 4000
"""Characters shown of one line; what is longer is a picture or a document inside a record, not to be read."""
Part = tuple[str, str]
"""Lines of text, and their tone."""


class LongText(VirtualTable):
    """The table's keys move through it."""

    def __init__(self, parts: Sequence[Part] = (), title: str = "") -> None:
        super().__init__([Column("text", title, sortable=False)])
        self.parts = tuple(parts)
        self._cut_for = 0

    def show(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)
        self._cut()

    def on_mount(self) -> None:
        self._cut()

    def on_resize(self) -> None:
        if self.size.width != self._cut_for:
            self._cut()

    def _cut(self) -> None:
        self._cut_for = self.size.width
        width = max(10, self.size.width - 5)  # the gutter and the scrollbar
        lines = [(line, tone) for text, tone in self.parts for line in text_lines(text, width)]
        self.styles.height = max(4, min(len(lines) + 1, self.app.size.height * 6 // 10))
        self.set_source(TextLines(lines))


class TextLines:
    """Lines as a table's rows, by position."""

    def __init__(self, lines: Sequence[Part]) -> None:
        self.lines = lines

    @property
    def count(self) -> int:
        return len(self.lines)

    def window(self, start: int, stop: int) -> Sequence[Row]:
        return [Row(start + at, (text,), tone=tone) for at, (text, tone) in enumerate(self.lines[start:stop])]

    def index_of(self, key: Hashable) -> int | None:
        return key if isinstance(key, int) and 0 <= key < len(self.lines) else None


def text_lines(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells that keep their indent, also where they are broken."""
    lines: list[str] = []
    for line in text.splitlines() or [""]:
        bare = line.lstrip(" ")
        indent = " " * min(len(line) - len(bare), width // 2)
        if len(bare) > LONGEST:
            bare = f"{bare[:LONGEST]} … ({len(bare):,} characters)"
        lines += [indent + part for part in wrap(bare, width - len(indent))]
    return lines


class TextDialog(CoordDialog[None]):
    """A long text in a box."""

    AUTO_FOCUS: ClassVar[str | None] = "LongText"

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title, subtitle="j k PgDn move · esc close", classes="-wide")
        self.text = LongText([(text, "")])

    def body(self) -> ComposeResult:
        yield self.text
