"""A copy of a vault whose write-ahead log is broken in the middle, before what is behind the break is given up.

SQLite reads the log up to the first frame that does not fit and writes over the rest. Each frame behind it can still be
authenticated by itself, so a salvage of the copy brings back acts that the vault has lost.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
from pathlib import Path

from coordtui.store import files, folder
from coordtui.store.frames import read_log

_NAME = "broken-log-"
BEFORE_UPDATE = "before-update-"
"""How the name of a backup in the vault's own folder begins that is made before the vault is brought up to date."""
_COPIED = (folder.DATABASE, f"{folder.DATABASE}-wal", folder.KEYS, folder.KEYS_BEFORE, folder.KEYS_NEXT)


def keep_broken_log(vault: Path, now: dt.datetime) -> Path | None:
    """Where the copy is; None where the log is not broken, or there is no room for a copy. Only before the database is
    opened."""
    log = read_log(vault / f"{folder.DATABASE}-wal")
    if not log.broken:
        return None
    kept = vault / f"{_NAME}{now.strftime(folder.STAMP)}"
    try:
        kept.mkdir(mode=files.PRIVATE_FOLDER)
        for name in _COPIED:
            with contextlib.suppress(FileNotFoundError):
                files.replace_atomically(kept / name, (vault / name).read_bytes())
    except OSError:
        shutil.rmtree(kept, ignore_errors=True)
        return None
    return kept


def copies(vault: Path) -> tuple[str, ...]:
    """The names of the copies in the vault's own folder, which open with what opened the vault when they were made."""
    found = (*vault.glob(f"{_NAME}*"), *vault.glob(f"{BEFORE_UPDATE}*"))
    return tuple(sorted(path.name for path in found))
