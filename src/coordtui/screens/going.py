"""Long work behind a box: how far it is and how fast, and esc, which stops it with nothing half done."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from coordtui.errors import Stopped
from coordtui.pace import BYTES, SOON, Pace
from coordtui.screens.desked import Desked
from coordtui.widgets.progress import ProgressDialog

T = TypeVar("T")
_EVERY: Final = 0.05
"""Seconds between two drawings: a folder of small files tells of it thousands of times."""


class Going:
    """`async with Going(self, "Making the file", "Nothing was written.") as going:` and hand `going.tell` to the work.

    The box comes after `soon` seconds. Once esc was pressed, telling raises Stopped with the words given, and so does
    a reading that is waited for by `reading`.
    """

    def __init__(self, screen: Desked, title: str, stopped: str, *, soon: float = SOON) -> None:
        self._screen, self._words, self._soon = screen, stopped, soon
        self._stop = threading.Event()
        self.box = ProgressDialog(title, on_cancel=self._cancel)
        self._reading: asyncio.Future[Any] | None = None
        self._pace, self._told = Pace(), 0.0
        self._loop = asyncio.get_running_loop()

    async def __aenter__(self) -> Self:
        self._coming = self._loop.call_later(self._soon, self._come)
        if not self._soon:
            self._coming.cancel()
            await self._screen.app.push_screen(self.box)
            self._draw()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Whoever leaves early, because the screen is gone, leaves no work behind that nobody waits for."""
        self._coming.cancel()
        if error is not None:
            self._stop.set()
        if self.box in self._screen.app.screen_stack:
            self.box.finish()

    def tell(self, done: int, total: int, what: str = "", unit: str = BYTES, /) -> None:
        """See `pace.Tell`; called from any thread, and never waits for the box."""
        if self._stop.is_set():
            raise Stopped(self._words)
        self._pace.note(done, total, what, unit)
        now = time.monotonic()
        if now - self._told >= _EVERY and not self._loop.is_closed():
            self._told = now
            self._loop.call_soon_threadsafe(self._draw)

    async def reading(self, asked: Coroutine[Any, Any, T]) -> T:
        """Wait for a reading of the Desk, which esc interrupts."""
        reading: asyncio.Future[T] = asyncio.ensure_future(asked)
        self._reading = reading
        try:
            return await reading
        except asyncio.CancelledError:
            if self._stop.is_set():
                raise Stopped(self._words) from None
            raise
        finally:
            self._reading = None

    def _cancel(self) -> None:
        self._stop.set()
        if self._reading is not None:
            self._reading.cancel()

    def _come(self) -> None:
        self._screen.app.push_screen(self.box)
        self.box.call_after_refresh(self._draw)

    def _draw(self) -> None:
        if self.box.is_attached:
            self.box.show(self._pace.share, self._pace.words(), self._pace.what)
