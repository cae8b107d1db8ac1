"""Backups: one zip of an encrypted copy and its key file, which counts only once it has been opened and checked.

The zip is stored without compression (nothing encrypted compresses) and holds `manifest.json`, `vault.keys` and
`vault.db`. The manifest's MAC is by a sub-key of the root key, so a backup made by someone else is refused.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import shutil
import tempfile
import zipfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from coordtui.clock import utc_now
from coordtui.errors import CoordError, Refused, VaultDamaged
from coordtui.store import engine, files, folder, keydoc, migrations, verify
from coordtui.store.folder import VaultState, vault_state
from coordtui.store.kdf import subkey, wipe
from coordtui.store.keydoc import Kind
from coordtui.store.keys import open_root
from coordtui.store.ledger import Ledger
from coordtui.store.lockfile import VaultLock
from coordtui.store.vault import Arrival, Vault

_MANIFEST = "manifest.json"
_MEMBERS = (_MANIFEST, folder.KEYS, folder.DATABASE)
_FORMAT, _VERSION = "coordtui-backup", 1
_CHUNK = 1024 * 1024
_SMALL = 64 * 1024
_MADE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself. `at` is UTC; `acts` counts the journal; digests are SHA-256 in hex."""

    vault_id: str
    at: str
    schema: int
    acts: int
    keys_digest: str
    db_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A restored vault. `kept` is where the vault that stood there before was moved, if there was one."""

    folder: Path
    kept: Path | None
    at: str
    acts: int


def backup(vault: Vault, file: Path, *, replace: bool = False) -> Manifest:
    """Write a verified backup of an open vault to `file`. Acts may go on meanwhile; blocks for seconds on large vaults.

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
            manifest = _copy(vault, scratch)
            whole = scratch / file.name
            _pack(vault, manifest, scratch, whole)
            _check_packed(vault, whole, scratch)
            files.sync_file(whole)
            whole.replace(file)
            files.sync_folder(file.parent)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return manifest


def _copy(vault: Vault, scratch: Path) -> Manifest:
    """Copy key file and database into `scratch`, and check the copy of the database as if it were a vault's."""
    keys, database = scratch / folder.KEYS, scratch / folder.DATABASE
    files.replace_atomically(keys, keydoc.encode(vault.root.doc))
    engine.create_database(database)
    key = subkey(vault.root.key, "db")
    try:
        with engine.plain_errors():
            engine.copy_database(vault.reader, database, key, vault.salt)
            acts, schema = _check_database(vault, database, key)
    finally:
        wipe(key)
    return Manifest(
        vault_id=vault.id,
        at=utc_now().isoformat(timespec="seconds"),
        schema=schema,
        acts=acts,
        keys_digest=_digest(keys),
        db_digest=_digest(database),
    )


def _check_database(vault: Vault, database: Path, key: bytearray) -> tuple[int, int]:
    copy = engine.make_engine(database, key, vault.salt, writer=False)
    try:
        with copy.connect() as connection:
            verify.check_pages(engine.driver_of(connection), lambda: database.stat().st_size)
            schema = migrations.version(connection)
            if schema == migrations.latest():
                verify.check_content(connection, vault.audit_key)
            acts: int = connection.exec_driver_sql("SELECT count(*) FROM act").scalar_one()
    finally:
        copy.dispose()
    return acts, schema


def _pack(vault: Vault, manifest: Manifest, scratch: Path, whole: Path) -> None:
    with os.fdopen(files.open_private(whole, os.O_CREAT | os.O_EXCL | os.O_RDWR), "w+b") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(zipfile.ZipInfo(_MANIFEST, _MADE), _spelled(manifest, vault.root.key))
            for name in (folder.KEYS, folder.DATABASE):
                with (scratch / name).open("rb") as source, _member(archive, name) as target:
                    shutil.copyfileobj(source, target, _CHUNK)
        file.flush()
        os.fsync(file.fileno())


def _member(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    return archive.open(zipfile.ZipInfo(name, _MADE), "w", force_zip64=True)


def _check_packed(vault: Vault, whole: Path, scratch: Path) -> None:
    """Read the zip back as a restore would, and compare it with the copy that was checked."""
    unpacked = scratch / "again"
    unpacked.mkdir(mode=files.PRIVATE_FOLDER)
    _accept(_unpack(whole, unpacked), vault.root.key, unpacked)


def restore(file: Path, path: Path, secret: str | bytearray, kind: Kind = "passphrase", *, actor: str = "") -> Restored:
    """Check a backup, and put it at `path`. A vault that stands there is moved aside, never overwritten.

    The secret is the one that was in force when the backup was made.

    Raises:
        WrongSecret, VaultDamaged, VaultNewer: the backup does not open; nothing was changed.
        VaultInUse: the vault at `path` is open.
        Refused: `path` is a folder with other things in it.
    """
    _refuse_occupied(path)
    with files.plain_errors(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".restoring", dir=path.parent))
    fresh = scratch / path.name
    try:
        with files.plain_errors(path.parent):
            fresh.mkdir(mode=files.PRIVATE_FOLDER)
            manifest = _open_and_check(_unpack(file, fresh), fresh, secret, kind, actor)
            kept = _put_in_place(fresh, path)
            files.sync_folder(path.parent)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return Restored(folder=path, kept=kept, at=manifest.at, acts=manifest.acts)


