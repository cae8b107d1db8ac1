"""From a view to the bytes of a file: Markdown, HTML or Word, by the shipped template or the user's own.

Templates run in a sandbox, a name that does not exist is an error, and record text is escaped for the format
whatever the template forgets. Jinja and python-docx are loaded only when a document is made.
"""

from __future__ import annotations

import dataclasses
import re
import traceback
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from coordtui.documents.text import for_markdown, one_line
from coordtui.errors import CoordError, InvalidInput

if TYPE_CHECKING:
    from jinja2 import Environment

FORMATS = ("md", "html", "docx")
MOST_BYTES = 32 * 1024 * 1024
"""Of a template's file, pictures included."""
_OUR_NAMES = re.compile(r"coordtui\.documents\.\w+\.")
_NOTICE_HINT = "Put {{ notice }} into the template, or move it away to use the one that ships."
_HINT = "Mend the template, or move it away to use the one that ships."


def check_format(format: str) -> None:
    if format not in FORMATS:
        raise InvalidInput("format", f"There is no format “{format}”.", f"Choose one of {', '.join(FORMATS)}.")


class View(Protocol):
    """A dataclass whose fields the template may use; `document` names the template ("summary")."""

    document: ClassVar[str]


def render(view: View, format: str, templates_dir: Path | None = None) -> bytes:
    """The document of a view as the bytes of a file.

    `templates_dir` may hold the user's own `summary.md`, `summary.html` or `summary.docx`, and likewise for every other
    document. Only Word has a template of its own for large print (`plan-patient-large.docx`).

    Raises:
        InvalidInput: "format"; or "template", naming the user's file, the line and the reason.
    """
    check_format(format)
    name = template_name(view, format)
    own = templates_dir / name if templates_dir else None
    context = _context(view)
    if own is not None and own.is_file():
        made = _guarded(own, lambda: _render(_read(own), name, context))
        _must_hold(made, name, getattr(view, "notice", ""))
        return made
    return _render(_shipped(name), name, context)


def _must_hold(made: bytes, name: str, notice: str) -> None:
    """What the law wants on the page (documents/scope.py) is there also by a template of one's own."""
    if not notice:
        return
    if name.endswith(".docx"):
        from coordtui.documents.word import text_of

        text = text_of(made)
    else:
        text = made.decode()
    if notice not in text:
        raise InvalidInput("template", f"{name} does not print the notice that has to go along.", _NOTICE_HINT)


def template_name(view: View, format: str) -> str:
    """ "plan-patient.html": the file in the templates folder that takes the place of the shipped one."""
    large = "-large" if format == "docx" and getattr(view, "large", False) else ""
    return f"{view.document}{large}.{format}"


def _context(view: Any) -> dict[str, Any]:
    return {field.name: getattr(view, field.name) for field in dataclasses.fields(view)}


def _shipped(name: str) -> bytes:
    if name.endswith(".docx"):
        from coordtui.documents.word import template

        return template(name.removesuffix(".docx"))
    return (files("coordtui") / "resources" / "templates" / name).read_bytes()


def environment(format: str) -> Environment:
    """A sandbox for one document: HTML and Word escape markup, Markdown every mark that it would obey."""
    from coordtui.documents.sandbox import BoundedEnvironment

    return BoundedEnvironment(
        autoescape=format != "md",
        finalize=for_markdown if format == "md" else None,
        trim_blocks=format != "docx",
        lstrip_blocks=format != "docx",
        keep_trailing_newline=True,
    )


def _render(source: bytes, name: str, context: dict[str, Any]) -> bytes:
    format = name.rpartition(".")[2]
    if format == "docx":
        from coordtui.documents.word import fill

        return fill(source, name, environment("docx"), context)
    return environment(format).from_string(source.decode("utf-8-sig")).render(context).encode("utf-8")


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        source = file.read(MOST_BYTES + 1)
    if len(source) > MOST_BYTES:
        raise InvalidInput("template", f"{path.name} in the templates folder is too large.", _HINT)
    return source


def _guarded(path: Path, make: Callable[[], bytes]) -> bytes:
    """Turn whatever goes wrong in the user's template into a sentence; none of it quotes a record."""
    try:
        return make()
    except CoordError:
        raise
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise InvalidInput("template", f"{path.name} in the templates folder: {reason}.", _HINT) from None
    except UnicodeDecodeError as error:
        where = error.object[: error.start].count(b"\n") + 1
        raise InvalidInput("template", f"{path.name}, line {where}: this is not UTF-8 text.", _HINT) from None
    except Exception as error:  # noqa: BLE001 - a template is a program of the user's, and may fail in any way
        raise InvalidInput("template", f"{path.name}{_place(error)}: {_reason(error)}", _HINT) from None


def _place(error: Exception) -> str:
    """ ", line 12" of a text template, or the words around the fault in a Word template."""
    around = " ".join(one_line(line) for line in getattr(error, "docx_context", ())).strip()
    if around:
        return f", near “{around[:120]}”"
    line = getattr(error, "lineno", None)
    if line is None:
        frames = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
        line = frames[-1] if frames else None
    return f", line {line}" if line else ""


def _reason(error: Exception) -> str:
    from jinja2.exceptions import SecurityError, TemplateError, UndefinedError

    from coordtui.documents.sandbox import TooMuch

    if isinstance(error, TooMuch):
        return "it asks for more than a document needs."
    if isinstance(error, SecurityError):
        return "this is not allowed in a template."
    if isinstance(error, UndefinedError):
        return f"{_bare(error)}; there is no such name to use here."
    if isinstance(error, TemplateError):
        return f"{_bare(error)}."
    return f"the template fails ({type(error).__name__})."


def _bare(error: Exception) -> str:
    text = one_line(getattr(error, "message", None) or str(error)).rstrip(".")
    return _OUR_NAMES.sub("", text)
