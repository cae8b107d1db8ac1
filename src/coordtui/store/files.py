"""Small private files: made with O_EXCL and 0600, replaced atomically, never followed through a symbolic link."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

from coordtui.errors import CoordError, Refused, VaultReadOnly

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
_BASE = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_UNWRITABLE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_NO_PLACE = frozenset({errno.ENAMETOOLONG, errno.ELOOP, errno.ENOTDIR})
_FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


class TooLarge(ValueError):
    """A file is larger than its kind can be, so it is not read into memory."""


@contextlib.contextmanager
def plain_errors(folder: Path) -> Iterator[None]:
    """Turn what the system says about writing in `folder` into words.

    Raises:
        VaultReadOnly: the folder or a file in it may not be written.
        CoordError: the disk fails, or is full, or there can be no such folder.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _UNWRITABLE:
            raise VaultReadOnly(
                f"{folder} cannot be written.", "Check its permissions, or choose another folder."
            ) from None
        if error.errno in _NO_PLACE:
            raise CoordError(f"{folder} can be no folder: {error.strerror}.", "Choose another place.") from None
        if error.errno in _FULL:
            raise CoordError("The disk is full.", "Make room and try again; nothing was half written.") from None
        if error.errno == errno.EIO:
            raise CoordError(
                "The disk could not be read or written.", "Make sure that it is well, then try again."
            ) from None
        raise


def private_folder(path: Path) -> None:
    """Make `path` as 0700. A folder that already holds something keeps its mode: it may serve others too."""
    if path.exists() and not path.is_dir():
        raise Refused(f"{path} is a file, not a folder.", "Choose another place.")
    path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    if os.name == "posix" and not any(path.iterdir()):
        path.chmod(PRIVATE_FOLDER)


def create_private(path: Path) -> None:
    """Make an empty 0600 file; SQLite gives the same mode to the files that it puts beside it."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | _BASE, PRIVATE_FILE))


def open_private(path: Path, flags: int) -> int:
    """A descriptor of `path`, made as 0600 where `flags` allow; a symbolic link is refused."""
    return os.open(path, flags | _BASE, PRIVATE_FILE)


def read_small(path: Path, limit: int) -> bytes:
    """The whole of a regular file of at most `limit` bytes.

    Raises:
        TooLarge: it is longer, or not a regular file.
        OSError: it is missing, a symbolic link or unreadable.
    """
    fd = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BASE)
    with os.fdopen(fd, "rb") as file:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise TooLarge(path.name)
        data = file.read(limit + 1)
    if len(data) > limit:
        raise TooLarge(path.name)
    return data


def read_head(path: Path, size: int) -> bytes:
    """The first `size` bytes of a regular file. Raises OSError as `read_small` does."""
    with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BASE), "rb") as file:
        return file.read(size)


def sync_folder(path: Path) -> None:
    """Make a rename in `path` survive a power cut, where the system lets a folder be synced."""
    if os.name != "posix":
        return
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def sync_file(path: Path) -> None:
    fd = os.open(path, os.O_RDWR | _BASE)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def replace_atomically(path: Path, data: bytes) -> None:
    """Put `data` in place of `path`: a reader sees the old file or the new one, also after a power cut."""
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BASE, PRIVATE_FILE)
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
