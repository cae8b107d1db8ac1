"""What was imported for a patient, as it came: counted by type, listed, and shown whole as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final

from textual import events
from textual.app import ComposeResult

from coordtui.casework.raw import RawView
from coordtui.screens.base import CoordDialog
from coordtui.screens.chart_parts import Line, joined, near
from coordtui.widgets.table import Column, Row, VirtualTable
from coordtui.widgets.text import wrap

LONGEST: Final = 4000
"""Characters shown of one value; what is longer is a picture or a document, not to be read."""


def source_lines(counts: Mapping[str, int], listed: Mapping[str, Sequence[RawView]], today: dt.date) -> Iterable[Line]:
    """One line a type; below it its resources, where those were asked for."""
    for type, count in counts.items():
        hint = "enter closes" if type in listed else "enter lists"
        yield Line(what=f"{count} {type}", state=f"as imported, {hint}", kind="source", key=("type", type))
        for raw in listed.get(type, ()):
            became = f"became {raw.record_kind.replace('_', ' ')}" if raw.record_kind else "only kept"
            faults = f"{raw.problems} problem{'s' * (raw.problems != 1)}" if raw.problems else ""
            state = joined(became, faults, near(raw.imported_at.date(), today), by=", ")
            key = ("raw", raw.source_resource_id)
            yield Line(what=f"  {raw.source_id or '(no id)'}", state=state, kind="", key=key)


class RawDialog(CoordDialog[None]):
    """A text of any length, line by line. The lines are cut anew when the terminal's width changes."""

    CSS_PATH = "chart.tcss"
    AUTO_FOCUS: ClassVar[str | None] = "VirtualTable"

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title, subtitle="j k move · esc close", classes="-wide")
        self.text = text
        self.table = VirtualTable([Column("text", "", sortable=False)], id="raw")

    def body(self) -> ComposeResult:
        yield self.table

    def on_resize(self, event: events.Resize) -> None:
        self.call_after_refresh(self._cut)

    def _cut(self) -> None:
        self.table.set_source(TextSource(text_lines(self.text, max(10, self.table.size.width - 4))))


class TextSource:
    """Lines of text as a table's rows."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines

    @property
    def count(self) -> int:
        return len(self.lines)

    def window(self, start: int, stop: int) -> Sequence[Row]:
        return [Row(start + at, (line,)) for at, line in enumerate(self.lines[start:stop])]

    def index_of(self, key: Any) -> int | None:
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
