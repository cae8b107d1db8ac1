"""`coordtui index`: whether everything recorded can be found by its words, and making the search index anew."""

from __future__ import annotations

from coordtui.cli.options import Args, Commands, Options
from coordtui.cli.output import as_json, note, say
from coordtui.cli.progress import going
from coordtui.cli.work import opened
from coordtui.errors import Exit

_STOPPED = "Stopped; the search index is as it was."


def add(commands: Commands) -> None:
    index = commands.add_parser(
        "index",
        help="check the search index, or make it anew",
        description="Work out from every record which words it is found by, and compare that with the search index. "
        "Exit code 1 when they differ; coordtui index rebuild mends that. No record is touched by either.",
    )
    index.set_defaults(run=run_check)
    rebuild = index.add_subparsers(title="verbs", metavar="VERB").add_parser(
        "rebuild",
        help="make the search index anew from the records",
        description="Make the search index anew from the records.",
    )
    rebuild.set_defaults(run=run_rebuild)
    for parser in (index, rebuild):
        parser.add_argument("--json", action="store_true", help="print one JSON object")


def run_check(options: Options, args: Args) -> Exit:
    with opened(options) as work, going("Stopped; nothing was changed.", json=args.json) as tell:
        from coordtui.casework.search_check import check_search

        found = work.ledger.read(check_search, tell)
    if args.json:
        wrong = [{"table": table, "id": row} for table, row in found.wrong]
        as_json({"ok": found.whole, "records": found.documents, "wrong": wrong})
    elif found.whole:
        say(f"{found.documents:,} records can be found by their words.")
    else:
        named = ", ".join(f"{table} {row}" for table, row in found.wrong)
        say(f"The search index is not what is recorded, among others: {named}.")
        note("The records themselves are not touched by this. coordtui index rebuild makes the index anew.")
    return Exit.DONE if found.whole else Exit.FAILED


def run_rebuild(options: Options, args: Args) -> Exit:
    with opened(options) as work, going(_STOPPED, json=args.json) as tell:
        from coordtui.casework.search_index import rebuild

        count = work.ledger.derive(rebuild, tell)
    if args.json:
        as_json({"records": count})
    else:
        say(f"The search index is made anew: {count:,} records.")
    return Exit.DONE
