"""The mask over names and identifiers: a filter of the last step of drawing, so that no screen can forget it.

It sees every line of every widget as it is about to be drawn: lists, titles, boxes, fields, notices. What it hides
keeps its width, so nothing moves. While the mask is off it is not asked at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import ComposeResult
from textual.color import Color
from textual.filter import LineFilter
from textual.screen import Screen

from coordtui.rules.masking import Mask
from coordtui.widgets.text import Words

DOT: Final = "·"


class Veil(LineFilter):
    """Draws over what `mask` finds. Lines once drawn are kept by Textual for each filter, so what was learnt since
    needs a new veil over the same mask."""

    def __init__(self, mask: Mask) -> None:
        super().__init__()
        self.mask = mask

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        line = "".join(segment.text for segment in segments)
        drawn = self.drawn(line)
        if drawn is None:
            return segments
        out: list[Segment] = []
        at = 0
        for text, style, control in segments:
            out.append(Segment("".join(drawn[at : at + len(text)]), style, control))
            at += len(text)
        return out

    def drawn(self, line: str) -> list[str] | None:
        """What stands for each letter of a line; None where all of it may be read."""
        if not line or line.isspace() or not (spans := self.mask.spans(line)):
            return None
        letters = list(line)
        for span in spans:
            for at in range(span.start + span.is_name, span.end):
                letters[at] = line[at] if line[at].isspace() else DOT * cell_len(line[at])
        return letters


class Nothing(LineFilter):
    """Draws blanks in place of everything."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(" " * cell_len(text), style, control) for text, style, control in segments]


class Curtain(Screen[None]):
    """Stands over everything while the vault is being locked. It leaves by itself."""

    DEFAULT_CSS = """
    Curtain { align: center middle; }
    Curtain > Words { width: auto; }
    """

    def compose(self) -> ComposeResult:
        yield _Said("Locking ...")


class _Said(Words):
    def get_line_filters(self) -> Sequence[LineFilter]:
        return [one for one in super().get_line_filters() if not isinstance(one, Nothing)]
