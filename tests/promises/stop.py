"""One stop of the tour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from textual.screen import Screen

NAME: Final = "name"
TEXT: Final = "text"
NOTHING: Final = ""


class Stop(NamedTuple):
    """A box over the screen in sight. `shows` is which of a person's words must be seen in it at once."""

    what: str
    make: Callable[[], Screen[Any]]
    shows: str = NAME
