"""Keys that are typed faster than the screens follow."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Input

from coordtui.screens.viewing import Viewing

_TO: Final = "sent_to"


class TypedAhead(App[str]):
    """Keys act one after another, as if each had waited for the one before it.

    Textual sends a key to what has the focus when it is read, though the keys before it may still be on their way: tab
    to the next field, enter to save or to open, a letter that closes the box. The key would then be lost, stand in the
    wrong field, or act as a verb where it was not meant. Here it waits until all that has the focus, and all around
    that, has done what there was to do; but never for a screen that another one covers, and so never with a box that
    asks to stop what goes on beneath it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._ahead: deque[events.Key | events.Paste] = deque()
        self._went: DOMNode = self
        """Where the last key went."""
        self._unsure = self._waiting = False
        self._turn = 0

    def _on_mount(self) -> None:
        self.screen_change_signal.subscribe(self, self._other_screen, immediate=True)

    def _other_screen(self, _: Screen[Any]) -> None:
        if self._ahead:
            self._behind(self)

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key | events.Paste):
            await super().on_event(event)
        elif event.is_forwarded:
            await self._come_back(event)
        elif self._urgent(event):
            await super().on_event(event)
        else:
            self._ahead.append(event)
            if not self._waiting:
                await self._go_on(self._turn)

    async def _come_back(self, event: events.Key | events.Paste) -> None:
        """What had the focus does not want the key. Where it has the focus no more, the key goes on to what has."""
        if vars(event).get(_TO, self._focus) is not self._focus:
            event._forwarded = False
            event.stop(False)  # it had come to its end, the app
            vars(event)[_TO] = self._focus
        await super().on_event(event)

    @property
    def _focus(self) -> DOMNode:
        return self.focused or self.screen

    def _urgent(self, event: events.Key | events.Paste) -> bool:
        """Locking and the mask wait for nothing."""
        own = self._bindings.key_to_bindings.get(event.key, ()) if isinstance(event, events.Key) else ()
        return any(binding.priority for binding in own)

    async def _go_on(self, turn: int) -> None:
        if turn != self._turn:
            return  # another call is on its way
        self._waiting = False
        while self._ahead and not self._wait():
            event = self._ahead.popleft()
            self._went = vars(event)[_TO] = self._focus
            self._unsure = True
            await super().on_event(event)

    def _wait(self) -> bool:
        """Whether the next key has to wait; if so, `_go_on` comes behind what it waits for."""
        due = self.screen.due if isinstance(self.screen, Viewing) else None
        if any(not _at_rest(node) and self._behind(node) for node in self._around()):
            self._unsure = True
        elif self._unsure and (self.message_queue_size or self._pending_message):  # the key itself, or what it did
            self._unsure = False
            self._behind(self)
        elif due is not None and not isinstance(self.focused, Input):
            due.add_done_callback(lambda _: self._behind(self))
            self._waiting = True
        return self._waiting

    def _behind(self, node: DOMNode) -> bool:
        """Go on behind all that waits there. False if nothing is done there any more."""
        self._turn += 1
        self._waiting = node.call_later(partial(self.call_later, self._go_on, self._turn))
        return self._waiting

    def _around(self) -> Iterator[DOMNode]:
        """From within outwards, as messages go: where the last key went, and what has the focus now."""
        for inmost in (self._went, self._focus):
            inside = [node for node in inmost.ancestors_with_self if node is not self and node.is_running]
            if inside and inside[-1] is self.screen:
                yield from inside


def _at_rest(node: DOMNode) -> bool:
    """Nothing waits there, and nothing is being done: it waits for a message."""
    return not node.message_queue_size and bool(node._message_queue.ready_event._waiters)
