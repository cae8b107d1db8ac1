"""What is kept of a fault of the program: where in the code, never with what.

A traceback with local variables or the text of an exception would carry names and passphrases to the disk.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import traceback
from pathlib import Path

import platformdirs

from coordtui import __version__

_PACKAGES = "site-packages"


def crash_folder() -> Path:
    """Where reports go: the user's state folder, outside the vault (which may be locked or damaged by then)."""
    return platformdirs.user_state_path("coordtui", appauthor=False) / "crashes"


def redacted(error: BaseException) -> str:
    """The types of the exceptions and the places in the code, without messages, values or source lines."""
    lines = [f"coordtui {__version__} · Python {platform.python_version()} · {platform.system()}"]
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}")
        frames = traceback.extract_tb(current.__traceback__)
        lines += [f"  {_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n".join(lines) + "\n"


def write(error: BaseException, folder: Path | None = None) -> Path | None:
    """Keep the report in a new file that only this user may read; None if it cannot be written."""
    folder = folder or crash_folder()
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S-%f")
    path = folder / f"crash-{stamp}.txt"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(redacted(error))
    except OSError:
        return None
    return path


def _place(filename: str) -> str:
    """A file's path from its package on: a home folder's name is a person's name too."""
    parts = Path(filename).parts
    for anchor in (_PACKAGES, "coordtui"):
        if anchor in parts:
            at = len(parts) - 1 - parts[::-1].index(anchor)
            return "/".join(parts[at + (anchor == _PACKAGES) :])
    return parts[-1] if parts else "?"
