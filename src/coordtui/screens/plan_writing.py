"""Writing a plan's lines in place: new ones one after the other, the words of one, its due date."""

from __future__ import annotations

from dataclasses import replace

from coordtui.casework import plan_outline as casework
from coordtui.errors import CoordError, Refused
from coordtui.rules.goal import due_text
from coordtui.rules.plan_outline import WORDS
from coordtui.screens.bindings import footer
from coordtui.screens.plan_opening import DUE, PLACEHOLDERS, Opening
from coordtui.screens.plan_places import GLYPHS, NewLine, find, shifted, typed
from coordtui.screens.plan_rows import NEW
from coordtui.widgets.outline import InPlace


class Writing(Opening):
    """Answers what the line in place says."""

    def action_writing(self, key: str) -> None:
        """A click on a key of the line in place."""
        place = self.outline.place
        match key:
            case "enter":
                place.action_onward(0)
            case "stop":
                place.action_stop()
            case _:
                place.action_shift(1 if key == "in" else -1)

    async def on_in_place_written(self, event: InPlace.Written) -> None:
        slot, new = self.slot, self.new
        if not slot:
            return
        try:
            if new is not None:
                await self._add(new, event)
            elif slot.startswith(DUE):
                await self._save_due(slot.removeprefix(DUE), event.text)
            else:
                await self._save_words(slot, event.text)
        except CoordError as error:
            self.outline.place.give_back(event.text)
            self.complain(error)
            return
        if new is None or event.onward:
            await self._finish(slot, event.onward)

    async def _add(self, new: NewLine, event: InPlace.Written) -> None:
        """Save a new line; the next one follows below it."""
        text, new = typed(event.text, new)
        if not text:
            raise Refused("There are no words yet.")
        result = await self._quietly(new, text)
        ref = str(result)
        await self.forget(NEW)
        self.new = replace(new, after=ref)
        await self.reread(ref if event.onward else NEW)
        if not event.onward:
            self.outline.shift(new.depth, f"{GLYPHS[new.kind]} ")

    async def _quietly(self, new: NewLine, text: str) -> object:
        """The act; the rows are drawn once, when the place of the next line is known too."""
        self.holding = True
        try:
            result = await self.act(casework.add_line, self.plan_id, new.kind, text, new.parent, new.after, self.moment)
        finally:
            self.holding = False
        return result.value

    async def _save_words(self, ref: str, text: str) -> None:
        if text.strip() == self._stood.strip():
            return
        if not text.strip():
            line = find(self.lines, ref)
            raise Refused(f"A {WORDS[line.kind] if line else 'line'} needs words.", "Esc leaves it; D removes it.")
        await self.act(casework.set_text, ref, text, self.moment)

    async def _save_due(self, ref: str, text: str) -> None:
        due = due_text(text, self.today)
        if due != (self._stood or None):
            await self.act(casework.set_due, ref, due, self.moment)

    async def _finish(self, slot: str, onward: int) -> None:
        """Writing is over; an arrow goes on to the line beside."""
        await self.forget(slot)
        self._over()
        if onward:
            self.outline.table.move_to(self.outline.table.cursor + onward)

    def _over(self, keep: str | None = None) -> None:
        self.new, self.slot = None, ""
        self.foot.keys.set_keys(footer(self.page))
        self.draw(keep)

    async def on_in_place_stopped(self, event: InPlace.Stopped) -> None:
        """Esc: what was typed and not saved is kept, and comes back with the same key."""
        slot, new = self.slot, self.new
        if not slot:
            return
        self.outline.place.close()
        self._over(new.after or new.parent if new is not None else None)
        if event.text.strip() and event.text.strip() != self._stood.strip():
            await self.keep(slot, event.text, new)
        else:
            await self.forget(slot)

    async def on_in_place_shifted(self, event: InPlace.Shifted) -> None:
        if self.new is None:
            self.say("Tab moves a line while it is new; save this one, then > and < move it.", tone="warning")
            return
        try:
            self.new = shifted(self.lines, self.new, event.by)
        except Refused as error:
            self.complain(error)
            return
        self.draw(NEW)
        self.outline.place.hint(PLACEHOLDERS[self.new.kind])
        self.outline.shift(self.new.depth, f"{GLYPHS[self.new.kind]} ")

    def on_in_place_edited(self, event: InPlace.Edited) -> None:
        if self.new is not None:
            self.outline.place.lead(f"{GLYPHS[typed(event.text, self.new)[1].kind]} ")
