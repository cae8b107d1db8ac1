"""How far long work is, told while it goes on, and the way to stop it: one call does both.

Whatever may last longer than a moment takes a `Tell` and calls it often. It may raise `Stopped`: then the work leaves
nothing half done behind and lets it pass.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Final, Protocol, TypeVar

T = TypeVar("T")
BYTES: Final = "bytes"
SOON: Final = 1.0
"""Seconds after which somebody who waits wants to know how far it is."""
_STRIDE: Final = 64


class Tell(Protocol):
    """`done` of `total` (0: not known) of a unit ("pages", BYTES); `what` is at hand, "" for nothing worth a name.

    Called on the thread of the work. Raises Stopped when the person asked to stop.
    """

    def __call__(self, done: int, total: int, what: str = "", unit: str = BYTES, /) -> None: ...


def quiet(done: int, total: int, what: str = "", unit: str = BYTES, /) -> None:
    """Nobody waits for it, and nobody stops it."""


Watch = Callable[[], AbstractContextManager[Tell]]
"""Begins to show how far a work is and to let it be stopped; for a work that is seldom needed."""


def unwatched() -> AbstractContextManager[Tell]:
    return nullcontext(quiet)


def counted(rows: Iterable[T], total: int, tell: Tell, what: str, unit: str) -> Iterator[T]:
    """The same rows, told of as they go by, a stride at a time."""
    done = 0
    tell(0, total, what, unit)
    for row in rows:
        yield row
        done += 1
        if done % _STRIDE == 0:
            tell(done, total, what, unit)
    tell(done, total, what, unit)


class Repeating:
    """Tells on, and says the same again for whoever has nothing new to say but may be stopped."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._last: tuple[int, int, str, str] = (0, 0, "", "")

    @classmethod
    def of(cls, tell: Tell) -> Repeating:
        """The same one where it is one, so that it repeats whatever was told last."""
        return tell if isinstance(tell, cls) else cls(tell)

    def __call__(self, done: int, total: int, what: str = "", unit: str = BYTES, /) -> None:
        self._last = (done, total, what, unit)
        self._tell(*self._last)

    def again(self) -> None:
        self._tell(*self._last)


class Pace:
    """What of a work is worth showing: the words for it, how fast it goes, and whether it is time for either.

    The rate is that of the present step, which begins where the unit or the total is another one, or `done` falls.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.began = self._step = clock()
        self._known: tuple[str, int] = ("", -1)
        self._from = self.done = self.total = 0
        self.what = self.unit = ""

    def note(self, done: int, total: int, what: str, unit: str) -> None:
        if (unit, total) != self._known or done < self.done:
            self._known, self._step, self._from = (unit, total), self._clock(), done
        self.done, self.total, self.what, self.unit = done, total, what, unit

    @property
    def is_long(self) -> bool:
        """Whether the whole work has lasted so long that it is to be shown."""
        return self._clock() - self.began >= SOON

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where the total is not known."""
        return min(1.0, self.done / self.total) if self.total else None

    def words(self) -> str:
        """ "12,345 of 80,000 pages · 9,800 pages/s"; bytes in the unit that fits the total."""
        if not self.unit:
            return ""
        size, unit = _scale(max(self.total, self.done)) if self.unit == BYTES else (1, self.unit)
        of = f" of {_number(self.total / size)}" if self.total else ""
        count = f"{_number(self.done / size)}{of} {unit}" if self.done or self.total else ""
        seconds = self._clock() - self._step
        if seconds < SOON or self.done <= self._from:
            return count
        rate = (self.done - self._from) / seconds
        size, unit = _scale(int(rate)) if self.unit == BYTES else (1, self.unit)
        return f"{count} · {_number(rate / size)} {unit}/s"


_SCALES: Final[Sequence[tuple[int, str]]] = ((10**9, "GB"), (10**6, "MB"), (10**3, "kB"))


def _scale(count: int) -> tuple[int, str]:
    return next(((size, unit) for size, unit in _SCALES if count >= size), (1, BYTES))


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.1f}"
