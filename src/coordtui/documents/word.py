"""The Word document: a template built in memory, so that no binary is kept in the source, and filled by docxtpl."""

from __future__ import annotations

import datetime as dt
import io
from functools import cache
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from coordtui.errors import InvalidInput

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from jinja2 import Environment

_LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def fill(source: bytes, jinja: Environment, context: dict[str, Any]) -> bytes:
    """Fill a Word template. Raises InvalidInput "template" for a file that Word would not open."""
    from docx.opc.exceptions import OpcError
    from docxtpl import DocxTemplate

    template = DocxTemplate(io.BytesIO(source))
    try:
        template.init_docx()
    except (OpcError, BadZipFile, KeyError, ValueError):
        raise InvalidInput(
            "template",
            "summary.docx in the templates folder is not a Word document.",
            "Save it from Word as .docx, or move it away to use the one that ships.",
        ) from None
    template.render(context, jinja, autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


@cache
def template() -> bytes:
    """The shipped `summary.docx`; save these bytes to a templates folder to start one's own."""
    import docx

    document = docx.Document()
    _page(document)
    _add(document, "Title", "{{ title }}")
    _add(document, "Normal", "For {{ name }}. {{ period }}. Made on {{ made }} by {{ coordinator.name }}.")
    _add(document, "Normal", "{{ intro }}")
    _talks(document)
    _goals(document)
    _medicines(document)
    _steps(document)
    _calls(document)
    _add(document, "Normal", "{{ ask }}")
    _add(document, "Caption", "{{ reading }}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Document) -> None:
    from docx.shared import Cm, Pt

    for section in document.sections:
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(1.8)
    normal = document.styles["Normal"]
    normal.font.name = "Calibri"
    normal.font.size = Pt(12)
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "", "{{ title }}", ""
    properties.created = properties.modified = _LONG_AGO


def _add(document: Document, style: str, *lines: str) -> None:
    for line in lines:
        document.add_paragraph(line, style=style)


def _section(document: Document, heading: str, rows: str, none: str) -> None:
    _add(document, "Heading 1", heading)
    _add(document, "Normal", f"{{%p if not {rows} %}}", f"{{{{ {none} }}}}", "{%p endif %}")


def _talks(document: Document) -> None:
    _section(document, "What we talked about", "talks", "no_talks")
    _add(document, "Normal", "{%p for talk in talks %}")
    whom = "{% if talk.with_whom %}, with {{ talk.with_whom }}{% endif %}"
    _add(document, "Heading 3", "{{ talk.when }}, {{ talk.how }}" + whom)
    _add(document, "Normal", "{%p if talk.discussed %}", "{{ talk.discussed }}", "{%p endif %}")
    _add(document, "Normal", "{%p if talk.agreed %}", "We agreed: {{ talk.agreed }}", "{%p endif %}", "{%p endfor %}")


def _goals(document: Document) -> None:
    _section(document, "Your goals", "goals", "no_goals")
    quoted = "{% if goal.own_words %}“{{ goal.text }}”{% else %}{{ goal.text }}{% endif %}"
    rest = "{% if goal.progress %} {{ goal.progress }}{% endif %}{% if goal.due %} {{ goal.due }}{% endif %}"
    _add(document, "Normal", "{%p for goal in goals %}")
    _add(document, "List Bullet", quoted + rest)
    _add(document, "Normal", "{%p endfor %}")


def _medicines(document: Document) -> None:
    _section(document, "Your medicines", "medicines", "no_medicines")
    _add(document, "Normal", "{{ medicine_caution }}", "{%p for medicine in medicines %}")
    rest = "{% if medicine.dosage %}: {{ medicine.dosage }}{% endif %}"
    rest += "{% if medicine.remark %} ({{ medicine.remark }}){% endif %}"
    _add(document, "List Bullet", "{{ medicine.text }}" + rest)
    _add(document, "Normal", "{%p endfor %}")


def _steps(document: Document) -> None:
    _section(document, "What comes next", "steps", "no_steps")
    _add(document, "Normal", "{%p if steps %}")
    _table(document, ("When", "What", "Who"), "step in steps", ("{{ step.when }}", "{{ step.what }}", "{{ step.who }}"))
    _add(document, "Normal", "{%p endif %}")


def _calls(document: Document) -> None:
    _add(document, "Heading 1", "Whom to call")
    mine = "{% if coordinator.phone %}: {{ coordinator.phone }}{% endif %}"
    _add(document, "List Bullet", "{{ coordinator.name }}, {{ coordinator.role }}" + mine)
    _add(document, "Normal", "{%p for person in team %}")
    role = "{% if person.role %}, {{ person.role }}{% endif %}"
    _add(document, "List Bullet", "{{ person.name }}" + role + ": {{ person.phone }}")
    _add(document, "Normal", "{%p endfor %}", "{%p for line in help_lines %}")
    _add(document, "List Bullet", "{{ line.number }}: {{ line.when }}")
    _add(document, "Normal", "{%p endfor %}")
    _add(document, "Caption", "{{ help_lines_checked }}")


def _table(document: Document, heads: tuple[str, ...], loop: str, cells: tuple[str, ...]) -> None:
    """A table with one row for each turn of the loop; docxtpl drops the rows that hold its `tr` tags."""
    table: Table = document.add_table(rows=4, cols=len(heads), style="Light Grid")
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        cell.text = text
    table.rows[1].cells[0].text = f"{{%tr for {loop} %}}"
    for cell, text in zip(table.rows[2].cells, cells, strict=True):
        cell.text = text
    table.rows[3].cells[0].text = "{%tr endfor %}"
