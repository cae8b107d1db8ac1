"""The passphrase from a file or a command, as restic does it; never from an argument or a variable."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, cast

from coordtui.cli.terminal import composed
from coordtui.errors import CoordError, UsageError

if TYPE_CHECKING:
    import io
    from pathlib import Path

    from coordtui.cli.options import Options

_LONGEST = 4096


def is_given(options: Options) -> bool:
    """Whether the options lead to a passphrase, so that nobody is asked."""
    return not options.ask and (options.password_file is not None or options.password_command is not None)


def given(options: Options) -> bytearray:
    """The passphrase that the options lead to (see `is_given`), for the caller to wipe."""
    if options.password_file is not None:
        return from_file(options.password_file)
    return from_command(options.password_command or "")


def from_file(path: Path) -> bytearray:
    """The content of a file without one trailing line break.

    Raises:
        UsageError: it cannot be read, or is empty.
    """
    try:
        _remark_on_readers(path)
        with path.open("rb", buffering=0) as file:
            return _secret(file, f"The password file {path}")
    except OSError as error:
        raise UsageError(f"The password file {path} cannot be read: {error.strerror}.") from None


def from_command(command: str) -> bytearray:
    """What a command prints, without one trailing line break. It runs without a shell, and may ask at the terminal.

    Raises:
        UsageError: it cannot be started, or prints nothing.
        CoordError: it failed.
    """
    import shlex
    import subprocess

    try:
        words = shlex.split(command)
        process = subprocess.Popen(words, stdout=subprocess.PIPE, bufsize=0)  # noqa: S603 - the user's own command
    except (OSError, ValueError, IndexError):
        raise UsageError("The password command cannot be started.", "Check how it is spelled.") from None
    with process:
        secret = _secret(cast("io.RawIOBase", process.stdout), "The password command", empty=True)
    if process.returncode:
        raise CoordError(f"The password command failed (exit code {process.returncode}).")
    return _need(secret, "The password command")


def _secret(file: io.RawIOBase, what: str, *, empty: bool = False) -> bytearray:
    buffer = bytearray(_LONGEST + 1)
    length = 0
    while length < len(buffer) and (count := file.readinto(memoryview(buffer)[length:])):
        length += count
    if length > _LONGEST:
        buffer[:] = bytes(len(buffer))
        raise UsageError(f"{what} gives more than {_LONGEST} bytes.", "It must give the passphrase and nothing else.")
    for ending in (b"\r\n", b"\n"):
        if buffer[:length].endswith(ending):
            length -= len(ending)
            break
    secret = bytearray(memoryview(buffer)[:length])
    buffer[:] = bytes(len(buffer))
    return composed(secret if empty else _need(secret, what))


def _need(secret: bytearray, what: str) -> bytearray:
    if not secret:
        raise UsageError(f"{what} gives nothing.", "It must give the passphrase.")
    return secret


def _remark_on_readers(path: Path) -> None:
    import stat

    mode = path.stat().st_mode
    if os.name == "posix" and stat.S_ISREG(mode) and mode & 0o077:
        from coordtui.cli.output import note

        note(f"Others on this machine can read the password file {path}; chmod 600 keeps them out.")
