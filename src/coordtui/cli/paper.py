"""What every command that makes a document shares: its options, the gate, and what is said afterwards."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coordtui.cli.options import Args, Options, absolute
from coordtui.cli.output import note
from coordtui.errors import Exit

if TYPE_CHECKING:
    import argparse

    from coordtui.cli.work import Work

FORMATS = ("md", "html", "docx")
GATE = (
    "Markdown and HTML go to the standard output unless --output is given; Word goes to a file. "
    "Whatever leaves the vault is written down in the journal."
)


def add_file_options(parser: argparse.ArgumentParser) -> None:
    """--format, --output, --force."""
    parser.add_argument("--format", choices=FORMATS, help="else by the ending of FILE, else md")
    parser.add_argument("--output", metavar="FILE", help="the file to write, readable by you only")
    parser.add_argument("--force", action="store_true", help="replace the file if it is there")


def leave(work: Work, options: Options, args: Args, view: Any, what: str, stem: str, number: int) -> Path | None:
    """Render a view and let it leave: to the file that was asked for, else to the standard output.

    `what` names the document in the journal, `stem` and `number` its file. The file, None for the standard output.
    """
    from coordtui.documents.exports import record_export
    from coordtui.documents.leaving import check_destination, write_file
    from coordtui.documents.render import render

    format = args.format or _format_of(args.output)
    content = render(view, format, options.settings().templates_dir)
    target = _target(args.output, format, stem, number, work)
    if target is not None:
        check_destination(target, args.force)
    destination = "standard output" if target is None else target.name
    work.ledger.do(record_export, view.patient_id, what, format, destination, work.moment)
    if target is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
    else:
        write_file(target, content, args.force)
    return target


def tell(view: Any, target: Path | None) -> Exit:
    """Say where it went, how hard it is to read, and what to mind before it is handed out."""
    if target is not None:
        note(f"Wrote {target}. It is not encrypted: keep it only as long as it is needed.")
    if reading := getattr(view, "reading", ""):
        note(reading)
    for caution in view.cautions:
        note(f"Caution: {caution}")
    return Exit.DONE


def _format_of(output: str | None) -> str:
    """The format that a file's ending asks for; Markdown without one."""
    ending = Path(output or "").suffix.lower().removeprefix(".")
    return ending if ending in FORMATS else "md"


def _target(output: str | None, format: str, stem: str, number: int, work: Work) -> Path | None:
    """The file to write; None for the standard output. Word never goes there, so it gets a name without a name."""
    from coordtui.documents.leaving import file_name

    if output:
        return absolute(output)
    if format != "docx":
        return None
    return Path.cwd() / file_name(stem, number, work.today, format)
