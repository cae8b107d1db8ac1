"""The keys for here: as many as the width holds, in the order given, on one line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult, RenderResult
from textual.containers import Vertical

from coordtui.widgets.flat import Flat
from coordtui.widgets.status_line import StatusLine
from coordtui.widgets.text import styled

MORE: Final = ("?", "more", "help")
WHILE_TYPING: Final = ("F1", "more", "help")
"""The same where ? is a letter."""


class Key(NamedTuple):
    """A key as words ("ctrl+l"), what it does ("Lock"), and the action that a click runs."""

    key: str
    label: str
    action: str


class KeyBar(Flat):
    """A footer that never wraps. What does not fit is under the last key, "more"."""

    DEFAULT_CSS = """
    KeyBar { height: 1; width: 1fr; background: $footer-background; color: $footer-description-foreground; }
    """

    def __init__(
        self,
        keys: Iterable[tuple[str, str, str]] = (),
        *,
        more: tuple[str, str, str] = MORE,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._keys = tuple(Key(*key) for key in keys)
        self._more = Key(*more)

    def set_keys(self, keys: Iterable[tuple[str, str, str]], more: tuple[str, str, str] = MORE) -> None:
        """Show other keys, most wanted first: (key in words, label, action)."""
        new = tuple(Key(*key) for key in keys), Key(*more)
        if new != (self._keys, self._more):
            self._keys, self._more = new
            self.refresh()

    def shown(self) -> list[Key]:
        """The keys that fit, in order."""
        room = self.size.width - 1 - _cells(self._more)
        chosen: list[Key] = []
        for key in self._keys:
            room -= _cells(key)
            if room < 0:
                break
            chosen.append(key)
        return [*chosen, self._more]

    def render(self) -> RenderResult:
        parts: list[str | tuple[str, str]] = [" "]
        for key in self.shown():
            parts += [(key.key, "bold $footer-key-foreground"), f" {key.label}  "]
        return styled(*parts)

    async def on_click(self, event: events.Click) -> None:
        event.stop()
        at = 1
        for key in self.shown():
            if at <= event.x < at + _cells(key) - 2:
                await self._run(key.action)
                return
            at += _cells(key)

    async def _run(self, action: str) -> None:
        """As if its key had been pressed: the screen's action, or else the app's."""
        if not await self.app.run_action(action, self.screen):
            await self.app.run_action(action)


def _cells(key: Key) -> int:
    """A key, a space, its label and two spaces."""
    return cell_len(key.key) + cell_len(key.label) + 3


class Foot(Vertical):
    """The status line above the keys. Two widgets docked at one edge would cover each other, so they dock as one."""

    DEFAULT_CSS = """
    Foot { dock: bottom; height: 2; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.status = StatusLine()
        self.keys = KeyBar()

    def compose(self) -> ComposeResult:
        yield self.status
        yield self.keys
