"""The plan was looked at with the patient: when again?"""

from __future__ import annotations

import datetime as dt

from textual.app import ComposeResult

from coordtui.casework import care_plan
from coordtui.rules.dates import show_day
from coordtui.screens.days import DayDialog, usual_days
from coordtui.widgets.text import Words, styled


class PlanReviewDialog(DayDialog):
    """As the review in the queue, from the plan itself."""

    field_name = "next_on"

    def __init__(self, plan_id: int, title: str) -> None:
        super().__init__("Plan review", enter="saves")
        self.plan_id, self.plan_title = plan_id, title

    def intro(self) -> ComposeResult:
        question = "\nThe plan was reviewed with the patient. When is the next review?\n"
        yield Words(styled((self.plan_title, "strong"), (question, "muted")))

    def on_mount(self) -> None:
        self.choose(next(day.day for day in usual_days(self.today) if day.letter == "m"))

    def meaning(self, day: dt.date) -> str:
        return f"reviewed today, again {show_day(day, self.today)}"

    async def commit(self, day: dt.date) -> None:
        await self.act(care_plan.review, self.plan_id, day, self.moment)
        self.dismiss()
