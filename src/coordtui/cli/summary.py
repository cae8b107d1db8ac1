"""`coordtui summary`: a visit summary for the patient, on paper or as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coordtui.cli.options import Args, Commands, Options, day
from coordtui.cli.paper import GATE, add_file_options, leave, tell
from coordtui.cli.work import opened
from coordtui.errors import Exit

if TYPE_CHECKING:
    from sqlmodel import Session

    from coordtui.documents.scope import Scope
    from coordtui.documents.summary import SummaryView


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "summary",
        help="a visit summary in plain language",
        description=f"A visit summary for the patient. {GATE}",
    )
    parser.add_argument("patient", metavar="PATIENT", nargs="+", help="an id, an identifier or an unambiguous name")
    add_file_options(parser, "the patient")
    parser.add_argument("--from", dest="start", metavar="D", type=day, help="first day, YYYY-MM-DD (else 30 days back)")
    parser.add_argument("--to", dest="end", metavar="D", type=day, help="last day, YYYY-MM-DD (else today)")
    parser.set_defaults(run=run)


def run(options: Options, args: Args) -> Exit:
    with opened(options) as work:
        from coordtui.casework.people import find
        from coordtui.documents.gate import for_patient
        from coordtui.documents.summary import summary

        patient = work.ledger.read(find, " ".join(args.patient))
        proposal = work.ledger.read(for_patient, patient)

        def make(session: Session, scope: Scope) -> SummaryView:
            return summary(session, patient, args.start, args.end, work.today, scope)

        left = leave(work, options, args, "summary", patient, proposal, make)
    return tell(left)
