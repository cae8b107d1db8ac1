"""`coordtui caseload`: everyone, with where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coordtui.cli.finding import add_filter, asked, explain
from coordtui.cli.options import Args, Commands, Options
from coordtui.cli.output import Column, as_json, say, table
from coordtui.cli.work import opened
from coordtui.errors import Exit

if TYPE_CHECKING:
    import datetime as dt

    from coordtui.casework.caseload import CaseloadRow

COLUMNS = (
    Column("Id", right=True),
    Column("Patient", least=14, lead=True),
    Column("Age", right=True),
    Column("Acuity", least=8),
    Column("Next due", least=10),
    Column("Last contact", least=10),
    Column("Open", right=True),
    Column("Plan", least=6),
    Column("Engagement", least=8),
)


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "caseload",
        help="every patient, with where they stand",
        description="Every patient. FILTER narrows the list, for example: 'acuity:>=high lang:es deceased:no'",
    )
    add_filter(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(options: Options, args: Args) -> Exit:
    with opened(options) as work:
        from coordtui.casework.caseload import caseload

        filter = asked(work, args, "caseload")
        if args.explain:
            return explain(filter, "caseload", work)
        rows = work.ledger.read(caseload, work.today, filter=filter)
        work.looked_at("the caseload")
        if args.json:
            as_json({"rows": [as_object(row) for row in rows]})
        else:
            table(COLUMNS, [_cells(row, work.today) for row in rows])
            say("1 person." if len(rows) == 1 else f"{len(rows)} people.")
    return Exit.DONE


def as_object(row: CaseloadRow) -> dict[str, Any]:
    """The stable JSON shape; `acuity` is the score, `level` the one that counts."""
    return {
        "patient_id": row.patient_id,
        "patient": row.patient,
        "birth_date": row.birth_date,
        "acuity": row.acuity,
        "level": row.level,
        "next_due": row.next_due,
        "last_two_way": row.last_two_way,
        "open": row.open,
        "plan": row.plan,
        "engagement": row.engagement,
        "deceased": row.deceased,
    }


def _cells(row: CaseloadRow, today: dt.date) -> tuple[str, ...]:
    from coordtui.rules.dates import show_day

    acuity = "" if row.level is None else f"{row.level} {row.acuity}"
    return (
        str(row.patient_id),
        row.patient + (" †" if row.deceased else ""),
        "" if row.age is None else str(row.age),
        acuity,
        show_day(row.next_due, today) if row.next_due else "",
        show_day(row.last_two_way, today) if row.last_two_way else "never",
        str(row.open),
        row.plan or "",
        row.engagement,
    )
