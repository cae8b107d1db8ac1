"""A new vault of everything that can be read of a damaged one, and what is missing in words.

The damaged vault is only read. The new one has its id and its keys, so the same secrets open it, and the journal's
seals hold wherever the journal is whole. What was changed on the way is an act of its own in the new journal.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from coordtui.clock import utc_now
from coordtui.errors import Refused, VaultDamaged, VaultNewer, VaultReadOnly
from coordtui.pace import Tell, quiet
from coordtui.store import damage, engine, files, folder, journal, keydoc, migrations, readable, verify
from coordtui.store.as_written import astray
from coordtui.store.assemble import Assembled, Table, assemble
from coordtui.store.folder import VaultState, vault_state
from coordtui.store.images import image_sql, journalled_tables, quoted, shape
from coordtui.store.kdf import subkey, wipe
from coordtui.store.keys import Root
from coordtui.store.layouts import layouts, only_table
from coordtui.store.ledger import Ledger
from coordtui.store.lockfile import VaultLock
from coordtui.store.meta import remember_gen
from coordtui.store.pages import Pages, read_pages
from coordtui.store.readable import Readable
from coordtui.store.vault import Vault

VERB = "vault.salvage"
Finish = Callable[[Vault], Iterable[verify.Extra]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvaged:
    """What a salvage came to. `damage` and `checks` are sentences: what was damaged, and what does not hold afterwards.

    `acts` stand in the journal, the first `acts_whole` exactly as written; `acts_lost` have no words left. `settings`
    says whether drafts and the place were readable.
    """

    folder: Path
    damage: tuple[str, ...]
    tables: tuple[Table, ...]
    acts: int
    acts_whole: int
    acts_lost: int
    settings: bool
    checks: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether every record that the vault had is there."""
        return not self.checks and all(table.whole for table in self.tables)


def salvage(vault: Path, root: Root, into: Path, actor: str, finish: Finish, tell: Tell = quiet) -> Salvaged:
    """Put every readable row of the vault in the folder `vault` into a new vault at `into`.

    Stopped by `tell`, or failed, it leaves nothing at `into`.

    `root` is the unwrapped root key, from the vault's own key file or from one of its backups. It stays the caller's.
    `finish` is called with the new vault, opened, before it is checked and put in its place; it returns what is to be
    checked besides.

    Raises:
        Refused: `into` is not empty. VaultInUse: the vault is open.
        VaultDamaged: nothing at all can be read. VaultNewer: it is of a later coordtui.
        VaultReadOnly, CoordError: the folder of `into` cannot be written, or the disk is full.
    """
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise Refused(f"{into} is not empty.", "Choose a folder that is not there yet.")
    lock = _locked(vault)
    try:
        with files.plain_errors(into.parent):
            into.parent.mkdir(parents=True, exist_ok=True)
            folder.clear_scratch(into, folder.SALVAGING)
            scratch = Path(tempfile.mkdtemp(prefix=f".{into.name}.", suffix=folder.SALVAGING, dir=into.parent))
        try:
            with files.plain_errors(into.parent), engine.plain_errors():
                done = _into_scratch(vault, root, scratch / into.name, actor, finish, tell)
                with suppress(FileNotFoundError):
                    into.rmdir()
                (scratch / into.name).rename(into)
                files.sync_folder(into.parent)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    finally:
        if lock is not None:
            lock.release()
    return _report(into, *done)


def _locked(vault: Path) -> VaultLock | None:
    """Nobody may write meanwhile; from a folder that cannot be written nobody can."""
    if vault_state(vault) is VaultState.MISSING:
        raise VaultDamaged(f"There is nothing of a vault in {vault}.", "Name its folder with --vault.")
    try:
        return VaultLock.take(vault)
    except VaultReadOnly:
        return None


Done = tuple[Readable, Assembled, tuple[str, ...]]


def _into_scratch(vault: Path, root: Root, fresh: Path, actor: str, finish: Finish, tell: Tell) -> Done:
    fresh.mkdir(mode=files.PRIVATE_FOLDER)
    key = subkey(root.key, "db")
    try:
        pages = read_pages(vault, key, root.doc.salt, tell)
        if not pages.count or len(pages.damaged) == pages.count:
            raise VaultDamaged(
                "No page of vault.db can be read: it is lost as a whole, or of another vault.", "Restore a backup."
            )
        for name in (folder.KEYS, folder.KEYS_BEFORE):
            files.replace_atomically(fresh / name, keydoc.encode(root.doc))
        engine.create_database(fresh / folder.DATABASE)
        engine.connect(fresh / folder.DATABASE, key, root.doc.salt, empty=True).close()
        found, put = _filled(fresh / folder.DATABASE, key, root, pages, tell)
    finally:
        wipe(key)
    return found, put, _entered(fresh, root, actor, put, finish, tell)


