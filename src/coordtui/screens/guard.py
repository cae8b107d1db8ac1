"""The app's last line of defence: a fault of the program says where it happened, never with whose data."""

from __future__ import annotations

import asyncio
import contextlib
import os
from pathlib import Path
from typing import Any, Self

from rich.text import Text
from textual import constants
from textual.app import App, ScreenStackError
from textual.screen import Screen
from textual.worker import WorkerFailed

from coordtui import crash
from coordtui.errors import CoordError
from coordtui.widgets.dialog import MessageDialog

_SAVED = "What was saved before is kept. "


class GuardedApp(App[str]):
    """Faults become a box and a report without values; only one that Textual cannot survive ends the session."""

    crash_folder: Path | None = None

    def __init__(self) -> None:
        self._replacing = 0
        _keep_quiet()
        super().__init__()

    def on_load(self) -> None:
        """What fails outside of any message (a callback, a task, a subscriber) would be logged with its values."""
        asyncio.get_running_loop().set_exception_handler(self._outside)

    def _outside(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if error is not None and self.is_running:
            self.call_later(self.trouble, error)

    def clear_selection(self) -> None:
        """As Textual's, also where an input is mounted before the first mode's screen stands: from Python 3.12 on,
        tasks start at once."""
        with contextlib.suppress(ScreenStackError):
            super().clear_selection()

    async def _replace_screen(self, screen: Screen[Any]) -> Screen[Any]:
        """As Textual's, which lays out the screen below and draws all of it once more when the one above is gone.

        It was drawn when it came back; nothing in it has changed since.
        """
        self._replacing += 1
        try:
            return await super()._replace_screen(screen)
        finally:
            self.call_later(self._replaced)  # Textual asks for it in a callback too, which stands before this one

    def _replaced(self) -> None:
        self._replacing -= 1

    def refresh(self, *, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        if self._replacing and layout and not recompose:
            return self
        return super().refresh(repaint=repaint, layout=layout, recompose=recompose)

    def trouble(self, error: BaseException) -> None:
        """Say that something failed. An expected error says so itself, a fault leaves a report."""
        if isinstance(error, CoordError):
            self.push_screen(MessageDialog.of(error))
            return
        path = crash.write(error, self.crash_folder)
        where = f"A report without any patient's data is in {path}." if path else "No report could be written."
        self.push_screen(MessageDialog("A fault in coordtui", f"That did not work. {_SAVED}", where, error=True))

    def notify(self, message: str, *, markup: bool = False, **options: Any) -> None:
        """As Textual's, but text is text: what is said may hold a name."""
        super().notify(message, markup=False, **options)

    def _handle_exception(self, error: Exception) -> None:
        if isinstance(error, WorkerFailed):
            self.trouble(error.error)
            return
        self._fault: BaseException = error
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._fatal_error()  # not `panic`: an error that draws itself may draw values

    def _fatal_error(self) -> None:
        """Textual would print every local variable, the passphrase among them."""
        fault = getattr(self, "_fault", None) or RuntimeError()
        path = crash.write(fault, self.crash_folder)
        where = f"A report without any patient's data is in {path}" if path else "No report could be written"
        self._exit_renderables.append(Text(f"coordtui has a fault and had to stop. {_SAVED}{where}.\n"))
        self._close_messages_no_wait()


def _keep_quiet() -> None:
    """Whatever the environment asks of Textual: no log of keys and messages, no picture of the screen, no devtools."""
    os.environ.pop("TEXTUAL", None)
    for name, value in (("LOG_FILE", None), ("SCREENSHOT_DELAY", -1), ("DEBUG", False)):
        setattr(constants, name, value)
