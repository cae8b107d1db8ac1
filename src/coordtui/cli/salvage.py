"""`coordtui salvage`: everything that can still be read of a damaged vault, in a new one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from coordtui.cli.backups import folder_of, refuse_demo, with_its_secret
from coordtui.cli.founding import HOURS, this_machine
from coordtui.cli.options import Args, Commands, Options, absolute
from coordtui.cli.output import as_json, note, say
from coordtui.cli.progress import going
from coordtui.errors import Exit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coordtui.pace import Tell
    from coordtui.store.assemble import Table
    from coordtui.store.keydoc import Kind
    from coordtui.store.salvage import Salvaged
    from coordtui.store.vault import Vault
    from coordtui.store.verify import Extra

REPORT = "salvage-report.txt"
_SHOWN = 12


def add(commands: Commands) -> None:
    salvage = commands.add_parser(
        "salvage",
        help="save what is readable of a damaged vault",
        description="Put every row that can be read of a damaged vault into a new one, and say what is missing. The "
        "damaged vault is only read; the same passphrase and recovery code open the new one. Where the key file is "
        "lost, its copy in the newest backup is used. Exit code 6 when something is missing.",
    )
    salvage.add_argument(
        "--into", metavar="DIR", required=True, help="where to make the new vault; nothing may be there"
    )
    salvage.add_argument("--json", action="store_true", help="print one JSON object")
    salvage.set_defaults(run=run_salvage, offers=False)


def run_salvage(options: Options, args: Args) -> Exit:
    refuse_demo(options)
    return tell_salvaged(options, absolute(args.into), json=args.json)


def tell_salvaged(options: Options, into: Path, *, json: bool = False) -> Exit:
    """Salvage into a folder, and print what came of it."""
    done = salvaged(options, into, json=json)
    if json:
        as_json(_plain(done))
    else:
        for line in _words(done):
            say(line)
    note(
        f"coordtui --vault {done.folder} opens it with the same passphrase. Keep the damaged folder until you are sure."
    )
    return Exit.DONE if done.whole else Exit.PARTLY


def salvaged(options: Options, into: Path, *, json: bool = False) -> Salvaged:
    """Ask for the secret, salvage, and bring the new vault's queue in order. Raises as `store.salvage.salvage`."""
    from coordtui.store.rescue import borrowed_keys

    folder = options.folder()
    actor = this_machine().name
    with borrowed_keys(folder, (folder_of(options.settings(), folder),)) as keys_in:

        def attempt(typed: bytearray, kind: Kind) -> Salvaged:
            from coordtui.pace import Repeating
            from coordtui.store.keys import open_root
            from coordtui.store.salvage import salvage

            root = open_root(keys_in, typed, kind)
            try:
                with going(f"The salvage was stopped. Nothing was written to {into}.", json=json) as tell:
                    again = Repeating(tell)
                    return salvage(folder, root, into, actor, partial(_settle, tell=again), again)
            finally:
                root.wipe()

        done = with_its_secret(options, attempt)
    _keep(done)
    return done


def _settle(vault: Vault, tell: Tell) -> Iterable[Extra]:
    """Make ranks and search index anew, and ask for the next step of what lost its own; returns casework's checks."""
    from sqlmodel import Session

    from coordtui.casework.profile import profile, set_profile
    from coordtui.casework.ranking import rebuild, settle_hook
    from coordtui.casework.salvaged import settle
    from coordtui.casework.search_index import rebuild as index_anew
    from coordtui.cli.vault import extra_checks
    from coordtui.clock import Clock
    from coordtui.store.ledger import Ledger

    with Session(vault.reader) as session:
        me = profile(session)
    machine = this_machine()
    clock = Clock(me.zone if me is not None else machine.zone)
    ledger = Ledger(vault, me.name if me is not None else machine.name, settle_hook(clock))
    if me is None:  # not even whose vault it is could be read, and without that it does not open
        ledger.do(set_profile, machine.name, machine.zone, HOURS, clock.moment())
    ledger.do(settle, clock.moment())
    ledger.derive(rebuild, clock.today())
    ledger.derive(index_anew, tell)
    return extra_checks(clock.today(), tell)


def _keep(done: Salvaged) -> None:
    """The report beside the new vault; it names tables and numbers, no person."""
    from coordtui.store import files

    files.replace_atomically(done.folder / REPORT, "\n".join([*_words(done), ""]).encode())


def _words(done: Salvaged) -> list[str]:
    lines = ["What was damaged:", *(f"  {line}" for line in done.damage or ("Nothing that could be found.",))]
    read = sum(table.read for table in done.tables)
    rebuilt = sum(table.rebuilt for table in done.tables)
    lines += [
        f"What is in the new vault in {done.folder}:",
        f"  {read} records as they stood; {rebuilt} rebuilt from the journal.",
        f"  {_journal(done)}",
    ]
    if not done.settings:
        lines.append("  Drafts and the place where you were could not be read.")
    missing = [line for table in done.tables for line in _of(table)]
    lines += ["What is missing:", *(f"  {line}" for line in missing or ("No record.",))]
    lines += [f"  Check of the new vault: {check}" for check in done.checks]
    patients = sorted({one for table in done.tables for one in table.patients})
    if patients and not done.whole:
        lines.append(f"Look at the charts with records from the journal: patients {_numbers(patients)}.")
    return lines


def _journal(done: Salvaged) -> str:
    if done.acts_whole == done.acts:
        return f"The journal is whole: {done.acts} acts as they were written."
    lost = f", {done.acts_lost} of them without their words" if done.acts_lost else ""
    return (
        f"The journal stands as it was written up to act {done.acts_whole} of {done.acts}; what could be read of the "
        f"later ones{lost} is sealed anew."
    )


def _of(table: Table) -> list[str]:
    from coordtui.store.damage import spoken

    name, lines = spoken(table.name), []
    if table.unsure:
        lines.append(f"{name}: the last change of {len(table.unsure)} may be lost (numbers {_numbers(table.unsure)})")
    if table.missing:
        lines.append(f"{name}: {len(table.missing)} (numbers {_numbers(table.missing)})")
    if table.refused:
        lines.append(f"{name}: {table.refused} that belong to nothing that could be read")
    if table.uncertain:
        lines.append(f"{name}: perhaps more; how many cannot be told")
    if table.stand_ins:
        lines.append(f"{name}: {len(table.stand_ins)} with a stand-in (numbers {_numbers(table.stand_ins)})")
    return lines


def _numbers(numbers: list[int] | tuple[int, ...]) -> str:
    shown = ", ".join(str(number) for number in numbers[:_SHOWN])
    return f"{shown} and {len(numbers) - _SHOWN} more" if len(numbers) > _SHOWN else shown


def _plain(done: Salvaged) -> dict[str, object]:
    tables = {
        table.name: {
            "read": table.read,
            "rebuilt": table.rebuilt,
            "refused": table.refused,
            "unsure": table.unsure,
            "missing": table.missing,
            "stand_ins": table.stand_ins,
            "uncertain": table.uncertain,
        }
        for table in done.tables
    }
    return {
        "whole": done.whole,
        "folder": str(done.folder),
        "damage": done.damage,
        "acts": done.acts,
        "acts_whole": done.acts_whole,
        "acts_lost": done.acts_lost,
        "settings": done.settings,
        "tables": tables,
        "checks": done.checks,
    }
