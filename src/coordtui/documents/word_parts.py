"""What the Word templates are built of: a page, paragraphs, sections and tables that docxtpl fills."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

_LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def page(points: float = 12, *, tight: bool = False) -> Document:
    """An empty document in letters of that many points; `tight` saves space before headings and between lines."""
    import docx
    from docx.shared import Cm, Pt

    document = docx.Document()
    for section in document.sections:
        section.left_margin = section.right_margin = Cm(2.2 if not tight else 1.8)
        section.top_margin = section.bottom_margin = Cm(1.8 if not tight else 1.4)
    normal = document.styles["Normal"]
    normal.font.name = "Calibri"
    normal.font.size = Pt(points)
    if tight:
        _tighten(document, points)
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "", "{{ title }}", ""
    properties.created = properties.modified = _LONG_AGO
    return document


def _tighten(document: Document, points: float) -> None:
    from docx.shared import Pt

    sizes = {"Title": 1.6, "Heading 1": 1.25, "Heading 2": 1.1, "List Bullet": 1, "Caption": 0.85, "Normal": 1}
    for name, times in sizes.items():
        style = document.styles[name]
        style.font.size = Pt(round(points * times, 1))
        style.paragraph_format.space_before = Pt(points * 0.5 if name.startswith("Heading") else 0)
        style.paragraph_format.space_after = Pt(points * 0.25)
        style.paragraph_format.line_spacing = 1.0


def add(document: Document, style: str, *lines: str) -> None:
    for line in lines:
        document.add_paragraph(line, style=style)


def section(document: Document, heading: str, rows: str, none: str, level: int = 1) -> None:
    """A heading, and the sentence named `none` where `rows` is empty."""
    add(document, f"Heading {level}", heading)
    add(document, "Normal", f"{{%p if not {rows} %}}", f"{{{{ {none} }}}}", "{%p endif %}")


def when(document: Document, condition: str, *builders: Callable[[Document], None]) -> None:
    """What `builders` add, only where the condition holds."""
    add(document, "Normal", f"{{%p if {condition} %}}")
    for build in builders:
        build(document)
    add(document, "Normal", "{%p endif %}")


def bullets(document: Document, loop: str, text: str) -> None:
    """One bullet for each turn of the loop."""
    add(document, "Normal", f"{{%p for {loop} %}}")
    add(document, "List Bullet", text)
    add(document, "Normal", "{%p endfor %}")


def given(document: Document, style: str, condition: str, text: str) -> None:
    """A paragraph that is there only where the condition holds."""
    add(document, "Normal", f"{{%p if {condition} %}}")
    add(document, style, text)
    add(document, "Normal", "{%p endif %}")


def table(document: Document, heads: Sequence[str], loop: str, cells: Sequence[str]) -> None:
    """A table with one row for each turn of the loop; docxtpl drops the rows that hold its `tr` tags."""
    made: Table = document.add_table(rows=4, cols=len(heads), style="Light Grid")
    for cell, text in zip(made.rows[0].cells, heads, strict=True):
        cell.text = text
    made.rows[1].cells[0].text = f"{{%tr for {loop} %}}"
    for cell, text in zip(made.rows[2].cells, cells, strict=True):
        cell.text = text
    made.rows[3].cells[0].text = "{%tr endfor %}"
