"""A person at a real terminal: types, and waits for what the program writes."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from types import TracebackType
from typing import Self

import pyte

PATIENCE = 60.0


class Person:
    """coordtui, or another `command`, on a pseudo-terminal. `seen` is everything it wrote."""

    def __init__(self, *words: str, env: dict[str, str] | None = None, command: list[str] | None = None) -> None:
        self.seen = ""
        self._at = 0
        self._runs = True
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a test run in the background may have it ignored
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
            command = command or [sys.executable, "-P", "-m", "coordtui", *words]
            os.execve(command[0], command, {**os.environ, "TERM": "xterm-256color", **(env or {})})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runs:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        with contextlib.suppress(OSError):
            os.close(self._fd)

    def hangs_up(self) -> int:
        """Closes the terminal's window, and waits until the program has ended; its exit code."""
        os.close(self._fd)
        deadline = time.monotonic() + PATIENCE
        while (ended := os.waitpid(self.pid, os.WNOHANG)) == (0, 0):
            assert time.monotonic() < deadline, "it goes on without a terminal"
            select.select([], [], [], 0.02)
        self._runs = False
        return os.waitstatus_to_exitcode(ended[1])

    def waits_for(self, text: str) -> None:
        """Until the program has written `text` after what was waited for before."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.seen[self._at :]:
            assert self._read(deadline), f"{text!r} was never written:\n{self.seen[self._at :]}"
        self._at = self.seen.index(text, self._at) + len(text)

    @property
    def screen(self) -> str:
        """What stands there now, line by line."""
        return "\n".join(self._screen.display)

    def sees(self, text: str) -> None:
        """Until `text` stands in a line of the screen."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.screen:
            assert self._read(deadline), f"it ended without {text!r}:\n{self.screen}"

    def loses(self, text: str) -> None:
        """Until `text` is gone from the screen."""
        deadline = time.monotonic() + PATIENCE
        while text in self.screen:
            assert self._read(deadline), f"it ended with {text!r} in sight"

    def fills_in(self, label: str, text: str) -> None:
        """Types `text` and enter, once the field under `label` has the focus."""
        deadline = time.monotonic() + PATIENCE
        while not self._stands_under(label):
            assert self._read(deadline), "it ended:\n" + "\n".join(self._screen.display)
        self.types(f"{text}\r")

    def _stands_under(self, label: str) -> bool:
        """The field that has the focus is drawn on another ground than the page."""
        lines = [line.strip() for line in self._screen.display]
        if label not in lines:
            return False
        row, cells = lines.index(label), self._screen.buffer
        return bool(cells[row + 1][60].bg != cells[row][60].bg)

    def types(self, text: str) -> None:
        os.write(self._fd, text.encode())

    def leaves(self) -> int:
        """Until the program ends; its exit code."""
        deadline = time.monotonic() + PATIENCE
        while self._read(deadline):
            pass
        _, status = os.waitpid(self.pid, 0)
        self._runs = False
        return os.waitstatus_to_exitcode(status)

    def _read(self, deadline: float) -> bool:
        ready, _, _ = select.select([self._fd], [], [], max(0.0, deadline - time.monotonic()))
        assert ready, "nothing came for long:\n" + "\n".join(self._screen.display)
        try:
            data = os.read(self._fd, 65536)
        except OSError:  # the other end is closed
            return False
        self.seen += data.decode("utf-8", "replace")
        self._stream.feed(data)
        return bool(data)
