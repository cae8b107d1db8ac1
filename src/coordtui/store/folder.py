"""Which files make a vault, and whether they are all there. Needs neither the database nor the keys."""

from __future__ import annotations

import contextlib
import datetime as dt
import glob
import shutil
import sys
from enum import StrEnum
from pathlib import Path

from coordtui.errors import Refused, VaultDamaged, VaultMissing
from coordtui.store import files
from coordtui.store.names import DATABASE as DATABASE
from coordtui.store.names import FAILURES as FAILURES
from coordtui.store.names import KEYRING_SLOT, KEYS_SIZE
from coordtui.store.names import KEYS as KEYS
from coordtui.store.names import LOCK as LOCK

KEYS_BEFORE = "vault.keys.bak"
KEYS_NEXT = "vault.keys.next"
DATABASE_NEXT = "vault.db.next"
"""While the keys of the whole vault are changed: what is to take the place of the files without `.next`."""
ASIDE, RESTORING = ".before-restore-", ".restoring"
"""In the names of the folders beside a vault: one that a restore moved aside, and one that a restore works in."""
SALVAGING, BORROWING = ".salvaging", ".borrowed"
"""In the names of the folders beside one: where a salvage works, and where it keeps a backup's copy of the keys."""
STAMP = "%Y%m%dT%H%M%S%f"
"""A moment (UTC) in the name of a folder that is kept."""
_BESIDE = tuple(f"{name}-{end}" for name in (DATABASE, DATABASE_NEXT) for end in ("wal", "shm", "journal"))
ALL = (DATABASE, KEYS, KEYS_BEFORE, KEYS_NEXT, DATABASE_NEXT, LOCK, FAILURES, *_BESIDE)


class VaultState(StrEnum):
    """`partial`: some file of a vault is there and a needed one is not, so a new vault must not be offered."""

    MISSING = "missing"
    PRESENT = "present"
    PARTIAL = "partial"


def _exists(path: Path) -> bool:
    """True for a dangling symbolic link too: whatever bears a vault's name stops a first run."""
    return path.is_symlink() or path.exists()


def found(folder: Path) -> frozenset[str]:
    """The names of the vault's files that are there."""
    with files.plain_errors(folder):
        return frozenset(name for name in ALL if _exists(folder / name))


def first_bytes(folder: Path) -> bytes:
    """The first 16 bytes of the database, which are not secret; fewer when there are none. Only before it is opened:
    closing another descriptor of a file drops SQLite's locks on it."""
    try:
        return files.read_head(folder / DATABASE, 16)
    except OSError:
        return b""


def wants_keyring(folder: Path) -> bool:
    """Whether the key file has a slot for the system's key ring: read off its one spelling (store/keydoc.py), so that
    the prompt of everybody else waits for no library."""
    try:
        return KEYRING_SLOT in files.read_small(folder / KEYS, KEYS_SIZE)
    except (OSError, files.TooLarge):
        return False


def committed_frames(folder: Path) -> int:
    """How many frames of the write-ahead log were committed when a program last used it, as SQLite's index of the log
    says (`mxFrame`, https://sqlite.org/walformat.html §2.1); 0 without one. Only before the database is opened.

    The index is written after the log was synced, so it never promises more than was there.
    """
    try:
        header = files.read_head(folder / f"{DATABASE}-shm", 20)
    except OSError:
        return 0
    return int.from_bytes(header[16:20], sys.byteorder) if len(header) == 20 and header[12] else 0


def vault_state(folder: Path) -> VaultState:
    """Whether `folder` holds no vault, a whole one, or parts of one. A restore that was killed is taken back first."""
    with files.plain_errors(folder):
        _take_back_restore(folder)
    names = found(folder)
    if not names:
        return VaultState.MISSING
    whole = DATABASE in names and not names.isdisjoint({KEYS, KEYS_BEFORE})
    return VaultState.PRESENT if whole else VaultState.PARTIAL


def _take_back_restore(folder: Path) -> None:
    """A restore moves the vault aside and puts the restored one in its place. Killed in between, it leaves no vault.

    The vault was moved aside after the restore had begun; one that an earlier restore moved aside was so before.
    """
    if _exists(folder):
        return
    name = glob.escape(folder.name)
    for scratch in folder.parent.glob(f".{name}.*{RESTORING}"):
        began = dt.datetime.fromtimestamp(scratch.stat().st_mtime, dt.UTC).strftime(STAMP)
        aside = max(folder.parent.glob(f"{name}{ASIDE}*"), default=None)
        if aside is not None and aside.name.removeprefix(f"{folder.name}{ASIDE}") >= began:
            aside.rename(folder)
            shutil.rmtree(scratch, ignore_errors=True)
            return


def require_present(folder: Path) -> None:
    """Raise VaultMissing or VaultDamaged, naming the missing file, unless the vault's files are all there."""
    state = vault_state(folder)
    if state is VaultState.MISSING:
        raise VaultMissing(f"There is no vault in {folder}.", "coordtui init makes one.")
    if state is VaultState.PARTIAL:
        raise VaultDamaged(*_what_is_missing(folder))


def require_absent(folder: Path) -> None:
    """Raise Refused where there is a vault, VaultDamaged where there are parts of one."""
    if vault_state(folder) is not VaultState.MISSING:
        require_present(folder)
        raise Refused(f"There is already a vault in {folder}.", "Open it, or choose another folder.")


def _what_is_missing(folder: Path) -> tuple[str, str]:
    names = found(folder)
    hint = (
        "Put it back, or restore a backup. If making this vault was interrupted, move the folder away and begin again."
    )
    no_keys = names.isdisjoint({KEYS, KEYS_BEFORE})
    if no_keys and DATABASE not in names:
        return f"Both {DATABASE} and {KEYS} are missing from {folder}; only {', '.join(sorted(names))} is left.", hint
    if no_keys:
        return f"The key file {KEYS} is missing from {folder}; without it nobody can open {DATABASE}.", hint
    return f"The database {DATABASE} is missing from {folder}; its key file is there.", hint


def clear_leftovers(folder: Path) -> None:
    """Remove the unfinished copies that a crash can leave. Only under the vault's lock."""
    for path in (*folder.glob(f"{KEYS}*.tmp"), *folder.glob(f"{DATABASE_NEXT}*")):
        with contextlib.suppress(OSError):
            path.unlink()
    for path in folder.glob(".*.partial"):  # a backup before an update
        shutil.rmtree(path, ignore_errors=True)


def clear_scratch(path: Path, ending: str) -> None:
    """Remove what a killed salvage left beside `path`, in folders of our own naming."""
    for scratch in path.parent.glob(f".{glob.escape(path.name)}.*{ending}"):
        shutil.rmtree(scratch, ignore_errors=True)
