"""The first prompt, shown before anything else is loaded: what asking needs comes while the person reads it.

It only shows. Whether a passphrase is asked for is decided where it always is (`cli/unlock.py`), which takes over the
prompt that stands here; where something else has to be said, `put_back` ends its line first. So a wrong guess costs a
line, and in doubt nothing is shown. Imports nothing that Python has not loaded at its start.
"""

# ruff: noqa: PTH111, PTH113, PTH118, PTH123
# (pathlib takes longer to load than all of this)

from __future__ import annotations

import os
import sys

from coordtui.store.names import DATABASE, FAILURES, KEYRING_SLOT, KEYS, KEYS_SIZE, LOCK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

PROMPT = "Passphrase: "
_NAME = "coordtui"

_standing: list[tuple[int, Any]] = []
"""At most one: the terminal on which the prompt stands, and how it was before."""


def show(words: Sequence[str]) -> None:
    """Show the prompt where a command line of these words is all but certain to begin with it."""
    try:
        if words or os.name != "posix" or not (os.isatty(0) and os.isatty(1)) or not _asks():
            return
        fd = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        return
    _standing.append((fd, silence(fd)))
    os.write(fd, PROMPT.encode())


def taken(prompt: str) -> Any | None:
    """How the terminal was before, to whoever would now show the prompt that stands there; None where none does."""
    if prompt != PROMPT or not _standing:
        return None
    fd, before = _standing.pop()
    os.close(fd)
    return before


def put_back() -> None:
    """Let the terminal be as it was, where nobody took the prompt over."""
    while _standing:
        fd, before = _standing.pop()
        unsilence(fd, before)
        os.write(fd, b"\n")
        os.close(fd)


def silence(fd: int) -> Any:
    """Show nothing of what is typed at a terminal from now on; returns how it was.

    Nothing that was typed already is dropped: whoever types early is not made to type again.
    """
    import termios

    before, quiet = termios.tcgetattr(fd), termios.tcgetattr(fd)
    quiet[3] &= ~termios.ECHO
    termios.tcsetattr(fd, termios.TCSADRAIN, quiet)
    return before


def unsilence(fd: int, before: Any) -> None:
    """Undo `silence`."""
    import termios

    termios.tcsetattr(fd, termios.TCSADRAIN, before)


def _asks() -> bool:
    """Whether a vault stands in its place that nothing but a passphrase opens, after no failed try. Raises OSError."""
    if "COORDTUI_PASSWORD_FILE" in os.environ or "COORDTUI_PASSWORD_COMMAND" in os.environ:
        return False
    folder = vault_folder()
    if folder is None or os.path.lexists(os.path.join(folder, FAILURES)):
        return False
    with open(os.path.join(folder, KEYS), "rb") as keys:
        if KEYRING_SLOT in keys.read(KEYS_SIZE):
            return False
    return os.path.isfile(os.path.join(folder, DATABASE)) and _is_free(os.path.join(folder, LOCK))


def vault_folder() -> str | None:
    """The folder that `options.Options.folder` finds without an option; None where finding out takes more."""
    if named := os.environ.get("COORDTUI_VAULT"):
        return None if named.startswith("~") else named
    settings = os.environ.get("COORDTUI_SETTINGS") or os.path.join(_base("XDG_CONFIG_HOME", ".config"), "settings.toml")
    try:
        with open(settings, "rb") as file:
            if b"vault_dir" in file.read():
                return None
    except FileNotFoundError:
        pass
    return _base("XDG_DATA_HOME", ".local/share") if sys.platform == "linux" else None


def _base(variable: str, otherwise: str) -> str:
    """Our folder in one of a Linux user's, as platformdirs finds it."""
    chosen = os.environ.get(variable, "").strip()
    return os.path.join(chosen or os.path.join(os.path.expanduser("~"), otherwise), _NAME)


def _is_free(lock: str) -> bool:
    """Whether nobody has the vault open now. Raises OSError where its lock is not there."""
    import fcntl

    fd = os.open(lock, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(fd)
    return True
