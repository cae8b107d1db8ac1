"""Failed unlocks wait beside the vault, as times only, until an unlock can put them into the journal."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

from coordtui.clock import utc_now
from coordtui.store import files
from coordtui.store.folder import FAILURES

_LIMIT = 32 * 1024
RECENT = dt.timedelta(minutes=15)


def note(folder: Path) -> None:
    """Add this moment. Best effort: a folder that cannot be written must not hide that the secret was wrong."""
    path = folder / FAILURES
    with contextlib.suppress(OSError):
        fd = files.open_private(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
        with os.fdopen(fd, "ab") as file:
            if os.fstat(fd).st_size < _LIMIT:
                file.write(f"{utc_now().isoformat(timespec='seconds')}\n".encode())


def times(folder: Path) -> tuple[dt.datetime, ...]:
    """The moments noted, in UTC, oldest first. Lines that are no times are left out."""
    try:
        data = files.read_small(folder / FAILURES, 2 * _LIMIT)
    except (OSError, files.TooLarge):
        return ()
    moments = []
    for line in data.decode("ascii", "replace").splitlines():
        with contextlib.suppress(ValueError, OverflowError):  # the year 1 has no UTC everywhere
            moment = dt.datetime.fromisoformat(line)
            if moment.tzinfo is not None:
                moments.append(moment.astimezone(dt.UTC))
    return tuple(sorted(moments))


def recent(folder: Path, now: Callable[[], dt.datetime] = utc_now) -> int:
    """How many unlocks failed within the last minutes and none succeeded since."""
    since = now() - RECENT
    return sum(1 for moment in times(folder) if moment > since)


def clear(folder: Path) -> None:
    with contextlib.suppress(OSError):
        (folder / FAILURES).unlink(missing_ok=True)
