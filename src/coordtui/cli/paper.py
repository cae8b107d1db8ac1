"""What every command that makes a document shares: its options, the way past the gate, and what is said afterwards."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coordtui.cli.gate import add_gate_options, draft_of, locked, passphrase_for
from coordtui.cli.options import Args, Options, absolute
from coordtui.cli.output import note
from coordtui.errors import Exit, InvalidInput, NotFound, Refused

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from sqlmodel import Session

    from coordtui.casework.disclosure import Clearance
    from coordtui.cli.work import Work
    from coordtui.documents.gate import Proposal, Ready
    from coordtui.documents.scope import Scope
    from coordtui.models.disclosure import DisclosureDraft

FORMATS = ("md", "html", "docx")
GATE = (
    "Markdown and HTML go to the standard output unless --output is given; Word goes to a file. "
    "Whatever leaves the vault passes the gate and is written down in the journal."
)


@dataclass(frozen=True, slots=True)
class Left:
    """A document that left: its view, what the gate said, and the file (None for the standard output)."""

    view: Any
    cleared: Clearance
    target: Path | None
    encrypted: bool


def add_file_options(parser: argparse.ArgumentParser, usual: str, more: tuple[str, ...] = ()) -> None:
    """--format, --output, --force, and the gate's. `usual` is who mostly gets it ("the patient"), `more` formats."""
    parser.add_argument("--format", choices=(*FORMATS, *more), help="else by the ending of FILE, else md")
    parser.add_argument("--output", metavar="FILE", help="the file to write, readable by you only")
    parser.add_argument("--force", action="store_true", help="replace the file if it is there")
    add_gate_options(parser, usual)


def leave(
    work: Work,
    options: Options,
    args: Args,
    document: str,
    number: int,
    proposal: Proposal,
    make: Callable[[Session, Scope], Any],
) -> Left:
    """Make a document of what may leave and let it leave: to the file that was asked for, else to the standard output.

    `document` is its key in rules/disclosure.py `DOCUMENTS`, `number` stands in the name of its file. Raises what the
    gate raises, after writing a refusal down.
    """
    from coordtui.casework.disclosure import disclose
    from coordtui.documents.leaving import check_destination, file_name
    from coordtui.documents.render import render
    from coordtui.rules.disclosure import DOCUMENTS

    format = args.format or _format_of(args.output)
    what, patient = DOCUMENTS[document].label, proposal.patient_id
    passphrase = passphrase_for(args)
    target = _target(args.output, file_name(document, number, work.today, format), sealed=passphrase is not None)
    draft = draft_of(args, proposal, document).model_copy(
        update={
            "format": format,
            "destination": "standard output" if target is None else target.name,
            "encrypted": passphrase is not None,
        }
    )
    made = _ready(work, patient, what, make, draft)
    content = locked(render(made.view, format, options.settings().templates_dir), passphrase)
    if target is not None:
        check_destination(target, args.force)
    if (parts := getattr(made.view, "parts", None)) is not None:
        draft = draft.model_copy(update={"sections": tuple(sorted(parts))})
    work.ledger.do(disclose, patient, what, draft, work.moment)
    _write(content, target, force=args.force)
    return Left(made.view, made.cleared, target, passphrase is not None)


def _ready(
    work: Work, patient: int, what: str, make: Callable[[Session, Scope], Any], draft: DisclosureDraft
) -> Ready[Any]:
    """The document as it may leave. A refusal of the gate is written down and raised."""
    from coordtui.casework.disclosure import refused
    from coordtui.documents.gate import ready

    try:
        return work.ledger.read(ready, patient, make, draft, work.moment.local().date())
    except (InvalidInput, NotFound):
        raise
    except Refused as error:
        to = draft.recipient or draft.recipient_kind
        work.ledger.do(refused, patient, what, to, error.message, work.moment)
        raise


def _write(content: bytes, target: Path | None, *, force: bool) -> None:
    if target is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        return
    from coordtui.documents.leaving import write_file

    write_file(target, content, force)


def tell(left: Left) -> Exit:
    """Say where it went, what stayed back, how hard it is to read, and what to mind before it is handed out."""
    if left.target is not None:
        plain = "It is not encrypted: keep it only as long as it is needed."
        note(f"Wrote {left.target}. {'Only its passphrase opens it.' if left.encrypted else plain}")
    if left.cleared.goes:
        note(f"Goes along under the {left.cleared.consent}: what is tagged {', '.join(left.cleared.goes)}.")
    if left.cleared.stays:
        note(f"Stayed back: what is tagged {', '.join(left.cleared.stays)}; no authorization covers it.")
    if reading := getattr(left.view, "reading", ""):
        note(reading)
    for caution in left.view.cautions:
        note(f"Caution: {caution}")
    return Exit.DONE


def _format_of(output: str | None) -> str:
    """The format that a file's ending asks for; Markdown without one."""
    name = (output or "").lower().removesuffix(".age")
    ending = Path(name).suffix.removeprefix(".")
    return ending if ending in FORMATS else "md"


def _target(output: str | None, name: str, *, sealed: bool) -> Path | None:
    """The file to write; None for the standard output. Neither Word nor a locked file goes there: such a one is called
    `name`, in the folder where one is.
    """
    from coordtui.documents.sealing import check_name, sealed_name

    if not output and not name.endswith(".docx") and not sealed:
        return None
    path = absolute(output or name)
    check_name(path, sealed=sealed)
    return sealed_name(path) if sealed else path
