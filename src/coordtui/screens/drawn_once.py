"""A screen that is read before it is drawn, and then drawn once."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

from textual import events

from coordtui.screens.desked import Desked

_PATIENCE: Final = 0.4
"""Seconds for which the screen before stays in sight; after them this one is drawn, and says that it is being read."""


class DrawnOnce(Desked):
    """Textual lays a new screen out three times and draws all of it as often; filling it later does that once more.

    So it waits for its first reading: `reload` begins it and `has_come` says that it is at hand, or has failed. The
    keys that are pressed meanwhile wait for it. `seen` follows the drawing.
    """

    HORIZONTAL_BREAKPOINTS = []  # noqa: RUF012 - as Textual declares it; the app's classes would style all of it twice

    def __init__(self) -> None:
        super().__init__()
        self.drawn = False
        self._first = asyncio.Event()

    def reload(self) -> None:
        raise NotImplementedError

    def seen(self) -> None:
        """It has been drawn for the first time, whether its reading is at hand or not."""

    def has_come(self) -> None:
        self._first.set()

    async def read_first(self) -> None:
        """To be waited for when the screen is mounted, before Textual lays it out."""
        self.reload()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._first.wait(), _PATIENCE)

    def on_resize(self, event: events.Resize) -> None:  # a mixin has no `on` of Textual's
        if not self.drawn:  # when it is laid out, and what was laid out has asked to be drawn anew
            self.call_after_refresh(self.call_later, self._draw)

    def _draw(self) -> None:
        if not self.drawn:
            self.drawn = True
            self._compositor_refresh()
            self.seen()

    def _compositor_refresh(self) -> None:
        if self.drawn:
            super()._compositor_refresh()
