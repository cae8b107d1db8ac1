"""`coordtui undo`, `redo`, `log` and `log head`: the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coordtui.cli.options import Args, Commands, Options, count
from coordtui.cli.output import Column, as_json, note, say, table
from coordtui.cli.work import Work, opened
from coordtui.errors import Exit

if TYPE_CHECKING:
    from coordtui.acts import Result
    from coordtui.store.journal import Entry

SHOWN = 40
COLUMNS = (
    Column("No.", right=True),
    Column("When", least=16),
    Column("Who", least=10),
    Column("Act", least=12),
    Column("Undone", least=6),
    Column("What", least=20),
)


def add(commands: Commands) -> None:
    undo = commands.add_parser("undo", help="take back the newest act", description="Take back the newest act.")
    redo = commands.add_parser("redo", help="repeat the act undone last", description="Repeat the act undone last.")
    log = commands.add_parser(
        "log", help="the journal, newest first", description="The journal of everything done, newest first."
    )
    for parser, run in ((undo, run_undo), (redo, run_redo), (log, run_log)):
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.set_defaults(run=run)
    log.add_argument("--limit", metavar="N", type=count, help=f"the newest N entries (in words: {SHOWN})")
    log.add_argument("--patient", metavar="PATIENT", help="only what concerns one patient")
    head = log.add_subparsers(title="verbs", metavar="VERB").add_parser(
        "head",
        help="one line that proves later what the journal held now",
        description="The journal's head: one line to print or keep elsewhere. coordtui verify --head LINE says later "
        "whether the journal still holds all that it held. The line tells nothing of a patient.",
    )
    head.add_argument("--json", action="store_true", help="print one JSON object")
    head.set_defaults(run=run_head)


def run_undo(options: Options, args: Args) -> Exit:
    with opened(options) as work:
        _told("Undone", work.ledger.undo(), args)
    return Exit.DONE


def run_redo(options: Options, args: Args) -> Exit:
    with opened(options) as work:
        _told("Redone", work.ledger.redo(), args)
    return Exit.DONE


def _told(word: str, result: Result, args: Args) -> None:
    if args.json:
        as_json({word.lower(): result.label, "patient_id": result.patient_id})
    else:
        say(f"{word}: {result.label}")


def run_log(options: Options, args: Args) -> Exit:
    with opened(options) as work:
        patient = _patient(work, args.patient)
        limit = args.limit or (None if args.json else SHOWN + 1)
        entries = work.ledger.log(limit, patient)
        if patient is None:
            work.looked_at("the journal")
        else:
            work.opened_part(patient, "the journal")
        if args.json:
            as_json({"entries": [as_object(entry) for entry in entries]})
        else:
            shown = entries if args.limit else entries[:SHOWN]
            table(COLUMNS, [_cells(entry, work.me.zone) for entry in shown])
            if len(shown) < len(entries):
                note("There are earlier entries; --limit N shows more.")
    return Exit.DONE


def run_head(options: Options, args: Args) -> Exit:
    with opened(options) as work:
        head, newest = work.ledger.head(), work.ledger.log(1)[0]
    if args.json:
        as_json({"head": str(head), "seq": head.seq, "at": newest.at})
    else:
        say(str(head))
        note(f"It stands for act {head.seq} of {newest.at[:10]} {newest.at[11:16]} UTC and for all before it.")
        note("Keep this line outside of this machine; coordtui verify --head compares the journal with it.")
    return Exit.DONE


def _patient(work: Work, named: str | None) -> int | None:
    if named is None:
        return None
    from coordtui.casework.people import find

    return work.ledger.read(find, named)


def as_object(entry: Entry) -> dict[str, Any]:
    """The stable JSON shape of one line; `kind` is do, undo, redo or record."""
    return {
        "seq": entry.seq,
        "at": entry.at,
        "actor": entry.actor,
        "act": entry.act,
        "kind": entry.kind,
        "patient_id": entry.patient_id,
        "summary": entry.summary,
        "undone": entry.undone,
    }


def _cells(entry: Entry, zone: str) -> tuple[str, ...]:
    import datetime as dt
    from zoneinfo import ZoneInfo

    at = dt.datetime.fromisoformat(entry.at).astimezone(ZoneInfo(zone))
    undone = "undone" if entry.undone else ""
    return (str(entry.seq), f"{at:%Y-%m-%d %H:%M}", entry.actor, entry.act, undone, entry.summary)
