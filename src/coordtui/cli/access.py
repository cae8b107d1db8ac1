"""`coordtui access`: who looked at one patient's record, changed it, gave of it; printed, or as a paper or a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coordtui.cli.evidence import LEAVES, add_options, answer, let_leave
from coordtui.cli.options import Args, Commands, Options
from coordtui.cli.output import Column, as_json, note, table
from coordtui.cli.work import Work
from coordtui.errors import Exit

if TYPE_CHECKING:
    from sqlmodel import Session

    from coordtui.casework.access import Access
    from coordtui.documents.evidence_view import AccessView
    from coordtui.documents.scope import Scope
    from coordtui.documents.spreadsheet import Table

COLUMNS = (
    Column("No.", right=True),
    Column("When", least=16),
    Column("Who", least=8),
    Column("Did", least=10),
    Column("What", least=20, lead=True),
    Column("Records", least=12, under=True),
)


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "access",
        help="who looked at one patient's record, changed it or gave of it",
        description="Who looked at one patient's record, changed it or gave of it, and when, newest first. "
        f"Reading it is written in the journal. {LEAVES}",
    )
    add_options(parser, "the earliest")
    parser.set_defaults(run=run)


def run(options: Options, args: Args) -> Exit:
    return answer(options, args, _print, _leave)


def _print(work: Work, args: Args, patient: int) -> Exit:
    from coordtui.casework.access import accesses
    from coordtui.documents.access import around
    from coordtui.documents.period import days

    days(args.start, args.end, args.end or work.today, work.today)
    found = work.ledger.read(accesses, patient, args.start, args.end)
    work.opened_part(patient, "the access report")
    lines = around(found, args.start or found.since)
    if args.json:
        entries = [as_object(one) for one in found.entries]
        as_json({"patient_id": patient, "since": found.since, "entries": entries, "around": list(lines)})
    else:
        table(COLUMNS, [_cells(one) for one in found.entries])
        for line in lines:
            note(line)
    return Exit.DONE


def _leave(work: Work, options: Options, args: Args, patient: int) -> Exit:
    from coordtui.casework.access import accesses
    from coordtui.documents import access
    from coordtui.documents.spreadsheet import Table as Made

    def make(session: Session, scope: Scope) -> AccessView:
        return access.report(session, patient, args.start, args.end, work.today, scope)

    def rows(session: Session, _: Scope) -> Table:
        return Made(access.WHAT, access.COLUMNS, access.table(accesses(session, patient, args.start, args.end).entries))

    return let_leave(work, options, args, "access", patient, make, rows)


def as_object(one: Access) -> dict[str, Any]:
    """The stable JSON shape; `did` is saw, changed, gave, refused, took_back or repeated."""
    return {
        "seq": one.seq,
        "at": one.at,
        "actor": one.actor,
        "did": one.kind,
        "what": one.what,
        "given": one.given or None,
        "records": list(one.records),
        "undone": one.undone,
    }


def _cells(one: Access) -> tuple[str, ...]:
    from coordtui.rules.access import WORDS

    undone = " (taken back since)" if one.undone else ""
    return (
        str(one.seq),
        f"{one.at:%Y-%m-%d %H:%M}",
        one.actor,
        WORDS[one.kind],
        (one.given or one.what) + undone,
        ", ".join(one.records),
    )
