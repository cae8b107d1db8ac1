"""Before a verb works on many: how many it can, which it cannot and why."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from coordtui.casework.follow_up_views import Able, Verb
from coordtui.screens.base import CoordDialog
from coordtui.screens.target import Target
from coordtui.widgets.text import Words, styled

_DO: Final[dict[str, str]] = {"complete": "Finish", "snooze": "Snooze"}
_SHOWN: Final = 12
Agreed = Callable[[Verb, Sequence[Target]], Awaitable[None]]


class BulkDialog(CoordDialog[None]):
    """Enter does it for those that can, as one act."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "verb('bulk.go')", "Do it", show=False)]

    def __init__(self, marked: Sequence[Target], able: Able, verb: Verb, agreed: Agreed) -> None:
        can = set(able.can)
        self.targets = tuple(one for one in marked if one.follow_up_id in can)
        n = len(self.targets)
        does = f"{_DO[verb]} {n} follow-up{'s' * (n != 1)}"
        super().__init__(
            f"{does}?" if n else "None of these", subtitle="enter does it · esc close" if n else "esc close"
        )
        self._marked, self._able, self._verb, self._agreed = marked, able, verb, agreed

    def body(self) -> ComposeResult:
        by_id = {one.follow_up_id: one for one in self._marked}
        if n := len(self._able.cannot):
            yield Words(styled(("Not this one:" if n == 1 else f"Not these {n}:", "warning")))
        for follow_up_id, reason in self._able.cannot[:_SHOWN]:
            one = by_id[follow_up_id]
            yield Words(styled(f"{self.who(one.patient)}: {one.text} ", (f"– {reason}", "muted")))
        if n > _SHOWN:
            yield Words(styled((f"and {n - _SHOWN} more", "muted")))
        if self.targets:
            yield Words(styled(("As one act, which one u takes back:", "strong")))
            yield Words(styled(*(f"{self.who(one.patient)}: {one.text}\n" for one in self.targets[:_SHOWN])))
        if len(self.targets) > _SHOWN:
            yield Words(styled((f"and {len(self.targets) - _SHOWN} more", "muted")))
        yield self.problem

    async def action_go(self) -> None:
        self.dismiss()
        if self.targets:
            await self._agreed(self._verb, self.targets)
