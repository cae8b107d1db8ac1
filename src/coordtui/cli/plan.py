"""`coordtui plan`: a copy of a care plan, one plain page for the patient or all of it for the team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coordtui.cli.options import Args, Commands, Options, count
from coordtui.cli.paper import GATE, add_file_options, leave, tell
from coordtui.cli.work import opened
from coordtui.errors import Exit

if TYPE_CHECKING:
    from sqlmodel import Session

    from coordtui.documents.plan import PlanCopyView
    from coordtui.documents.scope import Scope


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "plan",
        help="a copy of a care plan for the patient or the team",
        description=f"A copy of a care plan: one page in plain language, or all of it. {GATE}",
    )
    parser.add_argument("patient", metavar="PATIENT", nargs="+", help="an id, an identifier or an unambiguous name")
    parser.add_argument("--plan", metavar="ID", type=count, help="which plan (else the one that is open)")
    parser.add_argument(
        "--for", dest="reader", choices=("patient", "team"), default="patient", help="who reads it (else patient)"
    )
    parser.add_argument("--large", action="store_true", help="large print, for the patient")
    add_file_options(parser, "the patient, or the care team")
    parser.set_defaults(run=run)


def run(options: Options, args: Args) -> Exit:
    with opened(options) as work:
        from coordtui.casework.people import find
        from coordtui.documents.gate import for_plan
        from coordtui.documents.plan import plan_copy
        from coordtui.documents.plan_gather import which_plan

        patient = work.ledger.read(find, " ".join(args.patient))
        plan = work.ledger.read(which_plan, patient, args.plan)
        proposal = work.ledger.read(for_plan, plan, args.reader)

        def make(session: Session, scope: Scope) -> PlanCopyView:
            return plan_copy(session, plan, args.reader, work.today, scope, large=args.large)

        left = leave(work, options, args, f"plan-{args.reader}", plan, proposal, make)
    return tell(left)
