"""How long nobody has touched the keys, whether the machine slept, and when either means locking."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Final

WARN_SECONDS: Final = 30
_NAP: Final = 5.0
"""Seconds of sleep that the two clocks may seem to differ by without any."""


def _clock(name: str) -> float | None:
    number = getattr(time, name, None)
    return None if number is None else time.clock_gettime(number)


def running() -> float:
    """Seconds on a clock that nobody can set and that goes on while the machine sleeps; the wall's where none is."""
    found = _clock("CLOCK_MONOTONIC" if sys.platform == "darwin" else "CLOCK_BOOTTIME")
    return time.time() if found is None else found


def slept() -> float:
    """Seconds that the machine has slept since it started; 0 where the system does not tell.

    The difference of a clock that goes on in sleep and one that stands: clock_gettime(2) on Linux, clock_gettime(3) on
    macOS.
    """
    mac = sys.platform == "darwin"
    on = _clock("CLOCK_MONOTONIC" if mac else "CLOCK_BOOTTIME")
    stands = _clock("CLOCK_UPTIME_RAW" if mac else "CLOCK_MONOTONIC")
    return 0.0 if on is None or stands is None else on - stands


class Idle:
    """`minutes` 0 never locks by itself."""

    def __init__(self, minutes: int, now: Callable[[], float] = running, asleep: Callable[[], float] = slept) -> None:
        self.seconds = minutes * 60
        self._now, self._asleep = now, asleep
        self._touched = now()
        self._slept = asleep()
        self.warned = False

    def touch(self) -> bool:
        """A key was pressed. True if a countdown was showing."""
        warned, self.warned, self._touched = self.warned, False, self._now()
        return warned

    def quiet(self) -> float:
        """Seconds since a key was pressed."""
        return self._now() - self._touched

    def left(self) -> int | None:
        """Whole seconds until locking, None while there is no need to say so, 0 when it is time.

        A machine that slept is locked when it wakes, however short that was. A clock set back counts as a touch, so
        that it never locks a person out of their own work at once.
        """
        if not self.seconds:
            return None
        if self._asleep() - self._slept > _NAP:
            return 0
        passed = self._now() - self._touched
        if passed < 0:
            self._touched = self._now()
            return None
        left = self.seconds - passed
        if left > min(WARN_SECONDS, self.seconds / 2):
            return None
        self.warned = True
        return max(0, int(left))
