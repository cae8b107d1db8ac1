"""The vault: a folder with a key file and an encrypted database, open in one process at a time."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import Engine

from coordtui.clock import utc_now
from coordtui.errors import CoordError, Refused, VaultDamaged
from coordtui.pace import Tell, Watch, unwatched
from coordtui.store import engine, failures, files, folder, keyfiles, keys, migrations
from coordtui.store.aside import BEFORE_UPDATE, keep_broken_log
from coordtui.store.kdf import subkey, wipe
from coordtui.store.keydoc import Kind, Slot
from coordtui.store.keys import Root
from coordtui.store.lockfile import VaultLock
from coordtui.store.meta import get_meta, lowest_gen, remember_gen, set_meta

T = TypeVar("T")

_ID = "vault.id"

_CUT = (
    "The end of vault.db-wal is damaged or cut off: the last acts before the program ended are missing. "
    "A backup may hold them; coordtui log shows the newest act that is there."
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """How this session came in, for the ledger to journal once: a verb, and the failed unlocks before it (UTC)."""

    verb: str
    summary: str
    failed: tuple[dt.datetime, ...] = ()


class Vault:
    """An unlocked vault. Owns its root key, its engines and the lock; `lock` gives up all of them.

    `notice` is to be shown when it is not empty (the key file was damaged, and mended from its previous generation).
    `loss` says what was lost while the vault was closed, for the journal.
    """

    def __init__(self, root: Root, lock: VaultLock) -> None:
        self.folder = root.folder
        self.id = root.doc.vault_id
        self.notice = root.notice
        self.loss = ""
        self.arrival: Arrival | None = None
        self._lock = lock
        self._use(root)

    def _use(self, root: Root) -> None:
        self.root = root
        self._db_key = subkey(root.key, "db")
        self.audit_key = subkey(root.key, "audit")
        self.writer = self._engine(writer=True)
        self.reader = self._engine(writer=False)

    @property
    def database(self) -> Path:
        return self.folder / folder.DATABASE

    @property
    def salt(self) -> bytes:
        """The database's first 16 bytes."""
        return self.root.doc.salt

    def _engine(self, *, writer: bool) -> Engine:
        return engine.make_engine(self.database, self._db_key, self.salt, writer=writer)

    @classmethod
    def create(cls, path: Path, passphrase: str | bytearray) -> tuple[Vault, str]:
        """Make a vault in `path`; returns it unlocked, and the recovery code, to be shown once."""
        folder.require_absent(path)
        root, code = keys.found(path, passphrase)
        return cls.found(path, root), code

    @classmethod
    def create_throwaway(cls, path: Path) -> Vault:
        """Make a vault that nobody can unlock again once it is locked. Quick: it derives no slow key."""
        return cls.found(path, keys.found_throwaway(path))

    @classmethod
    def found(cls, path: Path, root: Root) -> Vault:
        """Make the files of a new vault from `keys.found`. Either all of them stand afterwards or none.

        Raises:
            Refused, VaultDamaged: there is a vault, or a part of one.
            VaultReadOnly: the folder cannot be written.
        """
        folder.require_absent(path)
        with files.plain_errors(path):
            files.private_folder(path)
        lock = VaultLock.take(path)
        try:
            if folder.found(path) != {folder.LOCK}:
                raise Refused(f"Another coordtui has just made a vault in {path}.")
            return cls._make(root, lock)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _make(cls, root: Root, lock: VaultLock) -> Vault:
        vault: Vault | None = None
        try:
            with files.plain_errors(root.folder):
                keys.save_both(root)  # first: a key file without a database is no loss
                engine.create_database(root.folder / folder.DATABASE)
            vault = cls(root, lock)
            vault._fill()
        except BaseException:
            if vault is not None:
                vault._dispose()
            for name in folder.ALL:
                (root.folder / name).unlink(missing_ok=True)
            raise
        return vault

    def _fill(self) -> None:
        with engine.plain_errors():
            engine.connect(self.database, self._db_key, self.salt, empty=True).close()
            migrations.lay_foundation(self.writer)
            with self.writer.begin() as connection:
                set_meta(connection, _ID, self.id)
                remember_gen(connection, self.root.doc.gen)
        self.arrival = Arrival("vault.create", "Made the vault")

    @classmethod
    def unlock(cls, path: Path, secret: str | bytearray, kind: Kind = "passphrase") -> Vault:
        """Open an existing vault in one go: lock, derive, open. See `keys.open_root` and `open`."""
        folder.require_present(path)
        lock = VaultLock.take(path)
        try:
            return cls.open(path, keys.open_root(path, secret, kind), lock)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def open(cls, path: Path, root: Root, lock: VaultLock | None = None, watch: Watch = unwatched) -> Vault:
        """Open an existing vault with its unwrapped root key, which the vault owns from then on.

        `watch` goes around bringing an older vault up to date; stopped there, the vault is as it was.

        Raises:
            VaultInUse, VaultMissing, VaultReadOnly, VaultNewer: as they say.
            VaultDamaged: the database is damaged, empty, missing or of another vault; the key file is an old one.
        """
        folder.require_present(path)
        own = lock or VaultLock.take(path)
        try:
            vault = cls(root, own)
            try:
                with engine.plain_errors():
                    vault._check_and_migrate(watch)
            except BaseException:
                vault._dispose()
                raise
        except BaseException:
            own.release()
            raise
        return vault

    def _check_and_migrate(self, watch: Watch) -> None:
        folder.clear_leftovers(self.folder)
        keys.settle(self.root)
        committed = folder.committed_frames(self.folder)
        aside = keep_broken_log(self.folder, utc_now())
        self._first_connection()
        self._miss_nothing(committed, aside)
        migrations.migrate(self.writer, self._backup_before, watch)
        with self.writer.begin() as connection:
            if get_meta(connection, _ID) != self.id:
                raise VaultDamaged("vault.db and vault.keys belong to different vaults.", "Put back the right files.")
            lowest = lowest_gen(connection)
        self._accept_keys(lowest)
        self.arrival = Arrival("vault.unlock", "Unlocked the vault", failures.times(self.folder))

    def _first_connection(self) -> None:
        try:
            self.writer.connect().close()
        except VaultDamaged:
            path = self.database
            readable = path.is_file() and not path.is_symlink() and path.stat().st_size > 0
            if readable and (stranger := keyfiles.stranger(self.folder, self.root.doc)) is not None:
                raise stranger from None
            raise

    def _miss_nothing(self, committed: int, aside: Path | None) -> None:
        """After a crash SQLite drops, without a word, what it cannot read at the end of its log; say that it did."""
        with self.writer.connect() as connection:
            _, found, _ = engine.driver_of(connection).execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        if found < committed or aside is not None:
            kept = f" What can still be read of them, coordtui --vault {aside} salvage brings back." if aside else ""
            self.notice = f"{self.notice} {_CUT}{kept}".strip()
            self.loss = _CUT

    def _accept_keys(self, lowest: int) -> None:
        """Refuse a key file that is older than the vault knows; mend a damaged one from its previous generation."""
        doc = self.root.doc
        if doc.gen < lowest - int(self.root.from_previous):
            raise VaultDamaged(
                f"vault.keys is an old one (generation {doc.gen}; the vault has seen {lowest}).",
                "Put back the newer key file, or restore a backup.",
            )
        if self.root.from_previous:
            keys.mend(self.root, lowest)
        if self.root.doc.gen > lowest:
            self._remember_gen()

    def _remember_gen(self) -> None:
        with engine.plain_errors(), self.writer.begin() as connection:
            remember_gen(connection, self.root.doc.gen)

    def _backup_before(self, version: int, tell: Tell) -> None:
        from coordtui.store.backup import backup

        backup(self, self.folder / f"{BEFORE_UPDATE}from-{version}.ctbackup", replace=True, tell=tell)

    def change_passphrase(self, passphrase: str | bytearray, slot: Slot | None = None) -> None:
        """Wrap the root key by a new passphrase, in place of `slot` or of the one that opened the vault.

        Earlier backups and copies still open with the old one.
        """
        self.rewrap(lambda: keys.new_passphrase(self.root, passphrase, slot))

    def new_recovery_code(self) -> str:
        """Replace the recovery code; returns the new one, to be shown once."""
        return self.rewrap(lambda: keys.new_recovery(self.root))

    def rewrap(self, wrap: Callable[[], T], *, for_good: bool = False) -> T:
        """Change the slots of the root's key file by `wrap` and write it; what fails leaves the old ones in force.

        With `for_good` no generation with the slots before is kept.
        """
        before, opened_by = self.root.doc, self.root.opened_by
        try:
            outcome = wrap()
            if for_good:
                keys.save_both(self.root)
            else:
                keys.save(self.root, previous=before)
        except BaseException:
            self.root.doc, self.root.opened_by = before, opened_by
            raise
        with contextlib.suppress(CoordError):  # the new key file is in force; the next unlock remembers it
            self._remember_gen()
        return outcome

    def failed_unlocks_journalled(self) -> None:
        """The failed unlocks of `arrival` are in the journal now."""
        failures.clear(self.folder)

    def lock(self) -> None:
        """Close the database, wipe the keys and let another process in. Safe to call twice.

        Statistics for the query planner are never gathered: what it learns from a small vault makes it scan whole
        tables after an import, and plans that depend on the data cannot be pinned by tests.
        """
        self._dispose()
        self.root.wipe()
        self._lock.release()

    def close_connections(self) -> None:
        """Close the database; the next reading or act opens it again."""
        self.reader.dispose()
        self.writer.dispose()

    def adopt(self, root: Root) -> None:
        """Go on with another root key, under which the database stands now. The one before is wiped."""
        before = self.root
        self._dispose()
        before.wipe()
        self._use(root)

    def _dispose(self) -> None:
        self.close_connections()
        wipe(self._db_key, self.audit_key)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.lock()
