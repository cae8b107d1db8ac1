"""The tracker's table: open referrals as lines under the headings of their group."""

from __future__ import annotations

import datetime as dt
from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from typing import Final

from coordtui.casework.referral_groups import Heading
from coordtui.casework.referral_tracker import Group, Line, Opening, Sums, TrackerRow
from coordtui.models.codes import Ball, Urgency
from coordtui.rules.dates import show_day
from coordtui.screens.queue import TURNS
from coordtui.widgets.columns import Cell, Column, Row
from coordtui.widgets.rows import PagedSource

_PATIENT: Final = Column("patient", "patient", weight=3, min_width=12, max_width=26, sortable=False)
_WHAT: Final = Column("what", "referral", weight=6, min_width=20, sortable=False, priority=1)
_STATE: Final = Column("state", "state", width=15, priority=4, sortable=False)
_TURN: Final = Column("turn", "turn", width=9, priority=5, sortable=False)
_AGE: Final = Column("age", "age", width=5, align="right", priority=6, sortable=False)
_CLOCK: Final = Column("clock", "clock", width=8, priority=2, sortable=False)
_CHECK: Final = Column("check", "next check", width=10, priority=0, sortable=False)
_ALL: Final = (_PATIENT, _WHAT, _STATE, _TURN, _AGE, _CLOCK, _CHECK)
_HEADED_BY: Final = {"state": "state", "ball": "turn", "age": "clock", "patient": "patient"}
"""The column that a group's heading says already."""
CLOCKS: Final[dict[str, tuple[str, str]]] = {
    "in time": ("", ""),
    "amber": ("amber", "warning"),
    "red": ("red", "danger"),
    "escalate": ("escalate", "danger"),
}
"""How old a referral is by its limit. The word carries the meaning, the colour only helps."""


def columns(group: str) -> tuple[Column, ...]:
    """All columns but the one that the headings of this grouping say."""
    return tuple(column for column in _ALL if column.id != _HEADED_BY.get(group))


class TrackerRows:
    """Headings and referrals as a table's rows. A referral's key is its id, a heading's its code below zero.

    The order is that of the last sort: a referral that has moved on since stands where it stood and says so. `late`
    are the ids of those past their limit, so far as they were counted.
    """

    def __init__(
        self,
        opening: Opening,
        group: str,
        who: Callable[[str], str],
        today: dt.date,
        late: Collection[int] = (),
    ) -> None:
        self._who, self._today, self.late = who, today, late
        self._columns, self._by_patient = columns(group), group == "patient"
        self._moved, window = opening.moved, opening.window
        self._headings = array("q", (place for place, key in enumerate(window.keys) if key < 0))
        self.source = PagedSource[Line](window.keys, self._row)
        self.source.put(window.start, window.rows)

    @property
    def keys(self) -> Sequence[int]:
        return self.source.keys

    @property
    def count(self) -> int:
        """How many referrals there are."""
        return len(self.keys) - len(self._headings)

    def referrals(self) -> Iterator[int]:
        """The ids in their order."""
        return (key for key in self.keys if key > 0)

    def view(self, key: Hashable) -> TrackerRow | None:
        """The referral with this id, if it is at hand."""
        found = self.source.view(key)
        return None if isinstance(found, Heading) else found

    def heading(self, key: Hashable) -> Group | None:
        """The group whose heading has this key, if it is at hand."""
        found = self.source.view(key)
        return self._group(found) if isinstance(found, Heading) else None

    def within(self, code: int) -> list[int]:
        """The referrals of the group with that code, wherever they stand."""
        place = self.source.index_of(-code)
        at = bisect_left(self._headings, place) + 1 if place is not None else 0
        end = self._headings[at] if at < len(self._headings) else len(self.keys)
        there = () if place is None else self.keys[place + 1 : end]
        stayed = [key for key in there if key not in self._moved]
        return stayed + [key for key, now in self._moved.items() if now == code]

    def _group(self, heading: Heading) -> Group:
        keys = self.within(heading.code)
        return Group(heading, len(keys), sum(key in self.late for key in keys))

    def _row(self, line: Line) -> Row:
        if isinstance(line, Heading):
            return self._heading(self._group(line))
        cells = [_cell(line, column.id, self._who, self._today) for column in self._columns]
        if line.work_id in self._moved:
            at = self._columns.index(_WHAT)
            cells[at] = (f"→ {line.group.title}: {line.what}", "muted")
        return Row(line.work_id, tuple(cells))

    def _heading(self, group: Group) -> Row:
        title = self._who(group.heading.title) if self._by_patient else group.heading.title
        late = f" · {group.late} late" if group.late else ""
        return Row(-group.heading.code, (f"{title} · {group.count}{late}",), whole=True)


def _cell(row: TrackerRow, column: str, who: Callable[[str], str], today: dt.date) -> Cell:
    match column:
        case "patient":
            return who(row.patient), "strong"
        case "what":
            return what_words(row.what, row.to_name, row.urgency), ""
        case "state":
            return row.label, ""
        case "turn":
            return TURNS[row.ball], "" if row.ball is Ball.ME else "muted"
        case "age":
            return f"{row.age_days} d", ""
        case "clock":
            return CLOCKS.get(row.stage_age, row.stage_age)
        case _:
            return check_words(row.next_check_on, today)


def sum_words(sums: Sums, grouping: str) -> str:
    """How many are open, with whom they are, how many are over their limit; and how they are grouped."""
    count = sum(sums.turns.values())
    late = ", ".join(f"{sums.ages[name]} {name}" for name in ("escalate", "red", "amber") if name in sums.ages)
    turns = sorted(sums.turns.items(), key=lambda one: -one[1])
    waiting = (f"{number} with {TURNS[ball]}" for ball, number in turns)
    noun = "referral" if count == 1 else "referrals"
    return " · ".join(filter(None, (f"{count:,} open {noun}", late, *waiting, grouping)))


def what_words(what: str, to_name: str | None, urgency: Urgency) -> str:
    """What is asked, how urgently where it is, and of whom."""
    urgent = "" if urgency is Urgency.ROUTINE else f"{urgency}: "
    return f"{urgent}{what} → {to_name}" if to_name else f"{urgent}{what}"


def check_words(day: dt.date | None, today: dt.date) -> tuple[str, str]:
    """When to look again in at most 10 cells, and its tone."""
    if day is None:
        return "none", "warning"
    days = (today - day).days
    if days > 0:
        return f"{days} d late", "warning"
    words = show_day(day, today)
    return (words if len(words) <= 10 else f"{day:%d %b %y}"), ""
