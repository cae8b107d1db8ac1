"""The terminal was closed: what the program writes has to go somewhere, and it has to end whatever happens.

Textual's writing thread dies of a terminal that is gone, and the next writes would wait for it for ever, with the vault
open.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from typing import Final

LONGEST: Final = 15.0
"""Seconds in which drafts and place must be kept; the vault itself bears a kill at any moment."""
_GONE: Final = 129


def hang_up(leave: Callable[[], object]) -> None:
    """Let nothing be written to the terminal or read from it any more, and leave by `leave`."""
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
    ending = threading.Timer(LONGEST, os._exit, (_GONE,))
    ending.daemon = True
    ending.start()
    leave()
