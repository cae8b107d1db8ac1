"""What `access` and `disclosures` share: printed they are a look, as a paper or a table they leave through the gate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from coordtui.cli.gate import draft_of
from coordtui.cli.options import Args, Options, day
from coordtui.cli.paper import add_file_options, leave, tell
from coordtui.cli.tables import format_of, leave_tables
from coordtui.cli.work import Work, opened
from coordtui.errors import Exit, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from sqlmodel import Session

    from coordtui.documents.scope import Scope
    from coordtui.documents.spreadsheet import Table

_TABLES = {"csv": "csv", "xlsx": "xlsx"}
LEAVES = "With --format or --output it leaves, through the gate, as a paper (md, html, docx) or a table (csv, xlsx)."


def add_options(parser: argparse.ArgumentParser, earliest: str) -> None:
    """Whose, of which days, --json, and those of a document that may be a table too."""
    parser.add_argument("patient", metavar="PATIENT", nargs="+", help="an id, an identifier or an unambiguous name")
    parser.add_argument("--from", dest="start", metavar="D", type=day, help=f"first day, YYYY-MM-DD (else {earliest})")
    parser.add_argument("--to", dest="end", metavar="D", type=day, help="last day, YYYY-MM-DD (else today)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_file_options(parser, "the patient", tuple(_TABLES))


def answer(
    options: Options,
    args: Args,
    show: Callable[[Work, Args, int], Exit],
    give: Callable[[Work, Options, Args, int], Exit],
) -> Exit:
    """`show` prints it for a patient's key; `give` lets it leave, where a file or a document was asked for."""

    leaving = _leaves(args)
    with opened(options) as work:
        from coordtui.casework.people import find

        patient = work.ledger.read(find, " ".join(args.patient))
        return give(work, options, args, patient) if leaving else show(work, args, patient)


def _leaves(args: Args) -> bool:
    """Raises UsageError where a document and --json were asked for."""
    asked = bool(args.format or args.output)
    if asked and args.json:
        raise UsageError("--json prints for a script; --format and --output make a document.", "Leave one of them out.")
    return asked


def let_leave(
    work: Work,
    options: Options,
    args: Args,
    document: str,
    patient_id: int,
    make: Callable[[Session, Scope], Any],
    table: Callable[[Session, Scope], Table],
) -> Exit:
    """`make` is the paper, `table` the same as rows; `document` the key of both in rules/disclosure.py `DOCUMENTS`."""
    from coordtui.casework.clearance import clearance
    from coordtui.documents.gate import for_patient
    from coordtui.documents.scope import Scope
    from coordtui.rules.disclosure import DOCUMENTS

    proposal = work.ledger.read(for_patient, patient_id)
    if not _as_table(args):
        return tell(leave(work, options, args, document, patient_id, proposal, make))
    if not args.output:
        raise UsageError("A table goes to a file.", "Name it with --output FILE.")
    draft = draft_of(args, proposal, document)
    cleared = work.ledger.read(clearance, patient_id, draft, work.moment.local().date())
    made = work.ledger.read(table, Scope(frozenset(draft.sections), cleared.covered))
    leave_tables(work, args, format_of(args, _TABLES), (made,), patient_id, DOCUMENTS[document].label, draft)
    return Exit.DONE


def _as_table(args: Args) -> bool:
    """By --format, else by the ending of the file."""
    ending = Path((args.output or "").lower().removesuffix(".age")).suffix.removeprefix(".")
    return (args.format or ending) in _TABLES
