"""A person's own open follow-ups, to choose one that is not the top one."""

from __future__ import annotations

import datetime as dt
from typing import Final

from coordtui.casework.preview import OpenStep, Preview
from coordtui.casework.today import Row
from coordtui.models.codes import Ball
from coordtui.rules.dates import show_day
from coordtui.screens.queue import TURNS
from coordtui.screens.target import Target
from coordtui.widgets.columns import Column
from coordtui.widgets.columns import Row as Line
from coordtui.widgets.table import ListSource, VirtualTable

_COLUMNS: Final = (
    Column("what", "this person's items", weight=1, min_width=14, sortable=False),
    Column("due", "due", width=11, sortable=False),
    Column("turn", "turn", width=9, priority=1, sortable=False),
)


class Items(VirtualTable):
    """Hidden until `open`. Shows all that is open, snoozed and waiting items too."""

    def __init__(self) -> None:
        super().__init__(_COLUMNS, id="items", empty="Nothing is open.")
        self.is_open = False
        self._steps: dict[int, OpenStep] = {}
        self._whose: int | None = None

    def show(self, preview: Preview | None, today: dt.date) -> None:
        steps = preview.open if preview is not None else ()
        self._steps = {step.follow_up_id: step for step in steps}
        self._whose = preview.patient_id if preview is not None else None
        self.set_source(ListSource(_line(step, today) for step in steps))
        self.styles.height = max(2, len(steps) + 1)

    def open(self, preview: Preview | None, today: dt.date, row: Row | None) -> None:
        """Take the keys, with the cursor on the row's top item."""
        self.is_open = True
        self.show(preview, today)
        if row is not None and (at := self.source.index_of(row.follow_up_id)) is not None:
            self.move_to(at)
        self.focus()

    def close(self) -> None:
        self.is_open = False

    def target(self, row: Row) -> Target | None:
        """The chosen item as what a verb acts on. None where it is not of the person of `row`: the cursor has gone on,
        and that one's items are still being read.
        """
        key = self.cursor_key
        step = self._steps.get(key) if isinstance(key, int) and row.patient_id == self._whose else None
        return None if step is None else Target.of_step(row, step)


def _line(step: OpenStep, today: dt.date) -> Line:
    if step.deferred_until is not None and step.deferred_until > today:
        due, tone = f"→ {show_day(step.deferred_until, today)}", "muted"
    else:
        late = (today - step.act_on).days
        due, tone = (f"{late} d late", "warning") if late > 0 else (show_day(step.act_on, today), "")
    turn = TURNS[step.ball]
    return Line(step.follow_up_id, (step.text, (due, tone), (turn, "" if step.ball is Ball.ME else "muted")))
