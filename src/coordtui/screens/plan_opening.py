"""Opening a line of a plan in place: a new one, the words of one, its due date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import ClassVar, Final

from coordtui.casework.plan_outline import Line
from coordtui.errors import InvalidInput
from coordtui.rules.dates import show_partial
from coordtui.rules.goal import due_text
from coordtui.screens.plan_kept import KeptLines
from coordtui.screens.plan_places import GLYPHS, NewLine, below, inside
from coordtui.screens.plan_rows import NEW
from coordtui.widgets.fields import say_day
from coordtui.widgets.key_bar import WHILE_TYPING, Foot
from coordtui.widgets.outline import Outline

PLACEHOLDERS: Final = {
    "concern": "what worries the patient or the team",
    "goal": "what the patient wants to reach",
    "intervention": "what someone does    ! a barrier    + a strength",
    "barrier": "what stands in the way",
    "strength": "what the patient can build on",
}
_NEW_KEYS: Final = (
    ("enter", "next line", "screen.writing('enter')"),
    ("tab", "further in", "screen.writing('in')"),
    ("shift+tab", "out", "screen.writing('out')"),
    ("esc", "stop", "screen.writing('stop')"),
)
_OLD_KEYS: Final = (
    ("enter", "save", "screen.writing('enter')"),
    ("esc", "leave as it was", "screen.writing('stop')"),
)
DUE: Final = "due:"


class Opening(KeptLines):
    """A screen with an `outline` of the `lines` of plan `plan_id`, drawn by `draw` and read again by `reread`."""

    outline: Outline
    foot: Foot
    page: ClassVar[str]
    new: NewLine | None = None
    slot = ""
    """What is being written: "new", a line's ref, or "due:" and a ref; "" when nothing is."""
    holding = False
    """Whether drawing what an act changed waits for the end of the gesture."""
    _stood = ""

    @property
    def lines(self) -> Sequence[Line]:
        raise NotImplementedError

    @property
    def here(self) -> Line | None:
        """The line under the cursor."""
        raise NotImplementedError

    def draw(self, keep: str | None = None) -> None:
        raise NotImplementedError

    async def reread(self, keep: str | None = None) -> None:
        raise NotImplementedError

    def unsaved(self) -> tuple[str, str]:
        text = self.outline.place.text.strip() if self.slot and self.outline.is_writing else ""
        return (self.slot, text) if text and text != self._stood.strip() else ("", "")

    # Beginning

    def action_below(self) -> None:
        self._begin(self.kept_place(self.lines) or below(self.lines, self._ref))

    def action_inside(self) -> None:
        self._begin(inside(self.lines, self._ref))

    def action_barrier(self) -> None:
        self._begin(inside(self.lines, self._ref, "barrier"))

    def action_strength(self) -> None:
        self._begin(inside(self.lines, self._ref, "strength"))

    @property
    def _ref(self) -> str | None:
        return self.here.ref if self.here is not None else None

    def _begin(self, new: NewLine) -> None:
        self.new = new
        self._open(NEW, "", new.depth, GLYPHS[new.kind], PLACEHOLDERS[new.kind], goes_on=True)

    async def on_virtual_table_opened(self) -> None:
        """Enter: the words of the line, in place; on an empty plan its first line."""
        await self.action_verb("plan.words" if self.here is not None else "plan.below")

    def action_words(self) -> None:
        if (line := self.here) is not None:
            self._open(line.ref, line.text, line.depth, GLYPHS[line.kind], PLACEHOLDERS[line.kind])

    def action_due(self) -> None:
        if (line := self.here) is not None:
            self._open(f"{DUE}{line.ref}", line.due_on or "", line.depth, f"{GLYPHS[line.kind]} due", "a date")

    def _open(self, slot: str, text: str, depth: int, lead: str, placeholder: str, *, goes_on: bool = False) -> None:
        self.slot = slot
        kept = self.kept.get(slot)
        self.draw(NEW if slot == NEW else None)
        self.outline.write(
            text if kept is None else kept,
            depth=depth,
            lead=f"{lead} ",
            placeholder=placeholder,
            goes_on=goes_on,
            echo=self._read_back if slot.startswith(DUE) else None,
            anew=slot.startswith(DUE) and kept is None,
        )
        self._stood = text
        self.foot.keys.set_keys(_NEW_KEYS if goes_on else _OLD_KEYS, more=WHILE_TYPING)
        if kept is not None:
            self.say("What you typed before is filled in.")

    def _read_back(self, text: str) -> tuple[str, str]:
        """What a due date means: "Tue 4 Aug 2026", "August 2026"; or what is wrong with it."""
        try:
            found = due_text(text, self.today)
        except InvalidInput as error:
            return (error.message, "danger") if len(text.strip()) > 3 else ("", "")
        if found is None:
            return "no due date", ""
        return (say_day(dt.date.fromisoformat(found)) if len(found) == 10 else show_partial(found)), ""
