"""Backups: an encrypted copy and its key file, which counts only once it has been opened and checked."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from coordtui.clock import utc_now
from coordtui.errors import Refused, VaultDamaged
from coordtui.pace import Tell, quiet
from coordtui.store import engine, files, folder, keydoc, migrations, verify
from coordtui.store.container import Manifest, accept, digest_of, pack, unpack
from coordtui.store.folder import VaultState, vault_state
from coordtui.store.kdf import subkey, wipe
from coordtui.store.keydoc import Kind
from coordtui.store.keys import open_root
from coordtui.store.ledger import Ledger
from coordtui.store.lockfile import VaultLock
from coordtui.store.vault import Arrival, Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A restored vault. `kept` is where the vault that stood there before was moved, if there was one.

    `wrong` are sentences: what does not hold in the backup and keeps nobody from working with it.
    """

    folder: Path
    kept: Path | None
    at: str
    acts: int
    wrong: tuple[str, ...]


def backup(vault: Vault, file: Path, *, replace: bool = False, tell: Tell = quiet) -> Manifest:
    """Write a verified backup of an open vault to `file`. Acts may go on meanwhile; blocks for seconds on large vaults.

    Stopped by `tell`, or failed, it leaves no file.

    Raises:
        Refused: `file` exists and may not be replaced.
        VaultDamaged: the copy did not pass; no file is left.
        VaultReadOnly, CoordError: the folder of `file` cannot be written, or the disk is full.
    """
    if not replace and (file.exists() or file.is_symlink()):
        raise Refused(f"{file} exists already.", "Choose another name.")
    if not file.parent.is_dir():
        raise Refused(f"There is no folder {file.parent}.", "Make it first.")
    with files.plain_errors(file.parent):
        scratch = Path(tempfile.mkdtemp(prefix=f".{file.name}.", suffix=".partial", dir=file.parent))
        try:
            manifest = _copy(vault, scratch, tell)
            whole = scratch / file.name
            pack(manifest, vault.root.key, scratch, whole, tell)
            _check_packed(vault, whole, scratch, tell)
            files.sync_file(whole)
            whole.replace(file)
            files.sync_folder(file.parent)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return manifest


def _copy(vault: Vault, scratch: Path, tell: Tell) -> Manifest:
    """Copy key file and database into `scratch`, and check the copy of the database as if it were a vault's."""
    keys, database = scratch / folder.KEYS, scratch / folder.DATABASE
    files.replace_atomically(keys, keydoc.encode(vault.root.doc))
    engine.create_database(database)
    key = subkey(vault.root.key, "db")
    try:
        with engine.plain_errors():
            engine.copy_database(vault.reader, database, key, vault.salt, tell)
            acts, schema = _check_database(vault, database, key, tell)
    finally:
        wipe(key)
    return Manifest(
        vault_id=vault.id,
        at=utc_now().isoformat(timespec="seconds"),
        schema=schema,
        acts=acts,
        keys_digest=digest_of(keys),
        db_digest=digest_of(database, tell),
    )


def _check_database(vault: Vault, database: Path, key: bytearray, tell: Tell) -> tuple[int, int]:
    copy = engine.make_engine(database, key, vault.salt, writer=False)
    try:
        with copy.connect() as connection:
            verify.check_pages(engine.driver_of(connection), lambda: database.stat().st_size, tell)
            schema = migrations.version(connection)
            if schema == migrations.latest():
                verify.check_content(connection, vault.audit_key, tell)
            acts: int = connection.exec_driver_sql("SELECT count(*) FROM act").scalar_one()
    finally:
        copy.dispose()
    return acts, schema


def _check_packed(vault: Vault, whole: Path, scratch: Path, tell: Tell) -> None:
    """Read the zip back as a restore would, and compare it with the copy that was checked."""
    unpacked = scratch / "again"
    unpacked.mkdir(mode=files.PRIVATE_FOLDER)
    accept(unpack(whole, unpacked, tell), vault.root.key, unpacked, tell)


def restore(
    file: Path,
    path: Path,
    secret: str | bytearray,
    kind: Kind = "passphrase",
    *,
    actor: str = "",
    tell: Tell = quiet,
) -> Restored:
    """Check a backup, and put it at `path`. A vault that stands there is moved aside, never overwritten.

    Stopped by `tell`, or failed, it leaves all as it was.

    The secret is the one that was in force when the backup was made. A row that was written past the journal is told
    and is no reason to go without all the others.

    Raises:
        WrongSecret, VaultDamaged, VaultNewer: the backup does not open; nothing was changed.
        VaultInUse: the vault at `path` is open.
        Refused: `path` is a folder with other things in it.
    """
    _refuse_occupied(path)
    with files.plain_errors(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=folder.RESTORING, dir=path.parent))
    fresh = scratch / path.name
    try:
        with files.plain_errors(path.parent):
            fresh.mkdir(mode=files.PRIVATE_FOLDER)
            manifest, wrong = _open_and_check(unpack(file, fresh, tell), fresh, secret, kind, actor, tell)
            kept = _put_in_place(fresh, path)
            files.sync_folder(path.parent)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return Restored(folder=path, kept=kept, at=manifest.at, acts=manifest.acts, wrong=wrong)


def _refuse_occupied(path: Path) -> None:
    if vault_state(path) is VaultState.MISSING and path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise Refused(f"{path} is not empty and no vault.", "Choose another folder.")


def _open_and_check(
    text: bytes, fresh: Path, secret: str | bytearray, kind: Kind, actor: str, tell: Tell
) -> tuple[Manifest, tuple[str, ...]]:
    root = open_root(fresh, secret, kind)
    try:
        manifest = accept(text, root.key, fresh, tell)
        files.replace_atomically(fresh / folder.KEYS_BEFORE, keydoc.encode(root.doc))
        with Vault.open(fresh, root, watch=lambda: nullcontext(tell)) as vault:
            vault.arrival = Arrival("vault.restore", f"Restored the backup of {manifest.at}")
            failed = [check for check in verify.verify(Ledger(vault, actor), tell=tell) if not check.ok]
    finally:
        root.wipe()
    for check in failed:
        if check.name in verify.BY_ITSELF:
            raise VaultDamaged(f"The backup does not hold: {check.name}: {check.detail}", "Try an older backup.")
    return manifest, tuple(f"{check.name}: {check.detail}" for check in failed)


def _put_in_place(fresh: Path, path: Path) -> Path | None:
    """Rename the checked folder to `path`; returns where the vault that stood there is now."""
    if not folder.found(path):
        with suppress(FileNotFoundError):
            path.rmdir()
        fresh.rename(path)
        return None
    VaultLock.take(path).release()
    kept = path.with_name(f"{path.name}{folder.ASIDE}{utc_now().strftime(folder.STAMP)}")
    path.rename(kept)
    try:
        fresh.rename(path)
    except OSError:
        kept.rename(path)
        raise
    return kept
