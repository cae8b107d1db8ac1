"""What a table is made of: columns, rows, and how columns share a width."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from coordtui.widgets.text import Align

Cell = str | tuple[str, str]
"""Text, or text with a tone ("danger", "warning", "good", "muted", "strong")."""

GUTTER = 2  # the cursor's glyph and the mark's


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `tone` colours the whole of it; `marked` shows the mark's glyph.

    With `whole` it is a heading: its first cell stands over all columns.
    """

    key: Hashable
    cells: tuple[Cell, ...]
    marked: bool = False
    tone: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """Give `width` in cells, or leave it 0 and share what remains by `weight`, between `min_width` and `max_width`.

    Where the screen is too narrow, the column with the highest `priority` number goes first.
    """

    id: str
    title: str
    width: int = 0
    weight: int = 1
    min_width: int = 6
    max_width: int = 0
    align: Align = "left"
    priority: int = 0
    sortable: bool = True

    @property
    def least(self) -> int:
        return self.width or self.min_width


@dataclass(frozen=True, slots=True)
class Placed:
    """A column on the screen: `index` into the columns and a row's cells, `x` from the table's left edge."""

    index: int
    column: Column
    x: int
    width: int


def place(columns: Sequence[Column], total: int) -> tuple[Placed, ...]:
    """Choose the columns that fit into `total` cells, gutter included, and give each its width."""
    room = max(0, total - GUTTER)
    gap = 2 if total >= 100 else 1
    chosen = _chosen(columns, room, gap)
    widths = _widths([column for _, column in chosen], room - gap * (len(chosen) - 1))
    placed: list[Placed] = []
    x = GUTTER
    for (index, column), width in zip(chosen, widths, strict=True):
        placed.append(Placed(index, column, x, width))
        x += width + gap
    return tuple(placed)


def _chosen(columns: Sequence[Column], room: int, gap: int) -> list[tuple[int, Column]]:
    chosen = list(enumerate(columns))
    while len(chosen) > 1 and sum(c.least + gap for _, c in chosen) - gap > room:
        # Of equals the rightmost goes.
        chosen.remove(max(chosen, key=lambda item: (item[1].priority, item[0])))
    return chosen


def _widths(columns: Sequence[Column], room: int) -> list[int]:
    """Fixed widths first; the rest by weight, again and again while some column meets its limit."""
    widths = [column.width for column in columns]
    if len(columns) == 1:  # the last column stands on any screen
        widths[0] = min(widths[0], room)
    free = {i for i, column in enumerate(columns) if not column.width}
    left = room - sum(widths)
    while free:
        shares = _shares(columns, free, left)
        low = {i for i in free if shares[i] < columns[i].min_width}
        high = {i for i in free if columns[i].max_width and shares[i] > columns[i].max_width}
        settled = low or high  # one side at a time: raising some takes from the others
        for i in settled or free:
            widths[i] = columns[i].min_width if i in low else columns[i].max_width if i in high else shares[i]
            if len(columns) == 1:
                widths[i] = min(widths[i], room)
            left -= widths[i]
        free = free - settled if settled else set()
    return widths


def _shares(columns: Sequence[Column], free: set[int], left: int) -> dict[int, int]:
    """Whole cells that add up to `left`."""
    shares: dict[int, int] = {}
    weights = sum(columns[i].weight for i in free)
    left = max(0, left)
    for i in sorted(free):
        share = left * columns[i].weight // weights if weights else 0
        shares[i] = share
        left -= share
        weights -= columns[i].weight
    return shares
