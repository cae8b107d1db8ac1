"""Where a table's rows come from: a list in memory, or pages that arrive when they are asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, MutableSequence, Sequence
from typing import Final, Generic, Protocol, TypeVar

from coordtui.widgets.columns import Row

T = TypeVar("T")
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


class PagedSource(Generic[T]):
    """Rows whose order is known by their keys, and whose views come in pages; the last few pages asked for are kept.

    On `VirtualTable.NeedRows(start, end)` the screen fetches the views of `keys[start:end]`, calls `put`, then
    `table.rows_arrived(start, end)`. `make` turns a view into a row when it comes into sight.
    """

    def __init__(self, keys: MutableSequence[int], make: Callable[[T], Row], pages: int = 16) -> None:
        self.keys = keys
        self._make = make
        self._room = pages
        self._pages: OrderedDict[int, dict[int, T | None]] = OrderedDict()

    @property
    def count(self) -> int:
        return len(self.keys)

    def window(self, start: int, stop: int) -> Sequence[Row | None]:
        return [self._row(place) for place in range(max(0, start), min(stop, len(self.keys)))]

    def index_of(self, key: Hashable) -> int | None:
        """A walk over the keys, 20 ns each: the price of a map from keys to places would be memory."""
        try:
            return self.keys.index(key)
        except ValueError:
            return None

    def key_at(self, index: int) -> int | None:
        """The key of a row, whether its view is at hand or not; None past the end."""
        return self.keys[index] if 0 <= index < len(self.keys) else None

    def put(self, start: int, views: Iterable[T | None]) -> None:
        """The views of the rows from `start` on; None for one that is gone."""
        for place, view in enumerate(views, start):
            page = place // PAGE
            self._pages.setdefault(page, {})[place] = view
            self._pages.move_to_end(page)
        while len(self._pages) > self._room:
            self._pages.popitem(last=False)

    def view(self, key: Hashable) -> T | None:
        """The view with this key, if it is at hand."""
        place = self.index_of(key)
        return None if place is None else self._pages.get(place // PAGE, {}).get(place)

    def lacks(self, start: int, stop: int) -> bool:
        """Whether some row of start..stop-1 is not at hand."""
        return bool(self.gaps(start, stop))

    def gaps(self, start: int, stop: int) -> list[range]:
        """The places of start..stop-1 whose rows are not at hand, each run of them as one range."""
        found: list[range] = []
        for place in range(max(0, start), min(stop, len(self.keys))):
            if place in self._pages.get(place // PAGE, ()):
                continue
            begins = found.pop().start if found and found[-1].stop == place else place
            found.append(range(begins, place + 1))
        return found

    def lacking(self, start: int, stop: int) -> tuple[int, int] | None:
        """The whole pages, first row and end, that hold what is not at hand of the rows start..stop-1."""
        gaps = self.gaps(start, stop)
        if not gaps:
            return None
        return gaps[0].start // PAGE * PAGE, min(len(self.keys), ((gaps[-1].stop - 1) // PAGE + 1) * PAGE)

    def _row(self, place: int) -> Row | None:
        page = self._pages.get(place // PAGE)
        if page is None or place not in page:
            return None
        self._pages.move_to_end(place // PAGE)
        view = page[place]
        return Row(self.keys[place], ("–",), tone="muted") if view is None else self._make(view)
