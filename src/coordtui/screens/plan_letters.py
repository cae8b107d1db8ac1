"""One of a few: its letter chooses it and closes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual import events
from textual.app import ComposeResult

from coordtui.rules.goal import status_label, statuses
from coordtui.screens.base import CoordDialog
from coordtui.screens.letters import Letters
from coordtui.widgets.text import Words, styled

LETTERS: Final = "abcdefhilmoprstuvwxyz"
"""For options that have no letter of their own; not those that move or leave."""
_STATUS: Final = {
    "proposed": "p",
    "planned": "l",
    "accepted": "t",
    "active": "a",
    "not-started": "n",
    "scheduled": "s",
    "in-progress": "i",
    "on-hold": "h",
    "completed": "d",
    "cancelled": "c",
    "rejected": "r",
    "stopped": "t",
    "unknown": "u",
    "entered-in-error": "e",
    "open": "o",
    "resolved": "r",
}


def status_options(kind: str) -> list[tuple[str, str, str]]:
    """(letter, status, words) of every status that a line of that kind may have."""
    return [(_STATUS[one], one, status_label(one)) for one in statuses(kind)]


class LetterDialog(CoordDialog[str]):
    """`options` are (letter, value, words); the result is a value, None when it was left."""

    AUTO_FOCUS = ""

    def __init__(self, title: str, about: str, options: Sequence[tuple[str, str, str]], now: str | None) -> None:
        super().__init__(title, subtitle="a letter chooses · esc close")
        self.about, self.options = about, tuple(options)
        self.choices = Letters([(letter, words) for letter, _, words in self.options])
        self.choices.chosen = next((letter for letter, value, _ in self.options if value == now), "")

    def body(self) -> ComposeResult:
        yield Words(styled((self.about, "strong"), "\n"))
        yield self.choices
        yield self.problem

    def on_key(self, event: events.Key) -> None:
        value = next((value for letter, value, _ in self.options if letter == event.character), None)
        if value is not None:
            event.stop()
            event.prevent_default()
            self.dismiss(value)
