"""What the Today screen knows of the queue: the rows in the order of the last sort, and what became of them since."""

from __future__ import annotations

import datetime as dt
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, MutableSequence
from itertools import chain
from typing import Final

from coordtui.casework.today import Opening, Row
from coordtui.models.codes import Ball
from coordtui.rules.dates import show_day
from coordtui.widgets.columns import Cell, Column
from coordtui.widgets.columns import Row as Line
from coordtui.widgets.rows import PagedSource

TIERS: Final = ("safety", "clock", "today", "soon", "hygiene")
_TONES: Final = ("danger", "warning", "", "", "muted")
_PRESSING: Final = range(2)
"""The tiers whose names stand out."""
TURNS: Final = {
    Ball.ME: "you",
    Ball.PATIENT: "patient",
    Ball.RECIPIENT: "recipient",
    Ball.REQUESTER: "requester",
    Ball.PAYER: "payer",
    Ball.OTHER: "other",
}
COLUMNS: Final = (
    Column("tier", "tier", width=7),
    Column("patient", "patient", weight=4, min_width=14, max_width=30),
    Column("what", "what", weight=7, min_width=18, priority=2),
    Column("more", "more", width=4, priority=6),
    Column("due", "due", width=11, priority=1),
    Column("points", "pts", width=3, align="right", priority=4),
    Column("turn", "turn", width=9, priority=5),
    Column("level", "acuity", width=7, priority=7),
)


class Queue:
    """`order` are persons (0 for what belongs to nobody) as last sorted; rows that came since stand at its end.

    A row that has nothing left today stays in its place, said to be done, until the next sort. Rows are at hand by
    the page. `make` draws a row, told whether it is settled.
    """

    def __init__(self, make: Callable[[Row, bool], Line]) -> None:
        self._make = make
        self.settled: set[int] = set()
        self._sorted: Mapping[int, int] = {}
        self._since: dict[int, int | None] = {}
        self.source: PagedSource[Row] = PagedSource(array("q"), self._line)

    def load(self, opening: Opening) -> None:
        window = opening.window
        self.source = PagedSource(window.keys, self._line)
        self.source.put(window.start, window.rows)
        self.settled, self._sorted, self._since = set(), opening.counts, {}

    @property
    def order(self) -> MutableSequence[int]:
        return self.source.keys

    def follow(self, persons: Iterable[int], rows: Mapping[int, Row]) -> tuple[set[int], set[int]]:
        """Take in what is now true of these persons; returns who became settled, and who came (back) into the queue."""
        gone, came = set(), set()
        for person in persons:
            row, place = rows.get(person), self.source.index_of(person)
            if row is not None:
                if place is None or person in self.settled:
                    came.add(person)
                if place is None:
                    place = len(self.order)
                    self.order.append(person)
                self.source.put(place, (row,))
                self.settled.discard(person)
                self._since[person] = row.tier
            elif place is not None and person not in self.settled:
                self.settled.add(person)
                self._since[person] = None
                gone.add(person)
        return gone, came

    def next_open(self, person: int) -> int | None:
        """The next row below that is not settled, else the nearest above, else None."""
        at, order = self.source.index_of(person) or 0, self.order
        places = chain(range(at + 1, len(order)), range(at - 1, -1, -1))
        return next((order[place] for place in places if order[place] not in self.settled), None)

    def view(self, person: object) -> Row | None:
        """What is known of a person's row, settled or not; None while it has not been read."""
        return self.source.view(person) if isinstance(person, int) else None

    def row(self, person: object) -> Row | None:
        """The row of a person who still has something to do."""
        row = self.view(person)
        return None if row is None or row.clear or person in self.settled else row

    def by_tier(self) -> dict[int, int]:
        """How many rows still have something to do, by tier: those of the last sort, and what changed since."""
        counts = Counter(self._sorted)
        counts.update(tier for tier in self._since.values() if tier is not None)
        counts.subtract(tier for person in self._since if (tier := self._tier_of(person)) is not None)
        return dict(counts)

    def _tier_of(self, person: int) -> int | None:
        """A person's tier at the last sort, by the place; None for who came since."""
        place, end = self.source.index_of(person), 0
        for tier, count in sorted(self._sorted.items()):
            end += count
            if place is not None and place < end:
                return tier
        return None

    @property
    def left(self) -> int:
        return len(self.order) - len(self.settled)

    def _line(self, row: Row) -> Line:
        return self._make(row, row.clear or (row.patient_id or 0) in self.settled)


def line(row: Row, settled: bool, name: str, today: dt.date) -> Line:
    """A row of the table; `name` as it may be shown now."""
    person = row.patient_id or 0
    if settled:
        return Line(person, ("✓ clear", name, row.text, "", "", "", "", ""), tone="muted")
    due, late = due_words(row, today)
    cells: tuple[Cell, ...] = (
        (TIERS[row.tier], _TONES[row.tier]),
        (name, "strong" if row.tier in _PRESSING else ""),
        row.text,
        f"+{len(row.more)}" if row.more else "",
        (due, "warning" if late else ""),
        str(row.points),
        TURNS[row.ball],
        str(row.level or "–"),
    )
    return Line(person, cells)


def due_words(row: Row, today: dt.date) -> tuple[str, bool]:
    """When the top item wants doing, at most 11 cells, and whether that is past."""
    day = row.due_on if row.ball is Ball.ME else row.next_check_on or row.due_on
    days = (day - today).days
    if days < 0:
        return (f"{-days} day{'s' * (days < -1)} late" if days > -10 else f"{-days} d late"), True
    words = show_day(day, today)
    return (words if len(words) <= 11 else f"{day:%d %b %Y}"), False
