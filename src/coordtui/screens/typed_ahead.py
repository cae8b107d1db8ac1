"""Keys that are typed faster than the screens follow."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.app import App

_TO: Final = "sent_to"


class TypedAhead(App[str]):
    """A key goes to what has the focus when it is read, and what that does not want comes back to the app.

    Where a key before it has moved the focus meanwhile (`/` and a name, typed in one go), it goes on to what has the
    focus now: it was meant for that, and would else be lost, or act as a verb.
    """

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key):
            sent = vars(event)
            if event.is_forwarded and sent.get(_TO, self.focused) is not self.focused:
                event._forwarded = False
                event.stop(False)  # it had come to its end, the app
            if not event.is_forwarded:
                sent[_TO] = self.focused
        await super().on_event(event)
