"""What the Today screen knows of the queue: the rows in the order of the last sort, and what became of them since."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from coordtui.casework.today import Row, Today
from coordtui.models.codes import Ball
from coordtui.rules.dates import show_day
from coordtui.widgets.columns import Cell, Column
from coordtui.widgets.columns import Row as Line

TIERS: Final = ("safety", "clock", "today", "soon", "hygiene")
_TONES: Final = ("danger", "warning", "", "", "muted")
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


@dataclass(slots=True)
class Queue:
    """`order` are persons (0 for what belongs to nobody) as last sorted; rows that came since stand at its end.

    A row that has nothing left today stays in its place, said to be done, until the next sort.
    """

    order: list[int] = field(default_factory=list)
    rows: dict[int, Row] = field(default_factory=dict)
    settled: set[int] = field(default_factory=set)

    def load(self, today: Today) -> None:
        self.rows = {row.patient_id or 0: row for row in today.rows}
        self.order = list(self.rows)
        self.settled = set()

    def follow(self, persons: Iterable[int], rows: Mapping[int, Row]) -> tuple[set[int], set[int]]:
        """Take in what is now true of these persons; returns who became settled, and who came (back) into the queue."""
        gone, came = set(), set()
        for person in persons:
            row = rows.get(person)
            if row is not None:
                if person not in self.rows:
                    self.order.append(person)
                if person not in self.rows or person in self.settled:
                    came.add(person)
                self.rows[person] = row
                self.settled.discard(person)
            elif person in self.rows and person not in self.settled:
                self.settled.add(person)
                gone.add(person)
        return gone, came

    def next_open(self, person: int) -> int | None:
        """The next row below that is not settled, else the nearest above, else None."""
        if person not in self.rows:
            return next((one for one in self.order if one not in self.settled), None)
        at = self.order.index(person)
        below, above = self.order[at:], self.order[:at][::-1]
        return next((one for one in (*below, *above) if one not in self.settled), None)

    def row(self, person: object) -> Row | None:
        """The row of a person who still has something to do."""
        return self.rows.get(person) if isinstance(person, int) and person not in self.settled else None

    def by_tier(self) -> dict[int, int]:
        """How many rows still have something to do, by tier."""
        return dict(Counter(row.tier for person, row in self.rows.items() if person not in self.settled))

    @property
    def left(self) -> int:
        return len(self.order) - len(self.settled)


class QueueSource:
    """The rows as lines, each made when it comes into sight: an act on one of 10,000 makes none of the others again."""

    def __init__(self, queue: Queue, name: Callable[[str], str], today: dt.date) -> None:
        self._name, self._today = name, today
        # What stood when it was made: a new sort makes new ones, and the table still asks this source once.
        self._order, self._rows, self._settled = tuple(queue.order), queue.rows, queue.settled
        self._places = {person: at for at, person in enumerate(self._order)}

    @property
    def count(self) -> int:
        return len(self._places)

    def window(self, start: int, stop: int) -> list[Line]:
        return [self._line(person) for person in self._order[max(0, start) : stop]]

    def index_of(self, key: Hashable) -> int | None:
        return self._places.get(key)  # type: ignore[call-overload,no-any-return]

    def _line(self, person: int) -> Line:
        row = self._rows[person]
        return line(person, row, person in self._settled, self._name(row.patient), self._today)


def line(person: int, row: Row, settled: bool, name: str, today: dt.date) -> Line:
    """A row of the table; `name` as it may be shown now."""
    if settled:
        return Line(person, ("✓ clear", name, row.text, "", "", "", "", ""), tone="muted")
    due, late = due_words(row, today)
    cells: tuple[Cell, ...] = (
        (TIERS[row.tier], _TONES[row.tier]),
        (name, "strong"),
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
