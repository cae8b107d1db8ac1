"""`coordtui today`: the ranked queue of a day, with the reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coordtui.cli.finding import add_filter, asked, explain
from coordtui.cli.options import Args, Commands, Options, count
from coordtui.cli.output import Column, as_json, note, say, table
from coordtui.cli.work import opened
from coordtui.errors import Exit

if TYPE_CHECKING:
    import datetime as dt

    from coordtui.casework.today import Row, Today

COLUMNS = (
    Column("Tier"),
    Column("Points", right=True),
    Column("Patient", least=14, lead=True),
    Column("Due", least=10),
    Column("What", least=20),
    Column("Why", least=24, under=True),
)


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "today",
        help="the ranked queue, with its reasons",
        description="The ranked queue of today. FILTER narrows it, for example: tier:1 lang:es -due:week cardiology",
    )
    add_filter(parser)
    parser.add_argument("--limit", metavar="N", type=count, help="show the first N rows")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(options: Options, args: Args) -> Exit:
    with opened(options) as work:
        from coordtui.casework.today import today

        filter = asked(work, args, "today")
        if args.explain:
            return explain(filter, "today", work)
        view = work.ledger.read(today, work.today, filter=filter, limit=args.limit, stored=work.stored)
        work.looked_at("today's queue")
        if args.json:
            as_json(as_object(view))
        else:
            _print(view)
    return Exit.DONE


def as_object(view: Today) -> dict[str, Any]:
    """The stable JSON shape; the reasons' points add up to `points`."""
    return {
        "on": view.on,
        "counts": {str(tier): number for tier, number in sorted(view.counts.items())},
        "deferred": view.deferred,
        "waiting": view.waiting,
        "scheduled": view.scheduled,
        "later": view.later,
        "rows": [_row(row) for row in view.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "patient_id": row.patient_id,
        "patient": row.patient,
        "tier": row.tier,
        "points": row.points,
        "reasons": [{"text": reason.text, "points": reason.points} for reason in row.reasons],
        "due_on": row.due_on,
        "limit_at": row.limit_at,
        "ball": row.ball,
        "kind": row.kind,
        "follow_up_id": row.follow_up_id,
        "text": row.text,
        "more": [
            {"follow_up_id": item.follow_up_id, "kind": item.kind, "due_on": item.due_on, "text": item.text}
            for item in row.more
        ],
    }


def _print(view: Today) -> None:
    from coordtui.rules.dates import show_day

    shown = sum(view.counts.values())
    say(f"{view.on:%A %d %B %Y}: {_people(shown)} in the queue. {_tiers(view)}".rstrip())
    table(COLUMNS, [_cells(row, view.on, show_day) for row in view.rows])
    if shown > len(view.rows):
        note(f"{shown - len(view.rows)} more not shown (--limit).")
    say(f"Deferred {view.deferred}, waiting {view.waiting}, scheduled {view.scheduled}; later: {_people(view.later)}.")


def _cells(row: Row, today: dt.date, show_day: Any) -> tuple[str, ...]:
    why = " · ".join(f"{reason.text} (+{reason.points})" for reason in row.reasons)
    return (f"T{row.tier}", str(row.points), row.patient, show_day(row.due_on, today), row.text, why)


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def _tiers(view: Today) -> str:
    return " · ".join(f"T{tier} {number}" for tier, number in sorted(view.counts.items()) if number)
