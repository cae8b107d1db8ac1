"""The steps that are not ticked off: each asks for what moves its own feature on."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from coordtui.casework import appointment, care_plan
from coordtui.casework import follow_up as casework
from coordtui.casework.follow_up_views import detail
from coordtui.errors import CoordError, NextStepNeeded
from coordtui.models.appointment import AppointmentStatus
from coordtui.rules.dates import show_day
from coordtui.rules.priority import BALL_WORDS
from coordtui.screens.base import CoordDialog
from coordtui.screens.days import DayDialog, usual_days
from coordtui.screens.next_step import NextStepDialog
from coordtui.screens.referral_steps import ReferralDialog
from coordtui.screens.target import Target
from coordtui.widgets.text import Words, styled

__all__ = ["CheckedDialog", "ReferralDialog", "ReviewDialog", "StepDialog", "VisitDialog"]


class StepDialog(DayDialog):
    """A step of one follow-up that ends with a day."""

    question: ClassVar[str] = ""
    letter: ClassVar[str] = "w"

    def __init__(self, target: Target, title: str) -> None:
        super().__init__(title)
        self.target = target

    def intro(self) -> ComposeResult:
        yield Words(
            styled(
                (self.who(self.target.patient), "strong"), f": {self.target.text}", (f"\n{self.question}\n", "muted")
            )
        )

    def on_mount(self) -> None:
        self.choose(next(day.day for day in usual_days(self.today) if day.letter == self.letter))

    async def subject(self) -> int:
        """The object that the follow-up serves."""
        return (await self.ask(detail, self.target.follow_up_id or 0)).subject_id


class ReviewDialog(StepDialog):
    """A plan review: it was looked at with the patient; when again?"""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("o", "verb('step.open')", "Open the plan", show=False)]
    question = "The plan was reviewed with the patient. When is the next review?"
    letter = "m"
    field_name = "next_on"

    def __init__(self, target: Target) -> None:
        super().__init__(target, "Plan review")
        self._foot = "enter saves · o opens the plan · esc close"

    async def action_open(self) -> None:
        """The plan itself; the review waits in the queue."""
        plan_id = await self.subject()
        self.dismiss()
        self.app.push_screen(import_module("coordtui.screens.plan_outline").PlanScreen(plan_id))

    def meaning(self, day: dt.date) -> str:
        return f"reviewed today, again {show_day(day, self.today)}"

    async def commit(self, day: dt.date) -> None:
        await self.act(care_plan.review, await self.subject(), day, self.moment)
        self.dismiss()


class CheckedDialog(StepDialog):
    """Someone else must act: no news, look again on a day; or it has come, and this is finished."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("c", "verb('step.came')", "It came", show=False)]
    question = "No news yet: when will you look again?"
    field_name = "next_check_on"

    def __init__(self, target: Target) -> None:
        super().__init__(target, "Whose turn is it?")

    def intro(self) -> ComposeResult:
        yield from super().intro()
        waiting = f"This waits for {BALL_WORDS[self.target.ball]}. "
        yield Words(styled(waiting, ("c", "bold"), " it came: finish it\n"))

    def meaning(self, day: dt.date) -> str:
        return f"no news today, check again {show_day(day, self.today)}"

    async def action_came(self) -> None:
        ids = (self.target.follow_up_id or 0,)
        try:
            await self.act(casework.complete, ids, {}, self.moment)
            self.dismiss()
        except NextStepNeeded as needed:
            self.dismiss()
            self.app.push_screen(NextStepDialog(ids, needed.patients))

    async def commit(self, day: dt.date) -> None:
        await self.act(casework.checked, (self.target.follow_up_id or 0,), day, self.moment)
        self.dismiss()


_OUTCOMES: Final = {
    "h": ("it took place", AppointmentStatus.FULFILLED),
    "n": ("the patient did not come", AppointmentStatus.NOSHOW),
    "c": ("it was cancelled", AppointmentStatus.CANCELLED),
}


class VisitDialog(CoordDialog[None]):
    """What came of a visit: one letter, enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(letter, f"verb('visit.{letter}')", show=False) for letter in _OUTCOMES),
        Binding("enter", "verb('visit.commit')", "Save", show=False),
    ]

    def __init__(self, target: Target) -> None:
        super().__init__("What came of the visit?", subtitle="enter saves · esc close")
        self.target = target
        self.letter = ""
        self.choices = Words()

    def body(self) -> ComposeResult:
        yield Words(styled((self.who(self.target.patient), "strong"), f": {self.target.text}\n"))
        yield self.choices
        yield self.problem

    def on_mount(self) -> None:
        self._draw()

    def _draw(self) -> None:
        lines = []
        for letter, (words, _) in _OUTCOMES.items():
            here = letter == self.letter
            lines.append(
                styled((f"[{letter} {words}]", "bold reverse")) if here else styled(" ", (letter, "bold"), f" {words}")
            )
        self.choices.update(styled("\n").join(lines))

    def action_h(self) -> None:
        self._pick("h")

    def action_n(self) -> None:
        self._pick("n")

    def action_c(self) -> None:
        self._pick("c")

    def _pick(self, letter: str) -> None:
        self.letter = letter
        self.problem.update("")
        self._draw()

    async def action_commit(self) -> None:
        if not self.letter:
            self.problem.update("Press one of the letters first.")
            return
        try:
            view = await self.ask(detail, self.target.follow_up_id or 0)
            await self.act(appointment.record_outcome, view.subject_id, _OUTCOMES[self.letter][1], self.moment)
            self.dismiss()
        except CoordError as error:
            self.complain(error)
