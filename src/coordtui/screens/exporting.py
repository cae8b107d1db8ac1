"""The verb that lets a whole list leave as a table."""

from __future__ import annotations

from typing import ClassVar

from coordtui.screens.base import Desked
from coordtui.widgets.filter_bar import FilterBar


class Exporting(Desked):
    """A screen whose `page` is the name of a list of documents/lists.py, narrowed by its `filter`."""

    page: ClassVar[str]
    filter: FilterBar

    def action_export(self) -> None:
        from coordtui.screens.list_export import ListExportDialog  # spreadsheets load when one is wanted

        self.app.push_screen(ListExportDialog(self.page, self.filter.text))
