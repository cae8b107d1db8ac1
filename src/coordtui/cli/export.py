"""`coordtui export`: a list as a spreadsheet."""

from __future__ import annotations

from coordtui.cli.gate import add_gate_options, draft_of
from coordtui.cli.options import Args, Commands, Options
from coordtui.cli.output import note
from coordtui.cli.tables import add_table_options, format_of, kept_back, leave_tables, read_long
from coordtui.cli.work import opened
from coordtui.errors import Exit, Refused

LISTS = ("caseload", "today", "referrals")
"""As in documents/lists.py, which is not loaded to read a command line; a test holds the two together."""
_ENDINGS = {"xlsx": "xlsx", "csv": "csv"}


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "export",
        help="a list as a spreadsheet",
        description="A list as a spreadsheet: a workbook (.xlsx) or .csv. FILTER narrows it as in the command of that "
        "list. Cells that a spreadsheet program would take for a formula get an apostrophe. The journal says for every "
        "patient in it that it left; rows that carry a sensitivity tag stay back.",
    )
    parser.add_argument("list", metavar="LIST", choices=LISTS, help=", ".join(LISTS))
    parser.add_argument("filter", metavar="FILTER", nargs="*", help="words that a row must hold, key:value, -negated")
    add_table_options(parser)
    add_gate_options(parser, "yourself")
    parser.set_defaults(run=run)


def run(options: Options, args: Args) -> Exit:
    format = format_of(args, _ENDINGS)
    with opened(options) as work:
        from coordtui.documents.lists import LISTS, MINE, list_view
        from coordtui.rules.disclosure import DOCUMENTS

        document = LISTS[args.list].document
        draft, what = draft_of(args, MINE, document), DOCUMENTS[document].label
        try:
            view = read_long(work, list_view, args.list, work.today, args.filter, draft.sections)
        except Refused as error:
            kept_back(work, what, draft, error)
            raise
        draft = draft.model_copy(update={"sections": tuple(sorted(view.parts))})
        leave_tables(work, args, format, (view.table,), view.patients, what, draft)
    for caution in view.cautions:
        note(f"Caution: {caution}")
    return Exit.DONE
