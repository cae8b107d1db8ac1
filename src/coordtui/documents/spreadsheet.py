"""Tables as CSV or as an Excel workbook that no spreadsheet program obeys: text stays text.

A cell that a program would take for a formula gets an apostrophe before it, in both formats: a workbook may be saved as
CSV later (OWASP, CSV Injection). Numbers, dates and yes or no stay what they are. A cell is one line.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from coordtui.documents.text import one_line
from coordtui.errors import InvalidInput
from coordtui.pace import Tell, counted, quiet

FORMATS: Final = ("xlsx", "csv")
Cell = str | int | float | bool | dt.date | dt.datetime | None
LONGEST: Final = 32_000
"""Characters in a cell: Excel holds 32,767, and carries what is too long over into other cells."""
_FORMULA: Final = frozenset("=+-@")
_SKIPPED: Final = frozenset("\"'`“”„‘’‚«»\u200b\u200c\u200d\u2060\u00ad")
_SEPARATED: Final = re.compile(rf"([;|][{''.join(_SKIPPED)}\s]*)(?=[=+\-@＝＋－＠])")
_PLAIN: Final = re.compile(r"[A-Za-z0-9](?: ?[!-:<-{}~]){0,500}")
"""What most cells are, told at one look: printable ASCII that begins with a letter or a digit."""
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Excel reads `_x003D_` in a text as the sign of that number, here =, unless its first mark is written so too."""
_WIDEST, _TITLE = 60, 31
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_ROWS: Final = "rows"


@dataclass(frozen=True, slots=True)
class Table:
    """A title (it names a worksheet, and nobody), the columns' names, and rows of as many cells."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


def book(tables: Sequence[Table], format: str, tell: Tell = quiet) -> bytes:
    """The bytes of a file: the worksheets of a workbook, or CSV, in a zip where there are several tables.

    A moment is written as the clock shows it, without its zone.

    Raises:
        InvalidInput: "format" is neither "xlsx" nor "csv".
    """
    if format == "xlsx":
        return _workbook(tables, tell)
    if format != "csv":
        raise InvalidInput("format", f"There is no format “{format}”.", f"Choose one of {', '.join(FORMATS)}.")
    if len(tables) == 1:
        return _csv(tables[0], tell)
    return _zipped({f"{table.title}.csv": _csv(table, tell) for table in tables})


def harmless(text: str) -> str:
    """One line that no spreadsheet program takes for a formula, not even where it splits cells at ; or |."""
    if _PLAIN.fullmatch(text):
        return text
    line = _SEPARATED.sub(r"\1'", one_line(text))
    line = line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
    return f"'{line}" if _starts_a_formula(line) else line


def _starts_a_formula(line: str) -> bool:
    """Behind blanks and quotes too; ＝ and its like are what East Asian versions obey."""
    first = next((char for char in line if not char.isspace() and char not in _SKIPPED), "")
    return unicodedata.normalize("NFKC", first) in _FORMULA


def words(table: Table, most: int) -> str:
    """The first rows for the eye: the cells of a row in a line, and how many rows there are in all."""
    lines = [" · ".join(table.columns)]
    lines += [" · ".join(str(_written(cell)) for cell in row if cell not in (None, "")) for row in table.rows[:most]]
    count = len(table.rows)
    more = f" The first {most} stand here." if count > most else ""
    lines.append(f"\n{'1 row' if count == 1 else f'{count:,} rows'}, {len(table.columns)} columns.{more}")
    return "\n".join(lines)


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return harmless(str(cell))  # a code is a StrEnum, of which only its value is wanted
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return cell.replace(tzinfo=None) if isinstance(cell, dt.datetime) else cell


# --- CSV (RFC 4180, with the mark by which Excel knows UTF-8) --------------------------------------------------------


def _csv(table: Table, tell: Tell) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([harmless(name) for name in table.columns])
    rows = counted(table.rows, len(table.rows), tell, table.title, _ROWS)
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str | int | float:
    plain = _plain(cell)
    if isinstance(plain, dt.datetime):
        return plain.isoformat(" ", "minutes")
    if isinstance(plain, dt.date):
        return plain.isoformat()
    return "" if plain is None else plain


def _zipped(files: dict[str, bytes]) -> bytes:
    """Every file with the same day, so that the archive tells nothing of the machine."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


# --- Excel -----------------------------------------------------------------------------------------------------------


def _workbook(tables: Sequence[Table], tell: Tell) -> bytes:
    """Made in memory: on its own the library writes every worksheet to a temporary file first."""
    from openpyxl import Workbook

    made = Workbook()
    made.remove(made.active)
    made.properties.creator = None
    made.properties.created = made.properties.modified = dt.datetime(*_EPOCH)  # noqa: DTZ001
    for table in tables:
        _fill(made.create_sheet(harmless(table.title)[:_TITLE]), table, tell)
    parts = io.BytesIO()
    with zipfile.ZipFile(parts, "w") as archive:
        _writer(tell)(made, archive).write_data()
    with zipfile.ZipFile(parts) as archive:
        return _zipped({name: archive.read(name) for name in archive.namelist()})


def _writer(tell: Tell) -> Callable[[Any, zipfile.ZipFile], Any]:
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    class Page(WorksheetWriter):  # type: ignore[misc]
        def rows(self) -> Any:
            return counted(super().rows(), self.ws.max_row, tell, f"{self.ws.title}, writing", _ROWS)

    class InMemory(ExcelWriter):  # type: ignore[misc]
        def write_worksheet(self, ws: Any) -> None:
            page = Page(ws, out=io.BytesIO())
            page.write()
            ws._rels = page._rels
            self._archive.writestr(ws.path[1:], page.read())
            self.manifest.append(ws)

    return InMemory


def _fill(page: Any, table: Table, tell: Tell) -> None:
    from openpyxl.utils import get_column_letter

    styles = _styles(page)
    widths = [len(name) for name in table.columns]
    for at, name in enumerate(table.columns, 1):
        _put(page.cell(1, at), name, styles)._style = styles["head"]
    for number, row in enumerate(counted(table.rows, len(table.rows), tell, table.title, _ROWS), 2):
        for at, cell in enumerate(row):
            if cell is not None:
                widths[at] = max(widths[at], len(str(cell)))
                _put(page.cell(number, at + 1), cell, styles)
    for at, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(at)].width = min(width + 2, _WIDEST)
    page.freeze_panes = "A2"


def _styles(page: Any) -> Mapping[str, Any]:
    """What the cells share: set for each of them, it would take most of the time. Dates stand as ISO writes them."""
    from openpyxl.cell import Cell as Pattern
    from openpyxl.styles import Font

    made = {name: Pattern(page) for name in ("head", "text", "day", "moment")}
    made["head"].font = Font(bold=True)
    for name in ("head", "text"):
        made[name].number_format, made[name].quotePrefix = "@", True
    made["day"].number_format, made["moment"].number_format = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
    return {name: pattern._style for name, pattern in made.items()}


def _put(cell: Any, value: Cell, styles: Mapping[str, Any]) -> Any:
    """Text is typed as text, and by its style stays text when somebody edits the cell."""
    plain = _plain(value)
    cell.value = _ESCAPE.sub("_x005F_", plain) if isinstance(plain, str) else plain
    if isinstance(plain, str):
        cell.data_type, cell._style = "s", styles["text"]
    elif isinstance(plain, dt.date):
        cell._style = styles["moment" if isinstance(plain, dt.datetime) else "day"]
    return cell
