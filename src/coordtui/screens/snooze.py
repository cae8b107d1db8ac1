"""Putting follow-ups off: one letter, the day in words, enter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from textual.app import ComposeResult

from coordtui.casework import follow_up as casework
from coordtui.rules.dates import show_day
from coordtui.rules.follow_up import Rule, kind_of
from coordtui.screens.days import Day, DayDialog, usual_days
from coordtui.screens.target import Target
from coordtui.widgets.form import Field, say_day
from coordtui.widgets.text import Words, styled


class SnoozeDialog(DayDialog):
    """For one follow-up or for all marked ones, as one act. Due dates stay where they are."""

    field_name = "until"

    def __init__(self, targets: Sequence[Target]) -> None:
        super().__init__("Snooze", enter="snoozes")
        self.targets = tuple(targets)
        self.reason = Field("reason", "Reason", placeholder="planned")

    def usual(self) -> tuple[Day, ...]:
        return usual_days(self.today, "t", "w", "f")

    def intro(self) -> ComposeResult:
        first, *others = self.targets
        what = f"{len(self.targets)} follow-ups" if others else f"{self.who(first.patient)}: {first.text}"
        yield Words(styled((what, "strong"), ("\nAt most 14 days; the due date does not move.\n", "muted")))

    def after(self) -> ComposeResult:
        yield self.reason

    def on_mount(self) -> None:
        self.choose(self.usual()[0].day)

    def meaning(self, day: dt.date) -> str:
        sooner = any(kind_of(one.kind).rule is Rule.CLOCK for one in self.targets)
        near = show_day(day, self.today)
        date = say_day(day)
        return f"back {near if near in date else f'{near}, {date}'}{', or sooner when a clock opens' * sooner}"

    async def commit(self, day: dt.date) -> None:
        ids = [one.follow_up_id or 0 for one in self.targets]
        await self.act(casework.snooze, ids, day, self.reason.raw.strip() or None, self.moment)
        self.dismiss()
