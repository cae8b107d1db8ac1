"""The terminal was closed: what the program writes has to go somewhere, and it has to end whatever happens.

Textual's writing thread dies of a terminal that is gone, and the next writes would wait for it for ever, with the vault
open. So another one takes its place: the system's hangup ends in a SIGCONT, upon which Textual writes before anything
here is called.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from textual.drivers._writer_thread import WriterThread

if TYPE_CHECKING:
    from textual.app import App

LONGEST: Final = 15.0
"""Seconds in which drafts and place must be kept; the vault itself bears a kill at any moment."""
_GONE: Final = 129


def hang_up(app: App[Any], leave: Callable[[], object]) -> None:
    """Let nothing be written to the terminal or read from it any more, and leave by `leave`."""
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
    _write_on(app._driver)
    ending = threading.Timer(LONGEST, os._exit, (_GONE,))
    ending.daemon = True
    ending.start()
    leave()


def _write_on(driver: Any) -> None:
    """Let a new thread write what the driver has to say from now on; there is none before it begins."""
    if getattr(driver, "_writer_thread", None) is not None:
        driver._writer_thread = WriterThread(driver._file)
        driver._writer_thread.start()
