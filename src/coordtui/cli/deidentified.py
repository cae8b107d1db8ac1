"""`coordtui deidentified`: the caseload for quality work, by Safe Harbor, with nobody in it."""

from __future__ import annotations

from coordtui.cli.options import Args, Commands, Options
from coordtui.cli.output import note
from coordtui.cli.tables import add_table_options, format_of, leave_tables, read_long
from coordtui.cli.work import opened
from coordtui.errors import Exit

_ENDINGS = {"xlsx": "xlsx", "zip": "csv"}


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "deidentified",
        help="the caseload as tables with nobody in them, for quality work",
        description="The caseload as tables with nobody in them, by the Safe Harbor rule (45 CFR 164.514(b)(2)): no "
        "names, no free text, years in place of dates, people numbered by lot. Ending in .xlsx it is a workbook, in "
        ".zip a CSV file for each table. The journal says that it left.",
    )
    add_table_options(parser)
    parser.add_argument("--recipient", metavar="NAME", default="", help="who gets it (else yourself)")
    parser.add_argument("--encrypt-with", metavar="FILE", help="lock the file (age) with the passphrase in FILE")
    parser.set_defaults(run=run)


def run(options: Options, args: Args) -> Exit:
    format = format_of(args, _ENDINGS)
    with opened(options) as work:
        from coordtui.documents.deidentified import WHAT, deidentified
        from coordtui.models.disclosure import Basis, DisclosureDraft, Purpose

        found = read_long(work, deidentified, work.today)
        draft = DisclosureDraft(
            recipient=args.recipient,
            recipient_kind="agency" if args.recipient else "me",
            purpose=Purpose.OPERATIONS,
            basis=Basis.DEIDENTIFIED,
        )
        leave_tables(work, args, format, found.tables, (), WHAT, draft)
    for caution in found.cautions:
        note(f"Caution: {caution}")
    return Exit.DONE