def _refuse_occupied(path: Path) -> None:
    if vault_state(path) is VaultState.MISSING and path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise Refused(f"{path} is not empty and no vault.", "Choose another folder.")


def _open_and_check(text: bytes, fresh: Path, secret: str | bytearray, kind: Kind, actor: str) -> Manifest:
    root = open_root(fresh, secret, kind)
    try:
        manifest = _accept(text, root.key, fresh)
        with Vault.open(fresh, root) as vault:
            vault.arrival = Arrival("vault.restore", f"Restored the backup of {manifest.at}")
            failed = [check for check in verify.verify(Ledger(vault, actor)) if not check.ok]
    finally:
        root.wipe()
    if failed:
        raise VaultDamaged(f"The backup does not hold: {failed[0].name}: {failed[0].detail}", "Try an older backup.")
    return manifest


def _put_in_place(fresh: Path, path: Path) -> Path | None:
    """Rename the checked folder to `path`; returns where the vault that stood there is now."""
    if vault_state(path) is VaultState.MISSING:
        with suppress(FileNotFoundError):
            path.rmdir()
        fresh.rename(path)
        return None
    VaultLock.take(path).release()
    kept = path.with_name(f"{path.name}.before-restore-{utc_now():%Y%m%dT%H%M%S%f}")
    path.rename(kept)
    try:
        fresh.rename(path)
    except OSError:
        kept.rename(path)
        raise
    return kept


def _unpack(file: Path, into: Path) -> bytes:
    """Write the two files of a backup into a folder of our own; returns its manifest, not yet trusted.

    Names are compared, never joined to a path as they come; sizes are bounded by the zip's own, as nothing in it is
    compressed.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            infos = {info.filename: info for info in archive.infolist()}
            if len(archive.infolist()) != len(_MEMBERS) or set(infos) != set(_MEMBERS):
                raise VaultDamaged(f"{file.name} is no backup of coordtui.")
            limits = {_MANIFEST: _SMALL, folder.KEYS: keydoc.MAX_BYTES, folder.DATABASE: file.stat().st_size}
            for name, info in infos.items():
                if info.compress_type != zipfile.ZIP_STORED or info.file_size > limits[name] or info.flag_bits & 1:
                    raise VaultDamaged(f"{file.name} holds something that no backup holds.")
            _extract(archive, infos[folder.KEYS], into / folder.KEYS)
            _extract(archive, infos[folder.DATABASE], into / folder.DATABASE)
            return archive.read(infos[_MANIFEST])
    except FileNotFoundError:
        raise CoordError(f"There is no file {file}.") from None
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError):
        raise VaultDamaged(f"{file.name} is damaged, or no backup of coordtui.", "Try an older backup.") from None


def _extract(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path) -> None:
    files.create_private(target)
    with archive.open(info) as source, target.open("r+b") as sink:
        shutil.copyfileobj(source, sink, _CHUNK)
        sink.flush()
        os.fsync(sink.fileno())


def _accept(text: bytes, root: bytearray, unpacked: Path) -> Manifest:
    """Parse a manifest, trust it by its MAC, and compare the files with it. Raises VaultDamaged."""
    try:
        body = json.loads(text)
        mac = bytes.fromhex(body.pop("mac"))
        holds = hmac.compare_digest(mac, _mac(body, root))
        known = (body.pop("format"), body.pop("v")) == (_FORMAT, _VERSION)
        manifest = Manifest(**body)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise VaultDamaged("The backup's manifest cannot be read.", "Try an older backup.") from None
    found = (_digest(unpacked / folder.KEYS), _digest(unpacked / folder.DATABASE))
    if not holds or not known or found != (manifest.keys_digest, manifest.db_digest):
        raise VaultDamaged("The backup was altered or is damaged.", "Try an older backup.")
    return manifest


def _spelled(manifest: Manifest, root: bytearray) -> bytes:
    body = asdict(manifest) | {"format": _FORMAT, "v": _VERSION}
    return json.dumps(body | {"mac": _mac(body, root).hex()}, sort_keys=True, indent=1).encode()


def _mac(body: dict[str, object], root: bytearray) -> bytes:
    key = subkey(root, "backup")
    try:
        return hmac.digest(key, json.dumps(body, sort_keys=True, separators=(",", ":")).encode(), "sha256")
    finally:
        wipe(key)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
