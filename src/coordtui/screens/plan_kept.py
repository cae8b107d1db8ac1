"""What was typed into a plan and not saved: kept inside the vault over esc, leaving and a lock."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from coordtui.casework.plan_outline import Line
from coordtui.screens.base import Desked
from coordtui.screens.plan_places import NewLine, find
from coordtui.screens.plan_rows import NEW

_PLACE: Final = "new:place"


class KeptLines(Desked):
    """Words by the place where they were typed: "new", a line's ref, or "due:" and a ref.

    Beside the words of a new line stands where it was to go, as JSON.
    """

    plan_id: int
    kept: dict[str, str]
    new: NewLine | None

    def unsaved(self) -> tuple[str, str]:
        """Where something is being typed now and what; ("", "") where it is nothing new."""
        raise NotImplementedError

    @property
    def _draft_name(self) -> str:
        return f"draft.plan.{self.plan_id}"

    async def fetch_kept(self) -> None:
        text = await self.recall(self._draft_name)
        self.kept = {} if text is None else {str(slot): str(words) for slot, words in json.loads(text).items()}
        if self.kept:
            self.say(f"{self.kept_words()}.")

    async def keep_draft(self) -> bool:
        """Keep what is not saved. True if there is something."""
        slot, words = self.unsaved()
        if slot:
            self._put(slot, words, self.new)
        await self.remember(self._draft_name, json.dumps(self.kept) if self.kept else None)
        return bool(self.kept)

    def _put(self, slot: str, words: str, new: NewLine | None) -> None:
        self.kept[slot] = words
        if slot == NEW and new is not None:
            self.kept[_PLACE] = json.dumps(asdict(new))

    def kept_place(self, lines: Sequence[Line]) -> NewLine | None:
        """Where the kept new line was to go, unless the lines around it are gone."""
        text = self.kept.get(_PLACE)
        place = None if text is None else NewLine(**json.loads(text))
        refs = () if place is None else (ref for ref in (place.parent, place.after) if ref is not None)
        return place if all(find(lines, ref) is not None for ref in refs) else None

    async def keep(self, slot: str, words: str, new: NewLine | None = None) -> None:
        self._put(slot, words, new)
        await self.keep_draft()
        self.say(f"Not saved. {self.kept_words()}.", tone="warning")

    async def forget(self, slot: str) -> None:
        if slot == NEW:
            self.kept.pop(_PLACE, None)
        if self.kept.pop(slot, None) is not None:
            await self.keep_draft()

    def kept_words(self) -> str:
        """What is kept and how to get it back, for the status line."""
        if NEW in self.kept:
            return "What you typed is kept: o in the plan brings it back"
        return "What you typed is kept: enter, or d, on its line brings it back"
