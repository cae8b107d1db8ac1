"""The journal as a second copy of the records: each change holds the whole row as it left it.

A row whose page is damaged is taken from its last change; a row on a page that is older than that change too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field

from coordtui.store.btree import Value
from coordtui.store.images import Row as Image
from coordtui.store.images import journalled_tables, parse, shape
from coordtui.store.layouts import Layout
from coordtui.store.readable import Rows

Change = tuple[Value, ...]
"""id, act, table, row id, patient id, before, after."""


@dataclass(slots=True)
class Merged:
    """The rows of one table: `read` as they stood, `rebuilt` from the journal, `missing` by number. Of those
    `unsure` a later change may be lost. `patients` are those who have a rebuilt row."""

    rows: Rows = field(default_factory=dict)
    read: int = 0
    rebuilt: list[int] = field(default_factory=list)
    unsure: list[int] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    patients: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Images:
    """The newest change of each row, and the highest number of a change that is missing, 0 where none is."""

    newest: dict[tuple[str, int], Change]
    last_gap: int

    @property
    def complete(self) -> bool:
        """No change is missing, so the journal overrules what stands on a page."""
        return not self.last_gap

    @classmethod
    def of(cls, changes: Rows, highest: int | None, *, hurt: bool) -> Images:
        """`highest` is the number of the last change that was ever made, None where that is not known; `hurt` says that
        a page is damaged that may have held changes."""
        newest: dict[tuple[str, int], Change] = {}
        for _, values in sorted(changes.items()):
            if isinstance(values[3], int):
                newest[str(values[2]), values[3]] = values
        if highest is None and hurt:
            return cls(newest, sys.maxsize)
        gaps = set(range(1, max(highest or 0, *changes, 0) + 1)) - changes.keys()
        return cls(newest, max(gaps, default=0))

    def merged(self, layout: Layout, read: Rows, highest: int) -> Merged:
        """What the pages and the journal together tell of a table; `highest` is the last row id ever given."""
        found = Merged()
        heard = {row_id: change for (name, row_id), change in self.newest.items() if name == layout.name}
        for row_id in sorted(read.keys() | heard.keys()):
            self._one(found, layout, row_id, read.get(row_id), heard.get(row_id))
        known = found.rows.keys() | heard.keys()
        if not self.complete:  # else a number without a row and without a change was never used
            found.missing += sorted(set(range(1, max(highest, *known, 0) + 1)) - known)
        return found

    def only_heard_of(self, name: str) -> Merged:
        """What stood in a table of which nothing can be put in."""
        return Merged(missing=[row_id for (table, row_id), row in self.newest.items() if table == name and row[6]])

    def _one(
        self, found: Merged, layout: Layout, row_id: int, row: tuple[Value, ...] | None, change: Change | None
    ) -> None:
        standing = row is not None and layout.holds(row)
        overruled = change is not None and (self.complete or not standing)
        if standing and not overruled and row is not None:
            _take(found, row_id, layout.whole(row_id, row))
        if change is None or not overruled:
            if not standing:
                found.missing.append(row_id)
            return
        if change[6] is None:  # it was taken out
            return
        image = _values(layout, parse(str(change[6])))
        if image is None:  # of an earlier schema, whose rows an update wrote without the journal
            if standing and row is not None:
                _take(found, row_id, layout.whole(row_id, row))
            else:
                found.missing.append(row_id)
        elif standing and row is not None and layout.whole(row_id, row) == image:
            _take(found, row_id, image)
        else:
            found.rows[row_id] = image
            found.rebuilt.append(row_id)
            if int(change[0] or 0) < self.last_gap:
                found.unsure.append(row_id)
            if isinstance(change[4], int):
                found.patients.add(change[4])


def _take(found: Merged, row_id: int, values: tuple[Value, ...]) -> None:
    found.rows[row_id] = values
    found.read += 1


def _values(layout: Layout, image: Image) -> tuple[Value, ...] | None:
    """An image as a row, None where it has other columns than the table."""
    if image.keys() != set(layout.columns):
        return None
    blobs = _blobs(layout.name)
    return tuple(
        bytes.fromhex(image[name]) if name in blobs and image[name] is not None else image[name]
        for name in layout.columns
    )


def _blobs(table: str) -> Iterable[str]:
    known = journalled_tables().get(table)
    return () if known is None else shape(known).blobs
