"""A list of which the order is read whole and the rows by the page, those beside the screen before they are wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar, Final

from coordtui.screens.base import Desked
from coordtui.widgets.rows import PAGE, PagedSource
from coordtui.widgets.table import VirtualTable

REST: Final = 0.03
"""Seconds after which that is read which can wait: not while the screen is being drawn."""
PAUSE: Final = 0.15
"""Seconds without a letter after which everything is summed again."""


class Paging(Desked):
    """A screen with a `table` over a PagedSource; `paging` reads the views of some keys on a day."""

    paging: ClassVar[Callable[..., Sequence[Any]]]
    table: VirtualTable

    def page_of(self, keys: Sequence[int]) -> Callable[..., Sequence[Any]]:
        """The reading of the views of these keys."""
        page, today = type(self).paging, self.today
        return lambda session: page(session, keys, today)

    def on_virtual_table_need_rows(self, event: VirtualTable.NeedRows) -> None:  # a mixin has no `on` of Textual's
        if event.table is self.table:
            self._fetch("rows", range(event.start, event.end))

    def on_virtual_table_moved(self, event: VirtualTable.Moved) -> None:
        if event.table is self.table:
            self.look_ahead()

    @property
    def sight(self) -> int:
        """How many rows the screen shows, and one more; a page before it is laid out."""
        return self.table.size.height or PAGE

    def begin(self) -> None:
        """Before the list is read anew: what still belongs to the old one must not hold it up."""
        self.leave("rows", "ahead", "sums")

    def look_ahead(self) -> None:
        """Fetch the pages next to the screen and the last one, so that page down and a jump to the end find them."""
        source, shown = self.table.source, self.table.on_screen()
        if not isinstance(source, PagedSource) or source.lacks(shown.start, shown.stop):
            return
        last = max(0, source.count - 1) // PAGE
        first, end = max(0, shown.start // PAGE - 1), min(last, max(0, shown.stop - 1) // PAGE + 1)
        near = {*range(first, end + 1), last}
        self._fetch("ahead", *(range(page * PAGE, (page + 1) * PAGE) for page in sorted(near)), after=REST)

    def _fetch(self, slot: str, *spans: range, after: float = 0) -> None:
        """Read what is not at hand of these rows: to read more of them would draw rows that stand on the screen."""
        source: PagedSource[Any] = self.table.source  # type: ignore[assignment]
        gaps = [gap for span in spans for gap in source.gaps(span.start, span.stop)]
        if keys := [key for gap in gaps for key in source.keys[gap.start : gap.stop]]:
            self.read(slot, self.page_of(keys)).then(partial(self._arrived, source, gaps), after=after)

    def _arrived(self, source: PagedSource[Any], spans: Sequence[range], views: Sequence[Any]) -> None:
        """The rows of a list that was sorted anew meanwhile are nobody's any more."""
        if source is not self.table.source:
            return
        for span in spans:
            source.put(span.start, views[: len(span)])
            views = views[len(span) :]
            self.table.rows_arrived(span.start, span.stop)
        self.look_ahead()
