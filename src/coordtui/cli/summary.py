"""`coordtui summary`: a visit summary for the patient, on paper or as a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from coordtui.cli.options import Args, Commands, Options, absolute, day
from coordtui.cli.output import note
from coordtui.cli.work import Work, opened
from coordtui.errors import Exit

if TYPE_CHECKING:
    from coordtui.documents.summary import SummaryView

WHAT = "visit summary"
FORMATS = ("md", "html", "docx")


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "summary",
        help="a visit summary in plain language",
        description="A visit summary for the patient. Markdown and HTML go to the standard output unless --output is "
        "given; Word goes to a file. Whatever leaves the vault is written down in the journal.",
    )
    parser.add_argument("patient", metavar="PATIENT", nargs="+", help="an id, an identifier or an unambiguous name")
    parser.add_argument("--format", choices=FORMATS, help="else by the ending of FILE, else md")
    parser.add_argument("--output", metavar="FILE", help="the file to write, readable by you only")
    parser.add_argument("--force", action="store_true", help="replace the file if it is there")
    parser.add_argument("--from", dest="start", metavar="D", type=day, help="first day, YYYY-MM-DD (else 30 days back)")
    parser.add_argument("--to", dest="end", metavar="D", type=day, help="last day, YYYY-MM-DD (else today)")
    parser.set_defaults(run=run)


def run(options: Options, args: Args) -> Exit:
    from coordtui.casework.people import find
    from coordtui.documents.leaving import check_destination, write_file
    from coordtui.documents.summary import record_export, render, summary

    args.format = args.format or _format_of(args.output)
    templates = options.settings().templates_dir
    with opened(options) as work:
        patient = work.ledger.read(find, " ".join(args.patient))
        view = work.ledger.read(summary, patient, args.start, args.end, work.today)
        content = render(view, args.format, templates)
        target = _target(args, view, work)
        if target is not None:
            check_destination(target, args.force)
        destination = "standard output" if target is None else target.name
        work.ledger.do(record_export, patient, WHAT, args.format, destination, work.moment)
        if target is None:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
        else:
            write_file(target, content, args.force)
    if target is not None:
        note(f"Wrote {target}. It is not encrypted: keep it only as long as it is needed.")
    _remarks(view)
    return Exit.DONE


def _format_of(output: str | None) -> str:
    """The format that a file's ending asks for; Markdown without one."""
    ending = Path(output or "").suffix.lower().removeprefix(".")
    return ending if ending in FORMATS else "md"


def _target(args: Args, view: SummaryView, work: Work) -> Path | None:
    """The file to write; None for the standard output. Word never goes there, so it gets a name without a name."""
    from coordtui.documents.leaving import file_name

    if args.output:
        return absolute(args.output)
    if args.format != "docx":
        return None
    return Path.cwd() / file_name("summary", view.patient_id, work.today, args.format)


def _remarks(view: SummaryView) -> None:
    note(view.reading)
    for caution in view.cautions:
        note(f"Caution: {caution}")
