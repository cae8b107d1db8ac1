"""The tracker's table: open referrals as lines under the headings of their group."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from coordtui.models.codes import Ball, Urgency
from coordtui.rules.dates import show_day
from coordtui.screens.queue import TURNS
from coordtui.widgets.columns import Cell, Column, Row

if TYPE_CHECKING:
    from coordtui.casework.referral_views import Group, Tracker, TrackerRow

Line: TypeAlias = "TrackerRow | str"
"""A referral, or the key of the group whose heading this is."""
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
    """Headings and referrals as a table's rows. A referral's key is its id, a heading's is ("group", its key).

    The order is that of the last sort: a referral that has moved on since stands where it stood and says so.
    """

    def __init__(
        self,
        tracker: Tracker | None,
        group: str,
        who: Callable[[str], str],
        today: dt.date,
        after: TrackerRows | None = None,
    ) -> None:
        self._group, self._who, self._today = group, who, today
        self._columns, self._by_patient = columns(group), group == "patient"
        rows, groups = (tracker.rows, tracker.groups) if tracker is not None else ((), ())
        self.groups: dict[str, Group] = {one.key: one for one in groups}
        if after is None:
            self._lines, self._under = _sorted(rows, self.groups)
        else:
            self.groups = {**{key: replace(one, count=0, late=0) for key, one in after.groups.items()}, **self.groups}
            self._lines, self._under = after.in_place(rows)
        self.views: tuple[TrackerRow, ...] = tuple(line for line in self._lines if not isinstance(line, str))
        self._places: dict[Hashable, int] | None = None

    def in_place(self, rows: Sequence[TrackerRow]) -> tuple[list[Line], dict[int, str]]:
        """This order with what is now true of `rows`: gone ones left out, new ones at the end of their group."""
        now = {row.work_id: row for row in rows}
        groups: dict[str, list[TrackerRow]] = {line: [] for line in self._lines if isinstance(line, str)}
        for old in self.views:
            if (row := now.pop(old.work_id, None)) is not None:
                groups[self._under[old.work_id]].append(row)
        for row in now.values():
            groups.setdefault(row.group, []).append(row)
        return _laid_out({name: found for name, found in groups.items() if found})

    @property
    def count(self) -> int:
        return len(self._lines)

    def window(self, start: int, stop: int) -> Sequence[Row]:
        return [self._row(line) for line in self._lines[max(0, start) : stop]]

    def index_of(self, key: Hashable) -> int | None:
        if self._places is None:
            self._places = {_key(line): at for at, line in enumerate(self._lines)}
        return self._places.get(key)

    def view(self, key: Hashable) -> TrackerRow | None:
        """The referral with this id."""
        return self._at(key) if isinstance(key, int) else None

    def heading(self, key: Hashable) -> Group | None:
        """The group whose heading has this key."""
        return self.groups.get(str(key[1])) if isinstance(key, tuple) and len(key) == 2 else None

    def within(self, group: str) -> tuple[TrackerRow, ...]:
        """The referrals of a group."""
        return tuple(row for row in self.views if row.group == group)

    @property
    def first_heading(self) -> Hashable:
        """The key of the first line."""
        return _key(self._lines[0]) if self._lines else None

    def _at(self, key: int) -> TrackerRow | None:
        at = self.index_of(key)
        line = None if at is None else self._lines[at]
        return None if line is None or isinstance(line, str) else line

    def _row(self, line: Line) -> Row:
        if isinstance(line, str):
            return self._heading(self.groups[line])
        cells = [_cell(line, column.id, self._who, self._today) for column in self._columns]
        if self._under[line.work_id] != line.group:  # it moved on since the last sort
            at = self._columns.index(_WHAT)
            cells[at] = (f"→ {self.groups[line.group].title}: {line.what}", "muted")
        return Row(line.work_id, tuple(cells))

    def _heading(self, group: Group) -> Row:
        title = self._who(group.title) if self._by_patient else group.title
        late = f" · {group.late} late" if group.late else ""
        return Row(("group", group.key), (f"{title} · {group.count}{late}",), whole=True)


def _sorted(rows: Sequence[TrackerRow], groups: Mapping[str, Group]) -> tuple[list[Line], dict[int, str]]:
    """The rows under their headings, in the order of the groups."""
    found: dict[str, list[TrackerRow]] = {name: [] for name in groups}
    for row in rows:
        found[row.group].append(row)
    return _laid_out(found)


def _laid_out(groups: Mapping[str, Sequence[TrackerRow]]) -> tuple[list[Line], dict[int, str]]:
    """The lines, and under which heading each referral stands."""
    lines: list[Line] = []
    under: dict[int, str] = {}
    for name, rows in groups.items():
        lines += [name, *rows]
        under |= dict.fromkeys((row.work_id for row in rows), name)
    return lines, under


def _key(line: Line) -> Hashable:
    return ("group", line) if isinstance(line, str) else line.work_id


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


def sum_words(rows: Sequence[TrackerRow], grouping: str) -> str:
    """How many are open, with whom they are, how many are over their limit; and how they are grouped."""
    noun = "referral" if len(rows) == 1 else "referrals"
    turns = Counter(TURNS[row.ball] for row in rows)
    clocks = Counter(row.stage_age for row in rows)
    late = ", ".join(f"{clocks[name]} {name}" for name in ("escalate", "red", "amber") if clocks[name])
    waiting = (f"{count} with {who}" for who, count in turns.most_common())
    return " · ".join(filter(None, (f"{len(rows):,} open {noun}", late, *waiting, grouping)))


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
