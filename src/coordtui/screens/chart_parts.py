"""What a chart is drawn from: sections of lines, made one by one as they come into sight."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar, overload

from coordtui.casework.follow_up_views import FollowUpView
from coordtui.rules.dates import is_partial, moment_day, show_day, show_partial
from coordtui.widgets.columns import Cell, Column, Row

T = TypeVar("T")

_WHEN: Final = Column("when", "when", width=11, sortable=False, priority=1)
_KIND: Final = Column("kind", "", width=11, sortable=False, priority=2)
_WHAT: Final = Column("what", "what", weight=3, min_width=18, sortable=False)
_STATE: Final = Column("state", "", weight=2, min_width=12, max_width=44, sortable=False, priority=3)
DATED: Final = (_WHEN, _WHAT, _STATE)
MIXED: Final = (_WHEN, _KIND, _WHAT, _STATE)
FACTS: Final = (_KIND, replace(_WHAT, title=""), _STATE)
"""The three ways to lay a section out; a column's id names the part of a line that it shows."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a section. `full` is what enter shows; `step` is set where the verbs of a follow-up work.

    `key` finds the line again when the section is read anew; without one its place does. `subject` is the record
    behind it, which can carry a sensitivity tag.
    """

    when: str = ""
    what: str = ""
    state: str = ""
    tone: str = ""
    full: str = ""
    kind: str = ""
    key: Hashable = None
    step: FollowUpView | None = None
    subject: tuple[str, int] | None = None


class Lazily(Sequence[Line], Generic[T]):
    """Lines made of views when they are asked for: a chart of two thousand entries draws twenty."""

    def __init__(self, views: Sequence[T], make: Callable[[T], Line]) -> None:
        self._views, self._make = views, make

    def __len__(self) -> int:
        return len(self._views)

    @overload
    def __getitem__(self, at: int) -> Line: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Line]: ...

    def __getitem__(self, at: int | slice) -> Line | Sequence[Line]:
        if isinstance(at, slice):
            return [self._make(view) for view in self._views[at]]
        return self._make(self._views[at])


@dataclass(frozen=True, slots=True)
class Section:
    """`empty` is what stands there when there are no lines."""

    title: str
    columns: tuple[Column, ...]
    lines: Sequence[Line]
    empty: str


def row_of(key: Hashable, line: Line, columns: Sequence[Column], tags: str) -> Row:
    """A line as a row of the table, what carries sensitivity `tags` marked with them."""
    if tags:
        line = replace(line, what=f"[{tags}] {line.what}")
    return Row(key, tuple(_cell(line, column.id) for column in columns))


class Lines:
    """A section as a table's rows. `tagged` gives the words for the tags of a line's record, "" for none."""

    def __init__(self, section: Section, tagged: Callable[[Line], str] = lambda _: "") -> None:
        self.section, self._tagged = section, tagged

    @property
    def count(self) -> int:
        return len(self.section.lines)

    def window(self, start: int, stop: int) -> Sequence[Row]:
        lines = self.section.lines[start:stop]
        return [self._row(start + at, line) for at, line in enumerate(lines)]

    def index_of(self, key: Hashable) -> int | None:
        if isinstance(key, int):
            return key if 0 <= key < self.count else None
        return next((at for at, line in enumerate(self.section.lines) if line.key == key), None)

    def at(self, key: Hashable) -> Line | None:
        """The line with this key."""
        index = self.index_of(key)
        return None if index is None else self.section.lines[index]

    def _row(self, at: int, line: Line) -> Row:
        return row_of(at if line.key is None else line.key, line, self.section.columns, self._tagged(line))


def _cell(line: Line, part: str) -> Cell:
    match part:
        case "what":
            return line.what, line.tone
        case "state" | "kind":
            return line.state if part == "state" else line.kind, "muted"
        case _:
            return line.when, line.tone if line.tone != "strong" else ""


def joined(*parts: str | None, by: str = " · ") -> str:
    return by.join(part for part in parts if part)


def short(text: str | None, today: dt.date) -> str:
    """A partial date or moment in at most 11 cells: "today", "6 May 2020", "Jun 2017", "2019"; else as it is."""
    day = moment_day(text)
    if day is not None and 0 <= (today - day).days < 2:
        return show_day(day, today)
    if day is None and not is_partial(text or ""):
        return text or ""
    return " ".join(word[:3] if word.isalpha() else word for word in show_partial(text).split())


def near(day: dt.date, today: dt.date) -> str:
    """A day that is planned, in at most 11 cells: "tomorrow", "Fri 27 Nov", "3 Jan 2027"."""
    return show_day(day, today) if day.year == today.year else short(day.isoformat(), today)
