"""A table's rows, made from views when they come into sight: ten thousand people cost what twenty do."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from coordtui.widgets.columns import Row

T = TypeVar("T")


class LazyRows(Generic[T]):
    """`make` turns a view into a row whose key is `key_of` that view."""

    def __init__(self, views: Sequence[T], key_of: Callable[[T], Hashable], make: Callable[[T], Row]) -> None:
        self.views, self._key_of, self._make = views, key_of, make
        self._places: dict[Hashable, int] | None = None

    @property
    def count(self) -> int:
        return len(self.views)

    def window(self, start: int, stop: int) -> Sequence[Row]:
        return [self._make(view) for view in self.views[start:stop]]

    def index_of(self, key: Hashable) -> int | None:
        if self._places is None:
            self._places = {self._key_of(view): at for at, view in enumerate(self.views)}
        return self._places.get(key)

    def view(self, key: Hashable) -> T | None:
        """The view with this key."""
        at = self.index_of(key)
        return None if at is None else self.views[at]
