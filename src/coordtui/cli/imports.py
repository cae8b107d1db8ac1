"""`coordtui import fhir`: patients exported from an EHR."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coordtui.cli.options import Args, Commands, Options, absolute
from coordtui.cli.output import Column, as_json, note, say, table
from coordtui.cli.progress import going
from coordtui.cli.work import opened
from coordtui.errors import Exit
from coordtui.rules.words import plural

if TYPE_CHECKING:
    from coordtui.exchange.fhir.report import ImportReport

COLUMNS = (
    Column("Resource", least=12),
    Column("Created", right=True),
    Column("Updated", right=True),
    Column("Unchanged", right=True),
    Column("Kept raw", right=True),
)
PROBLEMS_SHOWN = 20


def add(commands: Commands) -> None:
    parser = commands.add_parser("import", help="bring records in", description="Bring records in.")
    sources = parser.add_subparsers(title="sources", metavar="SOURCE", required=True)
    fhir = sources.add_parser(
        "fhir",
        help="bring in FHIR R4: files, folders, zips; .json and .ndjson",
        description="Import FHIR R4 bundles, single resources or NDJSON. One call is one space of ids. Importing the "
        "same again changes nothing; what was edited here is never overwritten. Exit code 6 when a file was refused "
        "or taken only partly.",
    )
    fhir.add_argument("paths", metavar="PATH", nargs="+", help="a file, a folder or a zip")
    fhir.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    fhir.add_argument("--json", action="store_true", help="print one JSON object")
    fhir.set_defaults(run=run)


def run(options: Options, args: Args) -> Exit:
    paths = [absolute(path) for path in args.paths]
    with opened(options) as work:
        from coordtui.exchange.fhir import import_paths

        with going("The import was stopped.", json=args.json) as tell:
            report = import_paths(work.ledger, paths, work.moment, dry_run=args.dry_run, tell=tell)
        if args.dry_run:
            from coordtui.casework.access import WOULD

            work.looked_at(WOULD)
    if args.json:
        as_json(report.as_json())
    else:
        _print(report)
    return report.exit_code


def _print(report: ImportReport) -> None:
    if report.cancelled and report.took_nothing:
        note("The import was stopped before anything was taken in. Nothing was changed.")
        return
    types = sorted({*report.created, *report.updated, *report.unchanged, *report.kept_raw})
    counted = (report.created, report.updated, report.unchanged, report.kept_raw)
    table(COLUMNS, [(name, *(str(counts.get(name) or "") for counts in counted)) for name in types])
    for status in ("imported", "unchanged", "partly", "refused"):
        files = [file for file in report.files if file.status == status]
        if files:
            say(f"{len(files)} {'file' if len(files) == 1 else 'files'} {_words(status, report.dry_run)}.")
    for file in report.files:
        if file.problems:
            note(f"{file.path}: {file.status}, {plural(len(file.problems), 'problem')}")
            for problem in file.problems[:PROBLEMS_SHOWN]:
                note(f"  {problem.where}: {problem.what}" if problem.where else f"  {problem.what}")
            if len(file.problems) > PROBLEMS_SHOWN:
                note(f"  ... and {len(file.problems) - PROBLEMS_SHOWN} more (--json lists all)")
    for match in report.proposed_matches:
        note(f"To decide: {match.patient} ({match.patient_id}) and {match.other}: {match.why}")
    if report.cancelled:
        left = f"; {report.left:,} resources were not reached" if report.left else ""
        if report.dry_run:
            note(f"The import was stopped while it was tried out{left}. Nothing was changed.")
        else:
            note(f"The import was stopped. What was taken in until then is whole{left}.")
            note("Import the same again for the rest; coordtui undo takes back what is in.")


def _words(status: str, dry_run: bool) -> str:
    words = {"imported": "imported", "unchanged": "unchanged", "partly": "taken partly", "refused": "refused"}
    return f"would be {words[status]}" if dry_run and status != "unchanged" else words[status]
