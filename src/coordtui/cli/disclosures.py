"""`coordtui disclosures`: the accounting of what left about one patient (45 CFR 164.528), or all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coordtui.cli.evidence import LEAVES, add_options, answer, let_leave
from coordtui.cli.options import Args, Commands, Options
from coordtui.cli.output import Column, as_json, note, say, table
from coordtui.cli.work import Work
from coordtui.errors import Exit

if TYPE_CHECKING:
    from sqlmodel import Session

    from coordtui.casework.disclosure import DisclosureView
    from coordtui.documents.evidence_view import AccountingView, GivenLine
    from coordtui.documents.scope import Scope
    from coordtui.documents.spreadsheet import Table

COLUMNS = (
    Column("Date", least=12),
    Column("To", least=14, lead=True),
    Column("Address", least=10),
    Column("What", least=16),
    Column("Why", least=16),
    Column("Ground", least=16, under=True),
)


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "disclosures",
        help="to whom one patient's record was given",
        description="To whom one patient's record was given, when, which parts and why: what 45 CFR 164.528 asks for, "
        f"six years back, or all of it. Reading it is written in the journal. {LEAVES}",
    )
    parser.add_argument("--all", dest="everything", action="store_true", help="also what the law does not ask to list")
    add_options(parser, "six years back")
    parser.set_defaults(run=run)


def run(options: Options, args: Args) -> Exit:
    return answer(options, args, _print, _leave)


def _print(work: Work, args: Args, patient: int) -> Exit:
    from coordtui.documents.accounting import accounting, listed

    asked = (patient, args.start, args.end, work.today)
    view = work.ledger.read(accounting, *asked, everything=args.everything)
    work.opened_part(patient, "the accounting of disclosures")
    if args.json:
        found = work.ledger.read(listed, *asked, everything=args.everything)
        as_json({"patient_id": patient, "disclosures": [as_object(one) for one in found]})
    elif view.rows:
        table(COLUMNS, [_cells(row) for row in view.rows])
    else:
        say(view.nothing)
    for line in filter(None, (view.law, *view.cautions)):
        note(line)
    return Exit.DONE


def _leave(work: Work, options: Options, args: Args, patient: int) -> Exit:
    from coordtui.documents import accounting
    from coordtui.documents.spreadsheet import Table as Made

    asked = (patient, args.start, args.end, work.today)

    def make(session: Session, scope: Scope) -> AccountingView:
        return accounting.accounting(session, *asked, scope, everything=args.everything)

    def rows(session: Session, scope: Scope) -> Table:
        found = accounting.listed(session, *asked, scope, everything=args.everything)
        every = accounting.listed(session, *asked, everything=args.everything)
        for words in accounting.held_words(len(every) - len(found)):
            note(f"Caution: {words}")
        return Made(accounting.WHAT, accounting.COLUMNS, accounting.table(found))

    return let_leave(work, options, args, "accounting", patient, make, rows)


def as_object(one: DisclosureView) -> dict[str, Any]:
    """The stable JSON shape. `accounted`: 45 CFR 164.528 asks for it; `withheld` are tags whose rows were kept back."""
    return {
        "id": one.disclosure_id,
        "at": one.made_at,
        "on": one.made_on,
        "document": one.document,
        "recipient": one.recipient,
        "address": one.recipient_address,
        "purpose": one.purpose,
        "basis": one.basis,
        "basis_words": one.basis_words,
        "consent_id": one.consent_id,
        "sections": list(one.sections),
        "tags": list(one.tags),
        "withheld": list(one.withheld),
        "format": one.format,
        "destination": one.destination,
        "encrypted": one.encrypted,
        "accounted": one.accounted,
    }


def _cells(row: GivenLine) -> tuple[str, ...]:
    return (row.on, row.to, row.address, row.what, row.why, row.ground)
