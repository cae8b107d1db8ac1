"""One process at a time in a vault: a kernel lock that dies with its process, also when it is killed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from coordtui.errors import VaultInUse
from coordtui.store import files
from coordtui.store.folder import LOCK

if sys.platform == "win32":
    import msvcrt

    def _claim(fd: int) -> None:
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _claim(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


class VaultLock:
    """Held from `take` to `release`. The descriptor is not inherited, so a replaced process starts without it."""

    def __init__(self, fd: int) -> None:
        self._fd = fd

    @classmethod
    def take(cls, folder: Path) -> VaultLock:
        """Lock the vault in `folder`.

        Raises:
            VaultInUse: another process has it open, or this one already has.
            VaultReadOnly: the lock file cannot be made.
        """
        with files.plain_errors(folder):
            fd = files.open_private(folder / LOCK, os.O_CREAT | os.O_RDWR)
        try:
            _claim(fd)
        except OSError:
            os.close(fd)
            raise VaultInUse(f"The vault in {folder} is open in another coordtui.", "Close it there first.") from None
        return cls(fd)

    def release(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
