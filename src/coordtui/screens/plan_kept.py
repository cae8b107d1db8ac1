"""What was typed into a plan and not saved: kept inside the vault over esc, leaving and a lock."""

from __future__ import annotations

import json

from coordtui.screens.base import Desked
from coordtui.screens.plan_rows import NEW


class KeptLines(Desked):
    """Words by the place where they were typed: "new", a line's ref, or "due:" and a ref."""

    plan_id: int
    kept: dict[str, str]

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
            self.kept[slot] = words
        await self.remember(self._draft_name, json.dumps(self.kept) if self.kept else None)
        return bool(self.kept)

    async def keep(self, slot: str, words: str) -> None:
        self.kept[slot] = words
        await self.keep_draft()
        self.say(f"Not saved. {self.kept_words()}.", tone="warning")

    async def forget(self, slot: str) -> None:
        if self.kept.pop(slot, None) is not None:
            await self.keep_draft()

    def kept_words(self) -> str:
        """What is kept and how to get it back, for the status line."""
        if NEW in self.kept:
            return "What you typed is kept: o in the plan brings it back"
        return "What you typed is kept: enter, or d, on its line brings it back"
