"""Turns one row into one strip of few segments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from coordtui.widgets.columns import Placed, Row
from coordtui.widgets.text import cell

CURSOR_GLYPH: Final = "▸"
MARK_GLYPH: Final = "●"
UP, DOWN = "▲", "▼"
NOT_YET = "…"

PARTS: Final = ("even", "odd", "cursor", "header", "empty", "danger", "warning", "good", "muted", "strong")
"""The component classes, without the prefix `table--`."""


@dataclass(frozen=True, slots=True)
class Look:
    """The styles of one theme and focus state. Asking the stylesheet for each line would cost more than drawing it."""

    styles: dict[str, Style]
    mixed: dict[tuple[str, str], Style] = field(default_factory=dict)

    @classmethod
    def of(cls, component: Callable[[str], Style]) -> Look:
        return cls({part: component(f"table--{part}") for part in PARTS})

    def on(self, ground: str, tone: str) -> Style:
        """A tone's letters on a row's ground. An unknown tone is no tone."""
        base = self.styles[ground]
        if not tone or ground == "cursor" or (letters := self.styles.get(tone)) is None:
            return base
        found = self.mixed.get((ground, tone))
        if found is None:
            letters = Style(color=letters.color, bold=letters.bold, dim=letters.dim, italic=letters.italic)
            found = self.mixed[(ground, tone)] = base + letters
        return found


def paint_row(
    row: Row | None, placed: Sequence[Placed], width: int, look: Look, *, index: int, cursor: bool, marked: bool
) -> Strip:
    """A row, or "…" where it has not arrived. Exactly `width` cells."""
    ground = "cursor" if cursor else "odd" if index % 2 else "even"
    gutter = (CURSOR_GLYPH if cursor else " ") + (MARK_GLYPH if marked else " ")
    if row is None:
        return _strip([(gutter + NOT_YET, look.on(ground, "muted"))], width)
    if row.whole:
        text, tone = (row.cells[0], row.tone) if isinstance(row.cells[0], str) else row.cells[0]
        base = ground if cursor else "header"
        return _strip([(gutter + cell(text, width - len(gutter)), look.on(base, tone))], width)
    pieces = [(gutter, look.on(ground, row.tone))]
    at = len(gutter)
    for spot in placed:
        content = row.cells[spot.index] if spot.index < len(row.cells) else ""
        text, tone = (content, "") if isinstance(content, str) else content
        pieces.append((" " * (spot.x - at), pieces[-1][1]))
        pieces.append((cell(text, spot.width, spot.column.align), look.on(ground, tone or row.tone)))
        at = spot.x + spot.width
    pieces.append((" " * (width - at), look.on(ground, row.tone)))
    return _strip(pieces, width, max(at, width))


def paint_header(placed: Sequence[Placed], width: int, look: Look, sort: tuple[str, bool] | None) -> Strip:
    """Column titles; `sort` is (column id, descending)."""
    line = ""
    for spot in placed:
        # The gap is counted in cells: a wide title may be shorter in letters than on the screen.
        line += " " * (spot.x - _cells_before(placed, spot)) if line else " " * spot.x
        title = spot.column.title
        if sort is not None and sort[0] == spot.column.id:
            glyph = DOWN if sort[1] else UP
            title = f"{cell(title, min(spot.width - 2, len(title))).rstrip()} {glyph}" if spot.width > 3 else glyph
        line += cell(title, spot.width, spot.column.align)
    return _strip([(line, look.styles["header"])], width)


def paint_words(text: str, width: int, look: Look) -> Strip:
    """A sentence in place of rows."""
    return _strip([("  " + cell(text, max(0, width - 2)), look.styles["empty"])], width)


def _cells_before(placed: Sequence[Placed], spot: Placed) -> int:
    before = placed[placed.index(spot) - 1]
    return before.x + before.width


def _strip(pieces: Sequence[tuple[str, Style]], width: int, cells: int | None = None) -> Strip:
    """Neighbours of one style become one segment: fewer segments is what makes a line cheap. So blanks take a style
    beside them; styles of one line differ in letters only. `cells` is how wide the pieces are, where that is known.
    """
    segments: list[Segment] = []
    text, style = "", pieces[0][1]
    for piece, its_style in pieces:
        if its_style is not style and its_style != style and not piece.isspace():
            if text and not text.isspace():
                segments.append(Segment(text, style))
                text = ""
            style = its_style
        text += piece
    segments.append(Segment(text, style))
    return Strip(segments, cells).adjust_cell_length(width, style)
