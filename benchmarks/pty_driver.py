"""Runs a program under a pseudo-terminal and measures what a person in front of it would see.

Times are taken when bytes arrive. The emulator is fed afterwards, so that its own slowness is in no figure; each piece
of output keeps the time at which it came. Linux only: processor time and memory come from /proc.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from pty_costs import memory, processor, tree
from pty_screen import Answers, Shown

COLUMNS, ROWS = 120, 40
QUIET = 0.1
"""Seconds without output after which a screen counts as settled: longer than any timer of the app under measurement."""
PATIENCE = 0.4
"""Seconds to wait for a key's first output."""
_IDLE = 0.05
"""Share of a core below which a silent program has nothing under way."""
_PAUSE = 0.02
"""Seconds without output that end the first burst of a key's output."""
_LONGEST = 20.0
KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "ctrl+p": "\x10",
    "ctrl+u": "\x15",
    "f1": "\x1bOP",
}


class NotSeen(Exception):
    """What was waited for did not come. Holds the screen."""

    def __init__(self, what: str, shown: Sequence[str]) -> None:
        super().__init__(what + "\n" + "\n".join(line for line in shown if line))


@dataclass(frozen=True, slots=True)
class Stroke:
    """What one key did. Seconds since it was sent; None where nothing changed.

    `paint` is the first change of the screen, `rows` the last change within the part asked about, `settled` the last
    byte. `bytes` is all that was written, `first_bytes` what came without a pause from the first byte on.
    """

    paint: float | None
    rows: float | None
    settled: float | None
    bytes: int
    first_bytes: int


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of the screen, and their columns up to `columns`."""

    lines: range
    columns: int


class Program:
    """A program on a terminal of 120 × 40. Ends its own child only."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str] | None = None, cwd: Path | None = None) -> None:
        self.shown = Shown(COLUMNS, ROWS)
        self._answers = Answers(self.send, lambda: self.shown.cursor)
        self._pieces: list[tuple[float, bytes]] = []
        self.ended = False
        self.status: int | None = None
        self.total_bytes = 0
        self.begun = time.perf_counter()
        self.pid, self._terminal = pty.fork()
        size = struct.pack("HHHH", ROWS, COLUMNS, 0, 0)
        if self.pid == 0:
            _become(command, {**_environment(), **(env or {})}, cwd, size)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, size)
        os.set_blocking(self._terminal, False)
        self._poll = select.poll()
        self._poll.register(self._terminal, select.POLLIN | select.POLLHUP)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- bytes -------------------------------------------------------------------------------------------------------

    def send(self, data: bytes) -> None:
        while data and not self.ended:
            try:
                data = data[os.write(self._terminal, data) :]
            except BlockingIOError:
                self._hear(0.01)
            except OSError:
                self.ended = True

    def _hear(self, seconds: float) -> bool:
        """Wait so long for output; whether any came."""
        if self.ended or not self._poll.poll(max(0.0, seconds) * 1000):
            return False
        came = False
        while True:
            try:
                data = os.read(self._terminal, 65_536)
            except BlockingIOError:
                return came
            except OSError:
                data = b""
            if not data:
                self.ended = True
                return came
            came = True
            self.total_bytes += len(data)
            self._pieces.append((time.perf_counter(), data))
            self._answers.hear(data)

    def _draw(self) -> None:
        while self._pieces:
            self.shown.feed(self._pieces.pop(0)[1])

    # --- waiting -----------------------------------------------------------------------------------------------------

    def wait(self, holds: Callable[[Shown], bool], what: str, timeout: float = _LONGEST) -> float:
        """When what arrived made `holds` true, by the clock of `time.perf_counter`. Raises NotSeen."""
        end = time.perf_counter() + timeout
        if holds(self.shown):
            return time.perf_counter()
        while True:
            # whole bursts are drawn at once: looking at the screen is dear, and must not delay the reading
            self._hear(0.05)
            while self._hear(0.002):
                pass
            while self._pieces:
                at, data = self._pieces.pop(0)
                if self.shown.feed(data) and holds(self.shown):
                    return at
            if self.ended or time.perf_counter() > end:
                fate = "the program ended" if self.ended else f"not seen in {timeout} s"
                raise NotSeen(f"{what}: {fate}", self.shown.words())

    def settle(self, quiet: float = QUIET, timeout: float = _LONGEST) -> None:
        end = time.perf_counter() + timeout
        while time.perf_counter() < end and self._hear(quiet):
            pass
        self._draw()

    def press(self, *keys: str, quiet: float = QUIET) -> None:
        """Send keys one after another, each when the one before has settled; not measured."""
        for key in keys:
            self.send(encode(key))
            self._hear(PATIENCE)
            self.settle(quiet)

    # --- measuring ---------------------------------------------------------------------------------------------------

    def stroke(self, key: str, part: Part | None = None, quiet: float = QUIET, patience: float = PATIENCE) -> Stroke:
        """Send one key and wait until the screen is still and the program idle; `part` is what `rows` looks at."""
        self.settle(0.002, 0.5)
        before = self.total_bytes
        sent = time.perf_counter()
        self.send(encode(key))
        self._hear(patience)
        self._until_idle(quiet, sent)
        pieces = [(at - sent, data) for at, data in self._pieces]
        self._pieces.clear()
        paint = last = None
        for at, data in pieces:
            changed = self.shown.feed(data)
            if changed and paint is None:
                paint = at
            if _within(changed, part):
                last = at
        settled = pieces[-1][0] if pieces else None
        return Stroke(paint, last, settled, self.total_bytes - before, _without_pause(pieces))

    def _until_idle(self, quiet: float, since: float) -> None:
        """A program may think for long before it draws again: silence counts once it takes no processor time either."""
        used, silent, slice_ = self.processor(), 0.0, quiet / 2
        while time.perf_counter() - since < _LONGEST:
            silent = 0.0 if self._hear(slice_) else silent + slice_
            now = self.processor()
            if silent >= quiet and now - used < _IDLE * slice_:
                return
            used = now

    def hold(self, key: str, times: int, rate: float, part: Part | None = None) -> float:
        """Send a key `rate` times a second; seconds from the last one sent until `part` changes no more."""
        self.settle(0.01, 0.5)
        begun = time.perf_counter()
        for number in range(times):
            self.send(encode(key))
            while number < times - 1 and (left := begun + (number + 1) / rate - time.perf_counter()) > 0:
                self._hear(left)
        sent = time.perf_counter()
        self._until_idle(QUIET, sent)
        last = sent
        while self._pieces:
            at, data = self._pieces.pop(0)
            if _within(self.shown.feed(data), part):
                last = max(last, at)
        return last - sent

    def processor(self) -> float:
        """Seconds of processor time of the program and its children so far."""
        return sum(map(processor, tree(self.pid)))

    def memory(self) -> float:
        """Proportional set size of the program and its children now, in MB."""
        return sum(map(memory, tree(self.pid)))

    def finish(self, patience: float = 10.0) -> None:
        """Wait for the program to end by itself."""
        end = time.perf_counter() + patience
        while not self.ended and time.perf_counter() < end:
            self._hear(0.1)

    def close(self) -> None:
        """Hang up, then ask, then force."""
        os.close(self._terminal)
        for number, patience in ((signal.SIGHUP, 2.0), (signal.SIGTERM, 2.0), (signal.SIGKILL, 10.0)):
            if self.status is not None or self._gone(patience):
                return
            os.kill(self.pid, number)
        self._gone(10.0)

    def _gone(self, patience: float) -> bool:
        end = time.perf_counter() + patience
        while time.perf_counter() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
                return True
            time.sleep(0.005)
        return False


def _within(changed: Mapping[int, int], part: Part | None) -> bool:
    """Whether any of these changes of lines lies in the part, or there is any at all."""
    return any(part is None or (y in part.lines and x < part.columns) for y, x in changed.items())


def _without_pause(pieces: Sequence[tuple[float, bytes]]) -> int:
    total, before = 0, None
    for at, data in pieces:
        if before is not None and at - before > _PAUSE:
            break
        total, before = total + len(data), at
    return total


def encode(key: str) -> bytes:
    """The bytes of a key by its name, or of a text as typed."""
    return KEYS.get(key, key).encode()


def _become(command: Sequence[str], env: Mapping[str, str], cwd: Path | None, size: bytes) -> None:
    """In the child, which never returns."""
    try:
        fcntl.ioctl(0, termios.TIOCSWINSZ, size)
        if cwd is not None:
            os.chdir(cwd)
        os.execvpe(command[0], list(command), dict(env))  # noqa: S606 - a program under measurement
    finally:
        os._exit(127)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH", "TMPDIR") if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "COLORTERM": "truecolor"}
