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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from coordtui.errors import CoordError, InvalidInput

_GAP = "  "
_PIPED = 10_000


@dataclass(frozen=True, slots=True)
class Column:
    """`least` cells must be left for it, else the list is shown as blocks. Right-aligned for numbers.

    `lead` heads a block (else the first column does); `under` is put under its row where the line would be too long.
    """

    title: str
    least: int = 4
    right: bool = False
    lead: bool = False
    under: bool = False


def as_json(value: Mapping[str, Any]) -> None:
    """One object and nothing else, each key and each element of a list on a line of its own.

    Dates are ISO; letters stay readable where the stream can hold them.
    """
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    encode = json.JSONEncoder(ensure_ascii=not unicode, default=_plain).encode  # with `indent` it is ten times slower
    members = (f"  {encode(name)}: {_laid_out(part, encode)}" for name, part in value.items())
    sys.stdout.write("{\n" + ",\n".join(members) + "\n}\n")


def _laid_out(part: object, encode: Callable[[object], str]) -> str:
    if not isinstance(part, list | tuple) or not part:
        return encode(part)
    return "[\n" + ",\n".join(f"    {encode(each)}" for each in part) + "\n  ]"


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


_OPTIONS: Final = {"basis_words": "--why", "parts": "--sections"}
"""What a field of the gate is called on the command line, where the two differ."""


_ABOUT: Final = 40
"""So many characters before, within and behind a place are shown."""


def tell(error: CoordError) -> None:
    """An expected error: what is wrong, then the next step."""
    field = f"{_OPTIONS.get(error.field, error.field)}: " if isinstance(error, InvalidInput) and error.field else ""
    note(f"coordtui: {field}{error.message}")
    # at a terminal only: what was typed may name a patient, and elsewhere messages end in a log
    if isinstance(error, InvalidInput) and error.typed and sys.stderr.isatty():
        _mark(error.typed, error.span)
    if error.hint:
        note(error.hint)


def _mark(typed: str, span: tuple[int, int]) -> None:
    """What was typed, with the place that is meant underlined; of a long text the part about it."""
    from rich.cells import cell_len

    first = max(0, span[0] - _ABOUT)
    before, there = typed[first : span[0]], typed[slice(*span)][:_ABOUT] or " "
    note(f"  {before}{there}{typed[span[0] + len(there) :][:_ABOUT]}")
    note(f"  {' ' * cell_len(before)}{'^' * cell_len(there)}")


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
    if not kept:
        return
    room = width()
    lines = _grid(columns, cells, room) if _fits(columns, room) else _blocks(columns, cells, room)
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in lines))


def _fits(columns: Sequence[Column], room: int) -> bool:
    beside = [column for column in columns if not column.under]
    return sum(max(column.least, len(column.title)) for column in beside) + len(_GAP) * (len(beside) - 1) <= room


def _grid(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> Iterator[str]:
    for lines in _grid_rows(columns, rows, room):
        yield from lines


def _grid_rows(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> Iterator[list[str]]:
    """The titles, then each row, as lines: one where all fits, else the last column goes under it or is wrapped."""
    from coordtui.widgets.clean import wrap

    wanted = _wanted(columns, rows)
    if columns[-1].under and _total(wanted) > room:
        above = _grid_rows(columns[:-1], [row[:-1] for row in rows], room)
        yield next(above)
        for row, lines in zip(rows, above, strict=True):
            yield [*lines, *(f"    {line}" for line in wrap(row[-1], room - 4))]
        return
    widths = _shares(columns, wanted, room - _total([0] * len(columns)))
    for row in ([column.title for column in columns], *rows):
        first, *rest = wrap(row[-1], widths[-1]) if _total(wanted) > room and not columns[-1].right else [row[-1]]
        more = ([*[""] * (len(row) - 1), line] for line in rest)
        yield [_line(columns, widths, texts) for texts in ([*row[:-1], first], *more)]


def _line(columns: Sequence[Column], widths: Sequence[int], texts: Sequence[str]) -> str:
    from coordtui.widgets.clean import cell

    cells = zip(texts, widths, columns, strict=True)
    return _GAP.join(cell(text, size, "right" if column.right else "left") for text, size, column in cells)


def _wanted(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[int]:
    from rich.cells import cell_len

    return [max(len(column.title), *(cell_len(row[at]) for row in rows)) for at, column in enumerate(columns)]


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(_GAP) * (len(widths) - 1)


def _shares(columns: Sequence[Column], wanted: Sequence[int], room: int) -> list[int]:
    """Widths that add up to at most `room`: what each wants, the one with most to spare giving way first."""
    widths = list(wanted)
    least = [min(want, max(column.least, len(column.title))) for column, want in zip(columns, wanted, strict=True)]
    while sum(widths) > room:
        spare = [size - floor for size, floor in zip(widths, least, strict=True)]
        widest = max(range(len(widths)), key=spare.__getitem__)
        if spare[widest] <= 0:
            break
        widths[widest] -= 1
    return widths


def _blocks(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> Iterator[str]:
    """A block a row: one column leads, every other stands below it, named."""
    from coordtui.widgets.clean import wrap

    lead = next((at for at, column in enumerate(columns) if column.lead), 0)
    for row in rows:
        yield from wrap(row[lead], room)
        for at, text in enumerate(row):
            if text and at != lead:
                first, *rest = wrap(f"{columns[at].title}: {text}", room - 4)
                yield f"  {first}"
                yield from (f"    {line}" for line in rest)


def paragraph(text: str, indent: int = 0) -> None:
    """Words wrapped to the terminal."""
    from coordtui.widgets.clean import wrap

    sys.stdout.write("".join(f"{' ' * indent}{line}\n" for line in wrap(text, width() - indent)))
