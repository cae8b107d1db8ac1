"""A folder of backups: one a day or so, the newest few kept, and the drill that proves that they restore.

Only files of this vault with the name that `name_of` gives are ever counted or removed.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from coordtui.errors import NotFound
from coordtui.pace import Tell, quiet
from coordtui.store import files
from coordtui.store.backup import backup, restore
from coordtui.store.container import Manifest
from coordtui.store.keydoc import Kind
from coordtui.store.vault import Vault

_NAME = re.compile(r"coordtui-([0-9a-f]{8})-(\d{8}T\d{6}Z)\.ctbackup")


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup in the folder, by its name; `at` is UTC."""

    path: Path
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a restore drill found: the backup's own day, how many acts it holds, and as `Restored.wrong`."""

    path: Path
    at: str
    acts: int
    wrong: tuple[str, ...]


def name_of(vault_id: str, at: dt.datetime) -> str:
    return f"coordtui-{vault_id[:8]}-{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}.ctbackup"


def kept(folder: Path, vault_id: str) -> tuple[Kept, ...]:
    """The vault's backups in `folder`, the newest first; none where the folder is missing."""
    if not folder.is_dir():
        return ()
    found = []
    for path in folder.iterdir():
        match = _NAME.fullmatch(path.name)
        if match and match[1] == vault_id[:8] and path.is_file() and not path.is_symlink():
            at = dt.datetime.strptime(match[2], "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
            found.append(Kept(path, at))
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def is_due(folder: Path, vault_id: str, now: dt.datetime, every: dt.timedelta) -> bool:
    """Whether the newest backup is older than `every`, or from the future (the clock was set back since)."""
    newest = next(iter(kept(folder, vault_id)), None)
    return newest is None or not dt.timedelta(0) <= now - newest.at < every


def make(vault: Vault, folder: Path, now: dt.datetime, keep: int, tell: Tell = quiet) -> tuple[Path, Manifest]:
    """Write a verified backup into `folder`, which is made when needed; then remove all but the newest `keep` (>= 1).

    Raises as `backup` does; then nothing is removed.
    """
    with files.plain_errors(folder.parent):
        files.private_folder(folder)
    for left in folder.glob(f".coordtui-{vault.id[:8]}-*.partial"):  # by a kill; nobody else has this vault open
        shutil.rmtree(left, ignore_errors=True)
    while (path := folder / name_of(vault.id, now)).is_file():  # two within one second
        now += dt.timedelta(seconds=1)
    manifest = backup(vault, path, tell=tell)
    others = [one.path for one in kept(folder, vault.id) if one.path != path]
    for old in others[max(keep, 1) - 1 :]:
        old.unlink(missing_ok=True)
    return path, manifest


def rehearse(file: Path, secret: str | bytearray, kind: Kind = "passphrase", tell: Tell = quiet) -> Rehearsed:
    """Restore a backup into a private folder beside it, check all of it, and remove that again.

    Raises as `restore` does, where the backup would not restore.
    """
    if not file.is_file():
        raise NotFound(f"There is no backup {file}.", "coordtui backup makes one.")
    with files.plain_errors(file.parent):
        scratch = Path(tempfile.mkdtemp(prefix=".coordtui-drill-", dir=file.parent))
    try:
        restored = restore(file, scratch / "vault", secret, kind, actor="restore drill", tell=tell)
        return Rehearsed(file, restored.at, restored.acts, restored.wrong)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
