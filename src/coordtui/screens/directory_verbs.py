"""The verbs of an entry of the directory, for the list."""

from __future__ import annotations

from typing import Final

from coordtui.casework import directory as casework
from coordtui.casework.directory import Kind
from coordtui.screens.base import Desked
from coordtui.screens.directory_entry import CopyEntryDialog, EntryDialog
from coordtui.screens.directory_form import EntryForm

_NEEDS_ENTRY: Final = frozenset({"open", "change", "verify", "copy", "retire"})


class EntryVerbs(Desked):
    """A screen says which entry is under its cursor (`here`); the verbs are here."""

    def here(self) -> tuple[Kind, int] | None:
        """The entry under the cursor."""
        raise NotImplementedError

    def in_use(self) -> bool:
        """Whether that entry is not retired."""
        raise NotImplementedError

    def added(self, ref: str | None) -> None:
        """The form was closed; the reference of a new entry, None if there is none."""

    def cannot(self, verb: str) -> str | None:
        if verb in _NEEDS_ENTRY and self.here() is None:
            return "There is no entry here; n adds one."
        return super().cannot(verb)

    @property
    def _entry(self) -> tuple[Kind, int]:
        here = self.here()
        assert here is not None, "`cannot` has checked it"
        return here

    def action_open(self) -> None:
        self.app.push_screen(EntryDialog(*self._entry))

    async def on_virtual_table_opened(self) -> None:  # a mixin has no `on` of Textual's
        await self.action_verb("open")

    def action_new(self) -> None:
        self.app.push_screen(EntryForm(), self.added)

    def action_change(self) -> None:
        self.app.push_screen(EntryForm(*self._entry))

    def action_copy(self) -> None:
        self.app.push_screen(CopyEntryDialog(*self._entry))

    async def action_verify(self) -> None:
        await self.act(casework.verify, *self._entry, self.today, self.moment)

    async def action_retire(self) -> None:
        await self.act(casework.retire if self.in_use() else casework.bring_back, *self._entry, self.moment)
