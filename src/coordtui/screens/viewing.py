"""The saved views of a list, one key away: the first eight by F2 to F9, all of them in a menu."""

from __future__ import annotations

from importlib import import_module
from typing import ClassVar

from coordtui.casework import saved_view as casework
from coordtui.casework.saved_view import View
from coordtui.models.saved_view import ViewList
from coordtui.screens.desked import Desked
from coordtui.widgets.filter_bar import FilterBar
from coordtui.widgets.table import VirtualTable


class Viewing(Desked):
    """A list whose `page` is the name of its views; with a `filter`, a `table`, and a `reload` that reads with it."""

    page: ClassVar[str]
    filter: FilterBar
    table: VirtualTable

    def reload(self) -> None:
        raise NotImplementedError

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
