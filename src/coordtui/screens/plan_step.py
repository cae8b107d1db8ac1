"""A step of a plan, from the queue: done, over for another reason, or not yet and when to look again."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from coordtui.casework import plan_outline as casework
from coordtui.casework.plan_rows import plan_of_step
from coordtui.casework.plan_state import check_intervention
from coordtui.errors import CoordError
from coordtui.models.care_plan import InterventionStatus
from coordtui.models.codes import Ball
from coordtui.rules.dates import show_day
from coordtui.rules.item import BALL_WORDS
from coordtui.screens.letters import Letters
from coordtui.screens.steps import StepDialog
from coordtui.screens.target import Target
from coordtui.screens.working import dialog
from coordtui.widgets.form import Field
from coordtui.widgets.text import Words, styled

_ENDS: Final = {
    "c": ("done", InterventionStatus.COMPLETED),
    "n": ("no longer needed", InterventionStatus.CANCELLED),
    "b": ("broken off", InterventionStatus.STOPPED),
}


class PlanStepDialog(StepDialog):
    """Enter alone says done; a day says not yet; tab goes to the words that show it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(letter, f"verb('step.end_{letter}')", show=False) for letter in _ENDS),
        Binding("o", "verb('step.open')", "Open the plan", show=False),
    ]
    field_name = "next_check_on"

    def __init__(self, target: Target) -> None:
        super().__init__(target, "A step of the plan")
        self._foot = "letter, enter saves · tab words · o plan · esc close"
        self.ending = "c"
        self.ends = Letters([(letter, words) for letter, (words, _) in _ENDS.items()], inline=True)
        self.evidence = Field("evidence", "Shown by", placeholder="how you know, if it helps")

    def intro(self) -> ComposeResult:
        whose = "" if self.target.ball is Ball.ME else f"\nIn the hands of {BALL_WORDS[self.target.ball]}."
        yield Words(styled((self.who(self.target.patient), "strong"), f": {self.target.text}", (f"{whose}\n", "muted")))
        yield self.ends
        yield Words(styled(("or not yet, again", "muted")))

    def after(self) -> ComposeResult:
        yield self.evidence

    async def opened(self) -> None:
        self._end("c")
        self.evidence.raw = (await self.kept_draft()).get("evidence", "")

    def draft_name(self) -> str:
        return f"draft.plan_step.{self.target.follow_up_id}"

    def kept_words(self) -> str:
        return "The step is not settled yet; d brings back what you typed"

    def typed(self) -> dict[str, str]:
        return {"evidence": self.evidence.raw} if self.evidence.raw.strip() else {}

    def choose(self, day: dt.date) -> None:
        self.ending = ""
        self.ends.choose("")
        super().choose(day)

    def _end(self, letter: str) -> None:
        self.ending, self.chosen = letter, None
        self.date.display = False
        self.problem.update("")
        self.ends.choose(letter)
        self._draw()
        self.outcome.update(styled("→ ", f"{_ENDS[letter][0]}; this step is settled"))

    def action_end_c(self) -> None:
        self._end("c")

    def action_end_n(self) -> None:
        self._end("n")

    def action_end_b(self) -> None:
        self._end("b")

    def meaning(self, day: dt.date) -> str:
        return f"not yet, again {show_day(day, self.today)}"

    async def action_commit(self) -> None:
        if not self.ending:
            await super().action_commit()
            return
        try:
            words = self.evidence.raw.strip() or None
            status = _ENDS[self.ending][1]
            await self.act(casework.finish_intervention, await self.subject(), status, words, self.moment)
            await self.saved()
        except CoordError as error:
            self.complain(error)

    async def commit(self, day: dt.date) -> None:
        await self.act(check_intervention, await self.subject(), day, self.moment)
        self.dismiss()

    async def action_open(self) -> None:
        """The plan itself, on this step."""
        step = await self.subject()
        plan_id = await self.ask(plan_of_step, step)
        self.dismiss()
        self.app.push_screen(dialog("plan_outline", "PlanScreen", plan_id, f"intervention:{step}"))
