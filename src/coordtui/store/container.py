"""The file of a backup: a zip without compression (nothing encrypted compresses) of manifest, key file and database.

The manifest's MAC is by a sub-key of the root key, so a backup made by someone else is refused.
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from coordtui.errors import CoordError, VaultDamaged
from coordtui.pace import Tell, quiet
from coordtui.store import files, folder, keydoc
from coordtui.store.kdf import subkey, wipe
from coordtui.store.keydoc import KeyDoc

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


def pack(manifest: Manifest, root: bytearray, scratch: Path, whole: Path, tell: Tell = quiet) -> None:
    """Put the manifest, signed by a sub-key of the root key, and the two files in `scratch` into the zip `whole`."""
    with os.fdopen(files.open_private(whole, os.O_CREAT | os.O_EXCL | os.O_RDWR), "w+b") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(zipfile.ZipInfo(_MANIFEST, _MADE), _spelled(manifest, root))
            for name in (folder.KEYS, folder.DATABASE):
                with (scratch / name).open("rb") as source, _member(archive, name) as target:
                    _carry(source, target, (scratch / name).stat().st_size, tell, "writing the backup")
        file.flush()
        os.fsync(file.fileno())


def _member(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    return archive.open(zipfile.ZipInfo(name, _MADE), "w", force_zip64=True)


def described(file: Path) -> tuple[Manifest, KeyDoc]:
    """What a backup says of itself, not yet trusted, and its copy of the key file, which is undamaged. Quick.

    Raises:
        VaultDamaged: it is damaged, or no backup. VaultNewer: it is of a later coordtui.
    """
    with _opened(file) as (archive, infos):
        manifest, _ = _parsed(archive.read(infos[_MANIFEST]))
        try:
            return manifest, keydoc.decode(archive.read(infos[folder.KEYS]))
        except keydoc.DamagedKeys as error:
            raise VaultDamaged(f"The key file in {file.name} is damaged: {error}.", "Try an older backup.") from None


def check_bytes(file: Path, manifest: Manifest) -> None:
    """Whether every byte of a backup is as when its manifest was written: all that can be known without a secret.

    Raises VaultDamaged where it is not.
    """
    with _opened(file) as (archive, infos):
        for name, digest in ((folder.KEYS, manifest.keys_digest), (folder.DATABASE, manifest.db_digest)):
            with archive.open(infos[name]) as member:
                if hashlib.file_digest(member, "sha256").hexdigest() != digest:  # type: ignore[arg-type]
                    raise VaultDamaged(f"{file.name} is damaged.", "Try an older backup.")


def take_keys(file: Path, into: Path) -> None:
    """Write the copy of the key file that a backup holds into a private folder. Raises as `described` does."""
    with _opened(file) as (archive, infos):
        _extract(archive, infos[folder.KEYS], into / folder.KEYS)


def unpack(file: Path, into: Path, tell: Tell = quiet) -> bytes:
    """Write the two files of a backup into a folder of our own; returns its manifest, not yet trusted."""
    with _opened(file) as (archive, infos):
        _extract(archive, infos[folder.KEYS], into / folder.KEYS)
        _extract(archive, infos[folder.DATABASE], into / folder.DATABASE, tell)
        return archive.read(infos[_MANIFEST])


@contextmanager
def _opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, zipfile.ZipInfo]]]:
    """A backup's zip, that holds just what a backup holds.

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
            yield archive, infos
    except FileNotFoundError:
        raise CoordError(f"There is no file {file}.") from None
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError):
        raise _no_backup(file) from None
    except OSError as error:
        if error.errno != errno.EINVAL:  # a damaged zip can point to before its own beginning
            raise
        raise _no_backup(file) from None


def _no_backup(file: Path) -> VaultDamaged:
    return VaultDamaged(f"{file.name} is damaged, or no backup of coordtui.", "Try an older backup.")


def _extract(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, tell: Tell = quiet) -> None:
    files.create_private(target)
    with archive.open(info) as source, target.open("r+b") as sink:
        _carry(source, sink, info.file_size, tell, "unpacking the backup")
        sink.flush()
        os.fsync(sink.fileno())


def _carry(source: IO[bytes], target: IO[bytes], size: int, tell: Tell, what: str) -> None:
    done = 0
    while chunk := source.read(_CHUNK):
        target.write(chunk)
        done += len(chunk)
        tell(done, size, what)


def accept(text: bytes, root: bytearray, unpacked: Path, tell: Tell = quiet) -> Manifest:
    """Trust a manifest by its MAC, and compare the files with it. Raises VaultDamaged."""
    manifest, (body, mac) = _parsed(text)
    found = (digest_of(unpacked / folder.KEYS), digest_of(unpacked / folder.DATABASE, tell))
    wanted = (manifest.keys_digest, manifest.db_digest)
    if not hmac.compare_digest(mac, _mac(body, root)) or found != wanted:
        raise VaultDamaged("The backup was altered or is damaged.", "Try an older backup.")
    return manifest


def _parsed(text: bytes) -> tuple[Manifest, tuple[dict[str, object], bytes]]:
    """A manifest that is not trusted yet, what its MAC is over, and that MAC."""
    try:
        body = json.loads(text)
        mac = bytes.fromhex(body.pop("mac"))
        signed = dict(body)
        if (body.pop("format"), body.pop("v")) != (_FORMAT, _VERSION):
            raise VaultDamaged("The backup was altered or is damaged.", "Try an older backup.")
        return Manifest(**body), (signed, mac)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise VaultDamaged("The backup's manifest cannot be read.", "Try an older backup.") from None


def _spelled(manifest: Manifest, root: bytearray) -> bytes:
    body = asdict(manifest) | {"format": _FORMAT, "v": _VERSION}
    return json.dumps(body | {"mac": _mac(body, root).hex()}, sort_keys=True, indent=1).encode()


def _mac(body: dict[str, object], root: bytearray) -> bytes:
    key = subkey(root, "backup")
    try:
        return hmac.digest(key, json.dumps(body, sort_keys=True, separators=(",", ":")).encode(), "sha256")
    finally:
        wipe(key)


def digest_of(path: Path, tell: Tell = quiet) -> str:
    """SHA-256 of a file in hex."""
    total, done, size = hashlib.sha256(), 0, path.stat().st_size
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            total.update(chunk)
            done += len(chunk)
            tell(done, size, "comparing every byte")
    return total.hexdigest()
