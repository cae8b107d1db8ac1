"""`coordtui referrals`: every open referral, with who has the ball and by when it has to move on."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from coordtui.cli.finding import add_filter, asked, explain
from coordtui.cli.options import Args, Commands, Options
from coordtui.cli.output import Column, as_json, say, table
from coordtui.cli.work import opened
from coordtui.errors import Exit

if TYPE_CHECKING:
    import datetime as dt

    from coordtui.casework.referral_tracker import Tracker, TrackerRow

GROUPS = ("state", "ball", "age", "provider", "patient")
COLUMNS = (
    Column("Id", right=True),
    Column("Patient", least=12, lead=True),
    Column("Referral", least=12),
    Column("State", least=8),
    Column("Ball", least=7),
    Column("Days", right=True),
    Column("Limit", least=8),
    Column("Next check", least=8),
)


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "referrals",
        help="every open referral, with whose turn it is",
        description="Every open referral. FILTER narrows the list, for example: ball:recipient due:overdue cardiology. "
        "The words sent, urgent, social, amber, red and escalate are found too.",
    )
    add_filter(parser)
    parser.add_argument("--by", choices=GROUPS, default="state", help="what the list is grouped by (else the state)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(options: Options, args: Args) -> Exit:
    with opened(options) as work:
        from coordtui.casework.referral_tracker import tracker

        filter = asked(work, args, "referrals")
        if args.explain:
            return explain(filter, "referrals", work)
        found = work.ledger.read(tracker, work.today, filter=filter, group=args.by)
        work.looked_at("the open referrals")
        if args.json:
            as_json({"rows": [as_object(row) for row in found.rows]})
        else:
            say_groups(found, work.today)
    return Exit.DONE


def as_object(row: TrackerRow) -> dict[str, Any]:
    """The stable JSON shape. `limit_on` is the day by which it has to move on, `age` how it stands against that."""
    return {
        "id": row.work_id,
        "patient_id": row.patient_id,
        "patient": row.patient,
        "what": row.what,
        "to": row.to_name,
        "urgency": row.urgency,
        "social": row.social,
        "state": row.state,
        "label": row.label,
        "ball": row.ball,
        "since": row.since,
        "next_check_on": row.next_check_on,
        "age_days": row.age_days,
        "indicated_on": row.indicated_on,
        "limit_on": row.limit_on,
        "age": row.stage_age,
        "parent_id": row.parent_id,
        "group": row.group.key,
    }


def say_groups(found: Tracker, today: dt.date) -> None:
    """Print the list group by group."""
    cells: dict[int, list[tuple[str, ...]]] = defaultdict(list)
    for row in found.rows:
        cells[row.group.code].append(_cells(row, today))
    for group in found.groups:
        late = f", {group.late} late" if group.late else ""
        say(f"{group.heading.title}: {group.count}{late}")
        table(COLUMNS, cells[group.heading.code])
        say("")
    say("1 open referral." if len(found.rows) == 1 else f"{len(found.rows)} open referrals.")


def _cells(row: TrackerRow, today: dt.date) -> tuple[str, ...]:
    from coordtui.rules.dates import show_day

    what = f"{row.what} → {row.to_name}" if row.to_name else row.what
    late = "" if row.stage_age == "in time" else f" ({row.stage_age})"
    return (
        str(row.work_id),
        row.patient,
        what,
        row.label,
        row.ball,
        str(row.age_days),
        show_day(row.limit_on, today) + late if row.limit_on else "",
        show_day(row.next_check_on, today) if row.next_check_on else "",
    )
