"""The gate for files that leave the vault: private, whole or not at all, and never over another file unasked.

A file name is seen by others (in folders, lists of recent files, attachments), so it holds an id and a day, no name.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import secrets
from pathlib import Path

from coordtui.errors import InvalidInput, Refused


def file_name(document: str, patient_id: int, day: dt.date, format: str) -> str:
    """ "summary-12-2026-11-22.md"."""
    return f"{document}-{patient_id}-{day.isoformat()}.{format}"


def list_name(what: str, day: dt.date, format: str) -> str:
    """ "caseload-2026-11-22.xlsx"."""
    return f"{what}-{day.isoformat()}.{format}"


def check_destination(path: Path, force: bool = False) -> None:
    """Raise what `write_file` would raise, before anything is written down as exported."""
    if path.is_dir():
        raise InvalidInput("output", f"{path} is a folder.", "Name a file in it.")
    if not path.parent.is_dir():
        raise InvalidInput("output", f"There is no folder {path.parent}.", "Make it, or name another place.")
    if not os.access(path.parent, os.W_OK):
        raise InvalidInput("output", f"The folder {path.parent} cannot be written.", "Name another place.")
    if not force and (path.exists() or path.is_symlink()):
        raise _there_already(path)


def write_file(path: Path, data: bytes, force: bool = False) -> None:
    """Write all of `data` to `path`, readable by its owner only. An existing file is replaced only by `force`.

    Raises:
        InvalidInput: "output", for a place that cannot be written.
        Refused: the file is there already.
    """
    check_destination(path, force)
    unfinished = path.parent / f".{secrets.token_hex(8)}.part"
    try:
        _fill(unfinished, data)
        if force:
            unfinished.replace(path)
        else:
            _place(unfinished, path)
    except FileExistsError:
        raise _there_already(path) from None
    except OSError as error:
        reason = error.strerror or "it failed"
        raise InvalidInput("output", f"{path.name} was not written: {reason}.", "Name another place.") from None
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _fill(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(handle)


def _place(unfinished: Path, path: Path) -> None:
    """Give the file its name, unless another took it in the meantime. Not every file system has hard links."""
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise
    except OSError:
        if path.exists():
            raise FileExistsError from None
        unfinished.replace(path)


def _there_already(path: Path) -> Refused:
    return Refused(f"{path.name} is there already.", "Say --force to replace it, or name another file.")
