"""Questions at the terminal, with the secrets among them in buffers that can be wiped.

The terminal is the controlling one, not the standard streams: `coordtui today | less` still asks.
"""

from __future__ import annotations

import contextlib
import os
import sys
import unicodedata
from typing import TYPE_CHECKING, Protocol, Self

from coordtui.cli import door
from coordtui.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_LONGEST = 4096
_NO_TERMINAL = "There is no terminal to ask for the passphrase."


class Terminal(Protocol):
    """Where a person sits.

    `read` writes the prompt and gives one line; with `echo` off nothing typed is shown, from before the prompt on.

    Raises:
        EOFError: the input ends before a line.
    """

    def say(self, text: str) -> None: ...

    def read(self, prompt: str, *, echo: bool) -> bytearray: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def ask_secret(terminal: Terminal, prompt: str) -> bytearray:
    """What a person types unseen, as UTF-8 in composed form; the caller wipes it."""
    return composed(terminal.read(prompt, echo=False))


def ask(terminal: Terminal, question: str, default: str = "") -> str:
    """One line, or `default` for an empty one."""
    prompt = f"{question} [{default}]: " if default else f"{question}: "
    return terminal.read(prompt, echo=True).decode("utf-8", "replace").strip() or default


def composed(secret: bytearray) -> bytearray:
    """The same text in Unicode's composed form: keyboards differ in how they send "é". Only then is a str made."""
    if secret.isascii():
        return secret
    text = secret.decode("utf-8", "surrogateescape")
    secret[:] = unicodedata.normalize("NFC", text).encode("utf-8", "surrogateescape")
    return secret


def is_terminal() -> bool:
    """Whether a person looks at the standard output and can type: a screen can be opened."""
    with contextlib.suppress(ValueError, OSError):
        return sys.stdin.isatty() and sys.stdout.isatty()
    return False


class _Posix:
    """The controlling terminal, or standard input where that is one."""

    def __init__(self) -> None:
        self._own = True
        try:
            self._fd = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
        except OSError:
            if not _stdin_is_terminal():
                raise UsageError(_NO_TERMINAL, "Give --password-file or --password-command.") from None
            self._fd, self._own = 0, False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._own:
            os.close(self._fd)

    def say(self, text: str) -> None:
        os.write(self._fd if self._own else 2, text.encode("utf-8", "replace"))

    def read(self, prompt: str, *, echo: bool) -> bytearray:
        if echo:
            self.say(prompt)
            return self._line()
        standing = door.taken(prompt)
        before = door.silence(self._fd) if standing is None else standing
        try:
            if standing is None:
                self.say(prompt)
            return self._line()
        finally:
            door.unsilence(self._fd, before)
            self.say("\n")

    def _line(self) -> bytearray:
        """Read byte by byte: single bytes are interned objects, so no copy of the line is left in memory."""
        line = bytearray()
        while len(line) < _LONGEST:
            byte = os.read(self._fd, 1)
            if not byte and not line:
                raise EOFError
            if byte in (b"\n", b""):
                break
            line += byte
        return line


class _Windows:
    """The console, key by key."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def say(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()

    def read(self, prompt: str, *, echo: bool) -> bytearray:
        self.say(prompt)
        if echo:
            return bytearray(input().encode("utf-8", "surrogateescape"))
        import msvcrt

        getwch: Callable[[], str] = msvcrt.getwch  # type: ignore[attr-defined,unused-ignore]
        line = bytearray()
        while (key := getwch()) not in "\r\n":
            if key == "\x03":
                raise KeyboardInterrupt
            if key == "\x1a":
                raise EOFError
            if key == "\b":
                _drop_character(line)
            else:
                line += key.encode("utf-8", "surrogateescape")
        self.say("\n")
        return line


def _drop_character(line: bytearray) -> None:
    while line and line.pop() & 0xC0 == 0x80:  # the rest of one UTF-8 character
        pass


def _stdin_is_terminal() -> bool:
    with contextlib.suppress(ValueError, OSError, AttributeError):
        return os.isatty(0)
    return False


def open_terminal() -> Terminal:
    """The terminal where a person can be asked.

    Raises:
        UsageError: there is none.
    """
    if os.name != "nt":
        return _Posix()
    if not _stdin_is_terminal():
        raise UsageError(_NO_TERMINAL, "Give --password-file or --password-command.")
    return _Windows()
