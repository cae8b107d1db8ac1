"""What commands print: JSON for scripts, aligned words for people. Results to stdout, messages to stderr.

Nothing here parses markup, and record text is cleaned of what a terminal would obey. A list is a table where it fits,
else one block a row; piped, it keeps every word.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coordtui.errors import CoordError, InvalidInput

_GAP = "  "
_PIPED = 10_000


@dataclass(frozen=True, slots=True)
class Column:
    """`least` cells must be left for it, else the list is shown as blocks. Right-aligned for numbers."""

    title: str
    least: int = 4
    right: bool = False


def as_json(value: Mapping[str, Any]) -> None:
    """One object and nothing else. Dates are ISO; letters stay readable where the stream can hold them."""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    sys.stdout.write(json.dumps(value, ensure_ascii=not unicode, indent=2, default=_plain) + "\n")


def _plain(value: object) -> object:
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def say(text: str = "") -> None:
    """A line of the result."""
    from coordtui.widgets.clean import clean

    sys.stdout.write(clean(text) + "\n")


def note(text: str) -> None:
    """A message about the result."""
    from coordtui.widgets.clean import clean

    sys.stderr.write(clean(text) + "\n")


def tell(error: CoordError) -> None:
    """An expected error: what is wrong, then the next step."""
    field = f"{error.field}: " if isinstance(error, InvalidInput) and error.field else ""
    note(f"coordtui: {field}{error.message}")
    if error.hint:
        note(error.hint)


def width() -> int:
    """Cells in a line: the terminal's (or COLUMNS), unbounded where nobody looks."""
    if "COLUMNS" not in os.environ and not sys.stdout.isatty():
        return _PIPED
    return max(20, shutil.get_terminal_size((80, 24)).columns)


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
    """Print rows of text under their titles. A column in which no row holds anything is left out."""
    from coordtui.widgets.clean import clean

    cells = [[clean(text, " ") for text in row] for row in rows]
    kept = [number for number in range(len(columns)) if any(row[number] for row in cells)]
    columns, cells = [columns[number] for number in kept], [[row[number] for number in kept] for row in cells]
    if not cells:
        return
    room = width()
    lines = _grid(columns, cells, room) if _fits(columns, room) else _blocks(columns, cells, room)
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in lines))


def _fits(columns: Sequence[Column], room: int) -> bool:
    return sum(max(column.least, len(column.title)) for column in columns) + len(_GAP) * (len(columns) - 1) <= room


def _grid(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> Iterable[str]:
    """The last column is wrapped under itself; the others are cut where they do not fit."""
    from rich.cells import cell_len

    from coordtui.widgets.clean import cell, wrap

    wanted = [max(len(column.title), *(cell_len(row[number]) for row in rows)) for number, column in enumerate(columns)]
    widths = _shares(columns, wanted, room - len(_GAP) * (len(columns) - 1))
    for row in ([column.title for column in columns], *rows):
        last = wrap(row[-1], widths[-1])
        for number, rest in enumerate(last):
            texts = [*row[:-1], rest] if number == 0 else [""] * (len(row) - 1) + [rest]
            yield _GAP.join(
                cell(text, size, "right" if column.right else "left")
                for text, size, column in zip(texts, widths, columns, strict=True)
            )


def _shares(columns: Sequence[Column], wanted: Sequence[int], room: int) -> list[int]:
    """Widths that add up to at most `room`: each its least, then what it wants, the widest giving way first."""
    widths = list(wanted)
    least = [min(want, max(column.least, len(column.title))) for column, want in zip(columns, wanted, strict=True)]
    while sum(widths) > room:
        spare = [size - floor for size, floor in zip(widths, least, strict=True)]
        widest = max(range(len(widths)), key=spare.__getitem__)
        if spare[widest] <= 0:
            break
        widths[widest] -= min(spare[widest], sum(widths) - room)
    return widths


def _blocks(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> Iterable[str]:
    """A block a row: the first column leads, every other stands on lines of its own, named."""
    from coordtui.widgets.clean import wrap

    for row in rows:
        yield from wrap(row[0], room)
        for column, text in zip(columns[1:], row[1:], strict=True):
            if text:
                for number, line in enumerate(wrap(f"{column.title}: {text}", room - 2)):
                    yield ("  " if number == 0 else "    ")[: 2 if number == 0 else 4] + line


def paragraph(text: str, indent: int = 0) -> None:
    """Words wrapped to the terminal."""
    from coordtui.widgets.clean import wrap

    sys.stdout.write("".join(f"{' ' * indent}{line}\n" for line in wrap(text, width() - indent)))
