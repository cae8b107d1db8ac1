"""A box about an object, opened from a follow-up of the queue: whose it is stands there before the object is read."""

from __future__ import annotations

from coordtui.casework.follow_up_views import detail
from coordtui.screens.base import Desked
from coordtui.screens.target import Target
from coordtui.widgets.text import Words, styled


class OfFollowUp(Desked):
    """Stands before the object's own dialog, of which `which` gives the object's key."""

    target: Target
    heading: Words

    def on_mount(self) -> None:
        self.heading.update(styled((self.who(self.target.patient), "strong"), f": {self.target.text}"))

    async def which(self) -> int:
        """The key of what the follow-up serves."""
        return (await self.ask(detail, self.target.follow_up_id or 0)).subject_id
