"""The saved views of a list, one key away: the first eight by F2 to F9, all of them in a menu."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable
from importlib import import_module
from typing import ClassVar, Final

from coordtui.casework import saved_view as casework
from coordtui.casework.saved_view import View
from coordtui.models.saved_view import ViewList
from coordtui.screens.desked import Desked
from coordtui.widgets.filter_bar import FilterBar
from coordtui.widgets.table import VirtualTable

_LONGEST: Final = 5.0
"""Seconds after which a key waits for no rows any more: a fault must not take the keys away."""


class Viewing(Desked):
    """A list whose `page` is the name of its views; with a `filter`, a `table`, and a `reload` that reads with it."""

    page: ClassVar[str]
    filter: FilterBar
    table: VirtualTable
    due: asyncio.Future[None] | None = None
    """Other rows than those in sight were asked for. A key pressed now is for them: a verb would else act on whoever
    stood there before.
    """
    _asked: tuple[Hashable, ...] = ()

    def reload(self) -> None:
        raise NotImplementedError

    def rows_asked(self, *what: Hashable) -> None:
        """To be called when the list is about to be read: how it is narrowed, and what else moves the cursor."""
        if self._asked == what:
            return
        self._asked = what
        if self.due is None:
            loop = asyncio.get_running_loop()
            self.due = loop.create_future()
            late = loop.call_later(_LONGEST, self.rows_read)
            self.due.add_done_callback(lambda _: late.cancel())

    def rows_read(self) -> None:
        """To be called when its rows are there, or will not come."""
        due, self.due = self.due, None
        if due is not None:
            due.set_result(None)

    async def action_view(self, which: int = 0) -> None:
        """The view of a function key; the same key again shows everything."""
        held = await self.ask(casework.views, ViewList(self.page))
        if which >= len(held):
            self.say(f"This list has {len(held)} views; ' shows them.", tone="warning")
        elif held[which].text == self.filter.text.strip():
            self.filter.action_restore()
            self.say("All rows again.")
        else:
            self.show_view(held[which])

    def action_views(self) -> None:
        make = import_module("coordtui.screens.views").ViewsDialog
        self.app.push_screen(make(ViewList(self.page), self.filter.text), self.show_view)

    async def show_named(self, name: str) -> None:
        """Narrow the list by the view of this name. Raises NotFound."""
        self.show_view(await self.ask(casework.view, ViewList(self.page), name))

    def show_view(self, view: View | None) -> None:
        """Narrow the list by a view; None leaves it as it is."""
        if view is not None:
            self.filter.put(view.text)
            self.table.focus()
            self.say(f"View: {view.name}", "esc shows all rows")
            self.reload()