def _filled(database: Path, key: bytearray, root: Root, pages: Pages, tell: Tell) -> tuple[Readable, Assembled]:
    """Fill the new database with guards off; afterwards it is a vault of the schema that the old one had."""
    writer = engine.make_engine(database, key, root.doc.salt, writer=True)
    audit_key = subkey(root.key, "audit")
    try:
        migrations.lay_foundation(writer)
        with writer.connect() as connection:
            now = layouts(connection)
        found = readable.read(pages, lambda values: only_table(now, values), tell)
        if (found.version or 0) > migrations.latest():
            raise VaultNewer(
                f"This vault has version {found.version}; this coordtui knows {migrations.latest()}.",
                "Update coordtui.",
            )
        with writer.connect() as connection, engine.unguarded(connection):
            engine.driver_of(connection).execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                tell(0, 0, "writing the new vault")
                put = assemble(connection, found, audit_key)
                connection.exec_driver_sql(
                    "INSERT OR REPLACE INTO meta(k, v) VALUES ('vault.id', ?)", (root.doc.vault_id,)
                )
                remember_gen(connection, root.doc.gen)
    finally:
        writer.dispose()
        wipe(audit_key)
    return found, put


def _entered(fresh: Path, root: Root, actor: str, put: Assembled, finish: Finish, tell: Tell) -> tuple[str, ...]:
    """Open the new vault, write into its journal what the salvage changed, and check all of it."""
    own = Root(fresh, root.doc, bytearray(root.key))
    with Vault.open(fresh, own) as vault:
        vault.arrival = None
        with vault.writer.begin() as connection:
            _journal_the_difference(connection, vault.audit_key, actor, _summary(put))
        checks = verify.verify(Ledger(vault, actor), finish(vault), tell)
    return tuple(f"{check.name}: {check.detail}" for check in checks if not check.ok)


def _summary(put: Assembled) -> str:
    missing = sum(len(table.missing) + table.refused for table in put.tables)
    rebuilt = sum(table.rebuilt for table in put.tables)
    sealed = "" if put.kept.whole == put.kept.acts else f"; journal as written up to act {put.kept.whole}"
    return f"Salvaged a damaged vault: {rebuilt} rows rebuilt, {missing} missing{sealed}"


def _journal_the_difference(connection: Connection, key: bytearray, actor: str, summary: str) -> None:
    """File as changes of this act whatever stands otherwise than the journal left it."""
    seq = journal.open_act(connection)
    for one in list(astray(connection)):
        table = journalled_tables()[one.table]
        row = f"SELECT {image_sql(table, 't')} FROM {quoted(one.table)} t WHERE t.{quoted(shape(table).key)} = ?3"  # noqa: S608
        before = "SELECT after FROM change WHERE tbl = ?2 AND row_id = ?3 ORDER BY id DESC LIMIT 1"
        patient = f"json_extract(coalesce(({row}), ({before})), '{_whose(one.table)}')"
        connection.exec_driver_sql(
            "INSERT INTO change(act, tbl, row_id, patient_id, before, after)"  # noqa: S608
            f" VALUES (?1, ?2, ?3, {patient}, ({before}), ({row}))",
            (seq, one.table, one.row_id),
        )
    heading = journal.Heading(at=utc_now(), actor=actor, verb=VERB, kind="record", summary=summary)
    journal.seal(connection, key, seq, heading)


def _whose(table: str) -> str:
    return "$.id" if table == "patient" else "$.patient_id"


def _report(into: Path, found: Readable, put: Assembled, checks: tuple[str, ...]) -> Salvaged:
    return Salvaged(
        folder=into,
        damage=tuple(damage.words(found)),
        tables=put.tables,
        acts=put.kept.acts,
        acts_whole=put.kept.whole,
        acts_lost=put.kept.lost,
        settings=bool(found.settings()),
        checks=checks,
    )
