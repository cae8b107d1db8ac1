"""The ways out of a damaged vault, as `coordtui restore` and `coordtui salvage` go them, and whether they lead out."""

from __future__ import annotations

import shutil
from pathlib import Path

from fault_vault import CLOCK, PASSPHRASE, SHUT, SILENT, STARTING_PEOPLE, Seen, ledger_of, look

from coordtui.casework import search_index
from coordtui.casework.ranking import rebuild
from coordtui.casework.salvaged import settle
from coordtui.cli.vault import extra_checks
from coordtui.errors import CoordError
from coordtui.store.backup import restore
from coordtui.store.keys import open_root
from coordtui.store.rescue import borrowed_keys, newest_good
from coordtui.store.salvage import Salvaged, salvage
from coordtui.store.vault import Vault
from coordtui.store.verify import Extra

BACKUPS = "base-backups"


def ways_out(folder: Path, people: int) -> str:
    """What the newest good backup and a salvage bring back of a vault with that many people. Or one of BAD."""
    restored = _restored(folder)
    if not restored:
        return SHUT
    try:
        return f"{restored}, {_salvaged(folder, people)}"
    except CoordError as error:
        return f"{restored}, nothing to salvage ({type(error).__name__})"


def _restored(folder: Path) -> str:
    search = newest_good(folder, (folder.with_name(BACKUPS),))
    if search.good is None:
        return ""
    back = folder.with_name("round-back")
    restore(search.good.path, back, PASSPHRASE)
    seen = look(back)
    shutil.rmtree(back)
    good = isinstance(seen, Seen) and not seen.wrong and seen.people == STARTING_PEOPLE
    return "the backup restores" if good else ""


def _salvaged(folder: Path, people: int) -> str:
    made = folder.with_name("round-salvaged")
    with borrowed_keys(folder, (folder.with_name(BACKUPS),)) as keys_in:
        root = open_root(keys_in, PASSPHRASE)
        done = salvage(folder, root, made, "Nora", finish)
    seen = look(made)
    shutil.rmtree(made)
    if not isinstance(seen, Seen) or seen.wrong.startswith(("pages", "schema", "references", "journal", "records")):
        return SILENT
    if done.whole:
        return "salvage brings all" if seen.people == people and not seen.wrong else SILENT
    return _share(done)


def kept_aside(folder: Path, people: int) -> str:
    """What a salvage of the copy that was kept of a broken log brings back, of a vault with that many people."""
    (aside,) = folder.glob("broken-log-*")
    made = folder.with_name("round-salvaged")
    root = open_root(aside, PASSPHRASE)
    salvage(aside, root, made, "Nora", finish)
    now, more = look(folder), look(made)
    if not isinstance(now, Seen) or not isinstance(more, Seen) or not now.people <= more.people <= people:
        return SILENT
    return "salvage of the copy brings all" if more.people == people else "salvage of the copy brings some"


def _share(done: Salvaged) -> str:
    missing = sum(len(table.missing) for table in done.tables)
    there = sum(table.read + table.rebuilt for table in done.tables)
    share = there / (there + missing) if there else 0.0
    return f"salvage brings {'more than nine tenths' if share > 0.9 else 'a part'} and names the rest"


def finish(vault: Vault) -> tuple[Extra, ...]:
    """What the command does in a salvaged vault before it counts, and what it checks besides."""
    ledger = ledger_of(vault)
    ledger.do(settle, CLOCK.moment())
    ledger.derive(rebuild, CLOCK.today())
    ledger.derive(search_index.rebuild)
    return extra_checks(CLOCK.today())
