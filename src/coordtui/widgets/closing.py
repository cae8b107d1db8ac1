"""Screens that close themselves and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events
from textual.await_complete import AwaitComplete
from textual.message import Message
from textual.screen import Screen

from coordtui.widgets.stacks import stack_of

if TYPE_CHECKING:
    _Screen = Screen[Any]
else:
    _Screen = object  # a mixin that is a widget would hide the screen's own styles


class Closing(_Screen):
    """Textual's `dismiss` takes away whatever stands on top, as often as it is called.

    A save may end when its box is gone already, or has another one over it: then it must not take that one away, nor
    the page below.
    """

    @property
    def gone(self) -> bool:
        """It stands in no mode: not yet, or no more."""
        return stack_of(self.app, self) is None

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Close it, wherever it stands; whoever pushed it is told the result once."""
        stack = stack_of(self.app, self)
        if stack is None:
            return AwaitComplete()
        if self.app.screen is self:
            return super().dismiss(result)
        self._result_callbacks[-1](result)
        self._pop_result_callback()
        stack.remove(self)
        return AwaitComplete(self.app._replace_screen(self)).call_next(self.app)


class ClosingBox(Closing):
    """A box does nothing more once it is gone, though messages of its fields may still be on their way to it."""

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and self.gone:
            self.app.post_message(event)  # it is for what stands there now
        else:
            await super().on_event(event)

    async def _on_message(self, message: Message) -> None:
        if isinstance(message, events.Event) or not message.bubble or not self.gone:
            await super()._on_message(message)
