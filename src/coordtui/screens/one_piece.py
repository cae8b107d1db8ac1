"""A repaint goes to the terminal in one piece."""

from __future__ import annotations

import sys
from typing import Any

from rich.console import RenderableType
from textual.app import App
from textual.screen import Screen


class OnePiece(App[str]):
    """Textual writes three: that a picture begins, the picture, and that it ends. Each wakes the thread that writes,
    which then takes its turn before the picture is made.
    """

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        driver = self._driver
        if driver is None or sys.platform == "win32":  # where a large piece is too much at once
            super()._display(screen, renderable)
            return
        pieces: list[str] = []
        write = driver.write
        vars(driver)["write"] = pieces.append
        try:
            super()._display(screen, renderable)
        finally:
            vars(driver)["write"] = write
        if pieces:
            driver.write("".join(pieces))
