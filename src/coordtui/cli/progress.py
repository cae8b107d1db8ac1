"""Long work at the terminal: one line says how far it is and how fast, and ctrl+c stops it with nothing half done."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from coordtui.errors import Stopped
from coordtui.pace import BYTES, Pace, Tell

if TYPE_CHECKING:
    from types import FrameType

_EVERY: Final = 0.1
"""Seconds between two drawings."""


@contextlib.contextmanager
def going(stopped: str, hint: str = "", *, json: bool = False) -> Iterator[Tell]:
    """What the work within tells how far it is. Once ctrl+c was pressed, telling raises Stopped with these words.

    The line is drawn on the standard error where that is a terminal, and never beside `json`; it is gone afterwards.
    """
    line = Line() if sys.stderr.isatty() and not json else None

    def tell(done: int, total: int, what: str = "", unit: str = BYTES, /) -> None:
        if asked():
            raise Stopped(stopped, hint)
        if line is not None:
            line(done, total, what, unit)

    with stopping() as asked, contextlib.nullcontext() if line is None else line.drawn_on():
        yield tell


@contextlib.contextmanager
def stopping() -> Iterator[Callable[[], bool]]:
    """Whether ctrl+c was pressed. A second one ends the work at once."""
    pressed = False

    def ask(_number: int, _frame: FrameType | None) -> None:
        nonlocal pressed
        if pressed:
            raise KeyboardInterrupt
        pressed = True

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, before)


class Line:
    """A bar, what is done, the rate, and what is at hand, on one line of the standard error.

    It shows from the first second on and is drawn anew a few times a second, also while the work says nothing.
    """

    BAR = 20

    def __init__(
        self, write: Callable[[str], object] | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._write = write or sys.stderr.write
        self._clock = clock
        self._pace = Pace(clock)
        self._shown, self._drawn = "", clock() - _EVERY
        self._lock = threading.Lock()

    def __call__(self, done: int, total: int, what: str = "", unit: str = BYTES, /) -> None:
        with self._lock:
            self._pace.note(done, total, what, unit)
            self._draw_if_due()

    @contextlib.contextmanager
    def drawn_on(self) -> Iterator[None]:
        """Within, a step that lasts for seconds is shown as well as many short ones; afterwards the line is gone."""
        over = threading.Event()
        drawing = threading.Thread(target=self._draw_on, args=(over,), name="coordtui-progress", daemon=True)
        drawing.start()
        try:
            yield
        finally:
            over.set()
            drawing.join()
            self.clear()

    def clear(self) -> None:
        if self._shown:
            self._draw("")

    def _draw_on(self, over: threading.Event) -> None:
        while not over.wait(_EVERY):
            with self._lock:
                self._draw_if_due()

    def _draw_if_due(self) -> None:
        if self._pace.is_long and self._clock() - self._drawn >= _EVERY:
            self._drawn = self._clock()
            self._draw(self._words())

    def _words(self) -> str:
        from coordtui.widgets.clean import fit

        pace, parts = self._pace, []
        if pace.share is not None:
            filled = round(pace.share * self.BAR)
            parts.append(f"[{'#' * filled}{'.' * (self.BAR - filled)}] {pace.share:4.0%}")
        parts += filter(None, (pace.words(), pace.what))
        return fit("  ".join(parts), _room() - 1)

    def _draw(self, line: str) -> None:
        if line != self._shown:
            self._shown = line
            self._write(f"\r\x1b[K{line}")
            sys.stderr.flush()


def _room() -> int:
    """Cells in a line of the terminal behind the standard error."""
    try:
        return max(20, os.get_terminal_size(sys.stderr.fileno()).columns)
    except (OSError, ValueError):
        return 80
