"""What every command that writes tables shares: its options, the way past the gate, and what is said afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from coordtui.cli.gate import locked, passphrase_for
from coordtui.cli.options import Args, absolute
from coordtui.cli.output import note
from coordtui.cli.progress import going
from coordtui.errors import InvalidInput, NotFound, Refused, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from sqlmodel import Session

    from coordtui.cli.work import Work
    from coordtui.documents.spreadsheet import Table
    from coordtui.models.disclosure import DisclosureDraft

P = ParamSpec("P")
T = TypeVar("T")
STOPPED = "The export was stopped. No file was written, and nothing left the vault."
_AFTER = {
    True: "Only its passphrase opens it; tell it by another way than the file.",
    False: "It is not encrypted: keep it only as long as it is needed. --encrypt-with locks it.",
}


def add_table_options(parser: argparse.ArgumentParser) -> None:
    """--format, --output, --force."""
    parser.add_argument("--format", choices=("xlsx", "csv"), help="else by the ending of FILE")
    parser.add_argument("--output", metavar="FILE", required=True, help="the file to write, readable by you only")
    parser.add_argument("--force", action="store_true", help="replace the file if it is there")


def format_of(args: Args, endings: dict[str, str]) -> str:
    """The format as it was asked for or as the file's ending tells (`endings`: ending to format). Raises UsageError."""
    ending = Path(args.output.lower().removesuffix(".age")).suffix.removeprefix(".")
    format: str | None = endings.get(ending) if args.format in (None, endings.get(ending)) else None
    if format is None:
        names = " or ".join(f".{one}" for one, made in endings.items() if args.format in (None, made))
        raise UsageError(f"The name of the file does not end in {names}.", "Name it so.")
    return format


def read_long(work: Work, fn: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """A reading of everybody's records for an export, which ctrl+c stops."""
    from coordtui.store.engine import driver_of, stoppable

    with going(STOPPED) as tell:

        def reading(session: Session) -> T:
            with stoppable(driver_of(session.connection()), lambda: tell(0, 0, "reading the records")):
                return fn(session, *args, **kwargs)

        return work.ledger.read(reading)


def leave_tables(
    work: Work,
    args: Args,
    format: str,
    tables: Sequence[Table],
    patients: int | Sequence[int],
    document: str,
    draft: DisclosureDraft,
) -> None:
    """Make the file, pass the gate, write it, and say where. `document` is its name in the journal.

    Raises what `disclose` raises, after a refusal is written down; and what `write_file` and the passphrase raise.
    """
    from coordtui.documents.leaving import check_destination, write_file
    from coordtui.documents.sealing import check_name, sealed_name
    from coordtui.documents.spreadsheet import book

    sealed = bool(args.encrypt_with)
    target = sealed_name(absolute(args.output)) if sealed else absolute(args.output)
    check_name(target, sealed=sealed)
    check_destination(target, args.force)
    passphrase = passphrase_for(args)
    with going(STOPPED) as tell:
        data = locked(book(tables, format, tell), passphrase)
        tell(0, 0)  # where it was stopped while it was encrypted
    told = {"format": format, "destination": target.name, "encrypted": sealed}
    _let_out(work, patients, document, draft.model_copy(update=told))
    write_file(target, data, args.force)
    note(f"Wrote {target}. {_AFTER[sealed]}")


def _let_out(work: Work, patients: int | Sequence[int], document: str, draft: DisclosureDraft) -> None:
    from coordtui.casework.disclosure import disclose

    try:
        work.ledger.do(disclose, patients, document, draft, work.moment)
    except Refused as error:
        kept_back(work, document, draft, error)
        raise


def kept_back(work: Work, document: str, draft: DisclosureDraft, error: Refused) -> None:
    """Write down that the gate refused; a word that is wrong, or a list that is empty, is no refusal."""
    from coordtui.casework.disclosure import refused

    if not isinstance(error, InvalidInput | NotFound):
        work.ledger.do(refused, None, document, draft.recipient or draft.recipient_kind, error.message, work.moment)
