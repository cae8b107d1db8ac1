"""The Word document: a template built in memory, so that no binary is kept in the source, and filled by docxtpl."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from zipfile import BadZipFile

from coordtui.documents import word_packet, word_plan, word_summary
from coordtui.errors import InvalidInput

if TYPE_CHECKING:
    from docx.document import Document
    from jinja2 import Environment

_BUILDERS: Final[Mapping[str, Callable[[], Document]]] = {
    "summary": word_summary.build,
    "plan-patient": word_plan.patient,
    "plan-patient-large": word_plan.patient_large,
    "plan-team": word_plan.team,
    "packet": word_packet.build,
}


def fill(source: bytes, name: str, jinja: Environment, context: dict[str, Any]) -> bytes:
    """Fill a Word template. Raises InvalidInput "template" for a file (`name`) that Word would not open."""
    from docx.opc.exceptions import OpcError
    from docxtpl import DocxTemplate

    template = DocxTemplate(io.BytesIO(source))
    try:
        template.init_docx()
    except (OpcError, BadZipFile, KeyError, ValueError):
        raise InvalidInput(
            "template",
            f"{name} in the templates folder is not a Word document.",
            "Save it from Word as .docx, or move it away to use the one that ships.",
        ) from None
    template.render(context, jinja, autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


@cache
def template(name: str = "summary") -> bytes:
    """The shipped `summary.docx` (or another's); save these bytes to a templates folder to start one's own."""
    out = io.BytesIO()
    _BUILDERS[name]().save(out)
    return out.getvalue()
