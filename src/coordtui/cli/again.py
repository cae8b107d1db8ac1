"""Locking: a new process takes the place of this one, because nothing else empties its memory.

It asks at the terminal only, whatever password file or command the first one was given.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

from coordtui.errors import Exit

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

_CHILD = "COORDTUI_CHILD"
_STOP = "COORDTUI_STOP"
_LOCKED = 75
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"
"""Clears the screen and what was scrolled out of it, and goes home."""


def ask_again(folder: Path, on: dt.date | None, *, stop: bool = False) -> NoReturn:
    """Clear the terminal and become a program that asks for the passphrase of the same vault. Keys are wiped by now.

    With `stop` that program stops first, as a shell's ctrl+z would have stopped this one; `fg` goes on with it.
    """
    _clear_terminal()
    if stop and hasattr(signal, "SIGTSTP"):
        os.environ[_STOP] = "1"
    if os.environ.get(_CHILD):
        raise SystemExit(_LOCKED)
    if not sys.executable:
        raise SystemExit(Exit.DONE)
    os.execv(sys.executable, command(folder, on))  # noqa: S606 - this very program, with words of its own making


def stop_first() -> None:
    """Stop, with nothing in memory, where locking meant that too. In no shell's charge the system lets it go on."""
    if os.environ.pop(_STOP, None):
        os.kill(0, signal.SIGTSTP)  # the whole job, as the terminal's own key does


def command(folder: Path, on: dt.date | None) -> list[str]:
    """This program once more. `-P` keeps modules that lie in the current folder from being taken for its own."""
    words = [sys.executable, "-P", "-m", "coordtui", "--ask", "--vault", str(folder)]
    return [*words, "--on", on.isoformat()] if on is not None else words


def has_to_wait() -> bool:
    """Where a program cannot be replaced by another, the first one stays as a small parent that holds no keys."""
    return os.name == "nt" and _CHILD not in os.environ


def wait_for_child(first: Sequence[str] | None = None) -> Exit:
    """Run the app as a child, and again each time it was locked."""
    import subprocess

    words = [sys.executable, "-P", "-m", "coordtui", *(sys.argv[1:] if first is None else first)]
    while True:
        done = subprocess.run(words, env={**os.environ, _CHILD: "1"}, check=False)  # noqa: S603 - this very program
        if done.returncode != _LOCKED:
            return Exit(done.returncode) if done.returncode in set(Exit) else Exit.FAILED
        if "--ask" not in words:
            words = _asking(words)


def _asking(words: Sequence[str]) -> list[str]:
    """The same command line without a password file or command."""
    kept: list[str] = []
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word in ("--password-file", "--password-command"):
            skip = True
        elif not word.startswith(("--password-file=", "--password-command=")):
            kept.append(word)
    return [*kept, "--ask"]


def _clear_terminal() -> None:
    if sys.stdout.isatty():
        sys.stdout.write(_CLEAR + "Locked.\n")
    sys.stdout.flush()
    if os.name == "posix":
        _drop_typed()


def _drop_typed() -> None:
    """What was typed for the screen must not become part of the passphrase."""
    import contextlib
    import termios

    with contextlib.suppress(termios.error, ValueError, OSError):
        termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
