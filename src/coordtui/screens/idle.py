"""How long nobody has touched the keys, and when that means locking."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

WARN_SECONDS: Final = 30


class Idle:
    """`minutes` 0 never locks. `now` is a clock that a suspended machine may stop; the wall is checked with it."""

    def __init__(self, minutes: int, now: Callable[[], float] = time.time) -> None:
        self.seconds = minutes * 60
        self._now = now
        self._touched = now()
        self.warned = False

    def touch(self) -> bool:
        """A key was pressed. True if a countdown was showing."""
        warned, self.warned, self._touched = self.warned, False, self._now()
        return warned

    def left(self) -> int | None:
        """Whole seconds until locking, None while there is no need to say so, 0 when it is time.

        A clock set back counts as a touch, so that it never locks a person out of their own work at once.
        """
        if not self.seconds:
            return None
        passed = self._now() - self._touched
        if passed < 0:
            self._touched = self._now()
            return None
        left = self.seconds - passed
        if left > min(WARN_SECONDS, self.seconds / 2):
            return None
        self.warned = True
        return max(0, int(left))
