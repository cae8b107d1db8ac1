"""How a goal goes: what was noted so far with its values as a line of bars, and a new note."""

from __future__ import annotations

import datetime as dt
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from coordtui.casework import goal as casework
from coordtui.casework.goal import ProgressView
from coordtui.errors import CoordError
from coordtui.models.care_plan import GoalDraft
from coordtui.models.plan_version import ProgressDraft
from coordtui.rules.dates import parse_day, show_day
from coordtui.rules.goal import measured, scale_lines
from coordtui.screens.base import CoordDialog
from coordtui.screens.plan_goal import ACHIEVED, STEPS
from coordtui.screens.plan_pane import newest, note_words, value_words
from coordtui.widgets.form import Choice, DateField, Field, Form
from coordtui.widgets.text import Words, styled

MOST: Final = 12
"""Notes shown; there is seldom more than one a month."""


class GoalProgressDialog(CoordDialog[None]):
    """A value, enter: that is a note. The rest is for when there is more to say."""

    def __init__(self, goal_id: int) -> None:
        super().__init__("Progress", subtitle="enter saves · tab next · esc close", classes="-wide")
        self.goal_id = goal_id
        self.about = Words("Reading ...")
        self.before = Words("")

    def body(self) -> ComposeResult:
        self.form = Form(
            Field("value", "Value", parse=measured, placeholder="a number"),
            Choice("achievement", "How it goes", ACHIEVED),
            Choice("attainment", "On the scale", STEPS),
            Field("note", "Note"),
            DateField("noted_on", "Seen on", parse=self._day),
        )
        yield self.about
        yield self.form
        yield self.problem
        yield self.before

    def _day(self, text: str) -> dt.date:
        return parse_day(text, self.today, past=True)

    async def opened(self) -> None:
        self.form.focus_first()
        goal = await self.ask(casework.goal_draft, self.goal_id)
        noted = await self.ask(casework.progress, self.goal_id)
        self._tell(goal, noted)
        self.form.fill(await self.kept_draft())

    def _tell(self, goal: GoalDraft, noted: tuple[ProgressView, ...]) -> None:
        parts: list[str | tuple[str, str]] = [(f"{goal.text}\n", "strong")]
        if bars := value_words(noted, goal.unit):
            parts.append(f"{bars}\n")
        way = [f"from {goal.baseline}" if goal.baseline else "", f"to {goal.target}" if goal.target else ""]
        if any(way):
            what = f"{goal.measure}: " if goal.measure else ""
            parts.append(
                (f"{what}{' '.join(one for one in way if one)}{f' {goal.unit}' if goal.unit else ''}\n", "muted")
            )
        looks = scale_lines(goal.scale)
        parts += [
            (f"{score:+d} {line}\n" if score else f" 0 {line}\n", "muted")
            for score, line in zip(range(-2, 3), looks, strict=True)
            if line
        ]
        self.about.update(styled(*parts))
        self.before.update(self._notes(noted, goal.unit))

    def _notes(self, noted: tuple[ProgressView, ...], unit: str | None) -> Content:
        if not noted:
            return styled(("\nNothing was noted yet. A first value is where the line begins.", "muted"))
        shown = newest(noted)
        lines: list[str | tuple[str, str]] = [("\nSo far\n", "strong")]
        for one in shown[:MOST]:
            lines += [(f"{show_day(one.noted_on, self.today):<15}", "muted"), f" {note_words(one, unit)}\n"]
        if len(shown) > MOST:
            lines.append((f"and {len(shown) - MOST} earlier\n", "muted"))
        return styled(*lines)

    @on(Form.Submitted)
    async def _save(self, event: Form.Submitted) -> None:
        values = {name: None if value == "" else value for name, value in event.values.items()}
        try:
            await self.act(casework.note_progress, self.goal_id, ProgressDraft(**values), self.moment)
        except CoordError as error:
            self.complain(error)
        else:
            await self.saved()

    def draft_name(self) -> str:
        return f"draft.progress.{self.goal_id}"

    def kept_words(self) -> str:
        return "The progress is not saved yet; m brings back what you typed"

    def typed(self) -> dict[str, str]:
        return {name: text for name, text in self.form.draft().items() if text.strip()}
