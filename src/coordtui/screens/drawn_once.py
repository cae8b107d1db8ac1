"""A screen that is read before it is drawn, and then drawn once: when it is opened, and when it is opened again."""

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

    def __init__(self) -> None:
        super().__init__()
        self.drawn = False
        self._first = asyncio.Event()
        self.styled_for = ""
        """The theme in which its widgets were styled last."""

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

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        """Styled anew only for another theme: to style all of a screen takes as long as to draw it."""
        event.refresh_styles = self.styled_for != self.app.theme
        self.styled_for = self.app.theme

    def read_again(self) -> None:
        """To be called before a screen that is kept for later is pushed again: it is as if it were new."""
        self.drawn = False
        self._first.clear()
        self.call_later(self._fill_again)

    async def _fill_again(self) -> None:
        await self.read_first()
        if self.size == self.app.size:  # else it is laid out as a new one is, and drawn then
            self.one_repaint()
            self.call_later(self._lay_out)  # behind what the widgets have just told of themselves

    def _lay_out(self) -> None:
        """It is laid out already but for what is as high as its words."""
        if self._layout_required:
            self._layout_required = False
            self._refresh_layout()
        self.call_later(self._draw)

    def on_resize(self, event: events.Resize) -> None:  # a mixin has no `on` of Textual's
        if not self.drawn:  # when it is laid out, and what was laid out has asked to be drawn anew
            self.call_after_refresh(self.call_later, self._draw)

    def _draw(self) -> None:
        if self.drawn:
            return
        self.drawn = True
        self._compositor.update_widgets(self._dirty_widgets)
        self._dirty_widgets.clear()
        self._repaint_required = False
        self._compositor._dirty_regions.add(self._compositor.size.region)
        self._compositor_refresh()
        self.seen()

    def _compositor_refresh(self) -> None:
        if self.drawn:
            super()._compositor_refresh()
