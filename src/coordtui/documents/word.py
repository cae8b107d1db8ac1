"""The Word document: a template built in memory, so that no binary is kept in the source, and filled by docxtpl."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from zipfile import BadZipFile, ZipFile

from coordtui.documents import word_evidence, word_packet, word_plan, word_summary
from coordtui.errors import InvalidInput

if TYPE_CHECKING:
    from docx.document import Document
    from jinja2 import Environment

MOST_UNPACKED: Final = 64 * 1024 * 1024

_BUILDERS: Final[Mapping[str, Callable[[], Document]]] = {
    "summary": word_summary.build,
    "plan-patient": word_plan.patient,
    "plan-patient-large": word_plan.patient_large,
    "plan-team": word_plan.team,
    "packet": word_packet.build,
    "accounting": word_evidence.accounting,
    "access": word_evidence.access,
}


def fill(source: bytes, name: str, jinja: Environment, context: dict[str, Any]) -> bytes:
    """Fill a Word template. Raises InvalidInput "template" for a file (`name`) that Word would not open."""
    from docx.opc.exceptions import OpcError
    from docxtpl import DocxTemplate

    template = DocxTemplate(io.BytesIO(source))
    try:
        _check_size(source, name)
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


def _check_size(source: bytes, name: str) -> None:
    """Before it is unpacked: a small file can claim to hold any amount."""
    with ZipFile(io.BytesIO(source)) as archive:
        if sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED:
            raise InvalidInput(
                "template",
                f"{name} in the templates folder unpacks to more than a document needs.",
                "Save it anew from Word.",
            )


def text_of(made: bytes) -> str:
    """The words of a Word document's paragraphs, outside of tables."""
    import docx

    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(made)).paragraphs)


@cache
def template(name: str = "summary") -> bytes:
    """The shipped `summary.docx` (or another's); save these bytes to a templates folder to start one's own."""
    out = io.BytesIO()
    _BUILDERS[name]().save(out)
    return out.getvalue()
