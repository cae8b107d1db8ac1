"""Where a table's rows come from: a list in memory, or pages that arrive when they are asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Sequence
from typing import Final, Protocol

from coordtui.widgets.columns import Row

PAGE: Final = 64


class RowSource(Protocol):
    """Rows by position. Nothing here may wait: what is not at hand is None, and the table asks for it."""

    @property
    def count(self) -> int: ...

    def window(self, start: int, stop: int) -> Sequence[Row | None]:
        """The rows start..stop-1, with None for those not yet fetched."""
        ...

    def index_of(self, key: Hashable) -> int | None:
        """Where a key stands, or None if that is not known."""
        ...


class ListSource:
    """Rows that are all in memory."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self.rows: tuple[Row, ...] = tuple(rows)
        self._places: dict[Hashable, int] | None = None

    @property
    def count(self) -> int:
        return len(self.rows)

    def window(self, start: int, stop: int) -> Sequence[Row | None]:
        return self.rows[start:stop]

    def index_of(self, key: Hashable) -> int | None:
        if self._places is None:  # not needed by a table that is never refilled
            self._places = {row.key: i for i, row in enumerate(self.rows)}
        return self._places.get(key)

    def keys(self) -> tuple[Hashable, ...]:
        return tuple(row.key for row in self.rows)


class PagedSource:
    """A known number of rows, of which the last few pages asked for are kept.

    On `VirtualTable.NeedRows(start, end)` the screen fetches, calls `put`, then `table.rows_arrived(start, end)`.
    Ranges asked for are whole pages.
    """

    def __init__(self, count: int, pages: int = 16) -> None:
        self._count = count
        self._room = pages
        self._pages: OrderedDict[int, list[Row | None]] = OrderedDict()

    @property
    def count(self) -> int:
        return self._count

    def window(self, start: int, stop: int) -> Sequence[Row | None]:
        start, stop = max(0, start), min(stop, self._count)
        rows: list[Row | None] = []
        for page in range(start // PAGE, -(-stop // PAGE)):
            first = page * PAGE
            held = self._pages.get(page)
            if held is None:
                rows += [None] * (min(stop, first + PAGE) - max(start, first))
            else:
                self._pages.move_to_end(page)
                rows += held[max(start - first, 0) : stop - first]
        return rows

    def put(self, start: int, rows: Sequence[Row]) -> None:
        for offset, row in enumerate(rows):
            page, place = divmod(start + offset, PAGE)
            if page not in self._pages:
                self._pages[page] = [None] * min(PAGE, self._count - page * PAGE)
            if place < len(self._pages[page]):
                self._pages[page][place] = row
            self._pages.move_to_end(page)
        while len(self._pages) > self._room:
            self._pages.popitem(last=False)

    def index_of(self, key: Hashable) -> int | None:
        for page, rows in self._pages.items():
            for place, row in enumerate(rows):
                if row is not None and row.key == key:
                    return page * PAGE + place
        return None
