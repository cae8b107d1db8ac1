"""The ends of a plan: closed with an outcome for every goal, or put on hold with a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from textual import on
from textual.app import ComposeResult

from coordtui.casework import plan_close as casework
from coordtui.casework import plan_outline
from coordtui.errors import CoordError, InvalidInput
from coordtui.models.care_plan import PlanStatus
from coordtui.models.plan_version import GoalOutcome
from coordtui.rules.dates import parse_day
from coordtui.rules.goal import FINAL, achievement_label
from coordtui.screens.base import CoordDialog
from coordtui.widgets.fields import BaseField
from coordtui.widgets.form import Choice, DateField, Field, Form
from coordtui.widgets.text import Words, styled

_HOW: Final = (
    ("c", PlanStatus.COMPLETED, "completed"),
    ("e", PlanStatus.REVOKED, "ended early"),
    ("x", PlanStatus.ENTERED_IN_ERROR, "entered in error"),
)
_LETTERS: Final = "bwncksot"
ENDS: Final = tuple((letter, code, achievement_label(code)) for letter, code in zip(_LETTERS, FINAL, strict=True))
"""How a goal may have ended, with its letter; the same letters as in its form."""


class CloseDialog(CoordDialog[None]):
    """Nothing closes by itself: each open goal asks how it ended."""

    def __init__(self, plan_id: int) -> None:
        super().__init__(
            "Close the plan", subtitle="letters choose · tab next · enter closes it · esc leave", classes="-wide"
        )
        self.plan_id = plan_id
        self.about = Words("Reading ...")
        self.form = Form()
        self.goals: dict[int, str] = {}

    def body(self) -> ComposeResult:
        yield self.about
        yield self.problem

    async def opened(self) -> None:
        outline = await self.ask(plan_outline.outline, self.plan_id, self.today)
        self.goals = {one.goal_id: one.text for one in await self.ask(casework.goals_to_end, self.plan_id)}
        steps = sum(line.kind == "intervention" and line.is_open for line in outline.lines)
        left = f"The {steps} open step{'s' * (steps != 1)} will end with it. " if steps else ""
        self.about.update(
            styled(
                (f"{outline.plan.title}\n", "strong"),
                (f"How did each goal end? {left}A closed plan can be opened again.", "muted"),
            )
        )
        self.form = Form(*self._fields())
        await self.mount(self.form, after=self.about)
        self.form.fill(await self.kept_draft())
        self.form.focus_first()

    def _fields(self) -> list[BaseField]:
        fields: list[BaseField] = []
        for key, text in self.goals.items():
            fields += [Ending(key, text), Field(f"words-{key}", "in words", placeholder="what it came to")]
        return [*fields, Choice("status", "The plan is", _HOW, PlanStatus.COMPLETED), Field("note", "Because")]

    @on(Form.Submitted)
    async def _close(self, event: Form.Submitted) -> None:
        values = event.values
        outcomes = {
            key: GoalOutcome(achievement=values[f"outcome-{key}"], words=values[f"words-{key}"] or None)
            for key in self.goals
        }
        try:
            await self.act(
                casework.close, self.plan_id, outcomes, values["status"], values["note"] or None, self.moment
            )
        except InvalidInput as error:
            if not self.form.set_error(error.field.replace(":", "-"), str(error)):
                self.complain(error)
        except CoordError as error:
            self.complain(error)
        else:
            await self.saved()

    def draft_name(self) -> str:
        return f"draft.close.{self.plan_id}"

    def kept_words(self) -> str:
        return "The plan is not closed yet; F brings back what you chose"

    def typed(self) -> dict[str, str]:
        return {
            name: text for name, text in self.form.draft().items() if text.strip() and (name, text) != ("status", "c")
        }


class Ending(Choice):
    """A goal's words on a line of their own, its possible ends below."""

    DEFAULT_CSS = """
    Ending { margin: 1 0 0 0; }
    Ending .field--goal { text-style: bold; height: auto; }
    """

    def __init__(self, goal_id: int, text: str) -> None:
        super().__init__(f"outcome-{goal_id}", "ended", ENDS)
        self._goal = text

    def compose(self) -> ComposeResult:
        yield Words(styled(("◆ ", ""), self._goal), classes="field--goal")
        yield from super().compose()


class HoldDialog(CoordDialog[None]):
    """The plan waits, stays open, and is looked at again on a day."""

    def __init__(self, plan_id: int) -> None:
        super().__init__("Put the plan on hold", subtitle="enter saves · tab next · esc close")
        self.plan_id = plan_id
        self.form = Form(
            Field("reason", "Why", required=True, placeholder="in hospital, away, wants a pause ..."),
            DateField("until", "Look again", parse=self._day),
        )

    def body(self) -> ComposeResult:
        yield self.form
        yield self.problem

    def _day(self, text: str) -> dt.date:
        return parse_day(text, self.today)

    async def opened(self) -> None:
        self.form.focus_first()
        self.form.fill(await self.kept_draft())

    def draft_name(self) -> str:
        return f"draft.hold.{self.plan_id}"

    def kept_words(self) -> str:
        return "The plan is not on hold yet; H brings back what you typed"

    def typed(self) -> dict[str, str]:
        return {name: text for name, text in self.form.draft().items() if text.strip()}

    @on(Form.Submitted)
    async def _hold(self, event: Form.Submitted) -> None:
        values: dict[str, Any] = event.values
        try:
            await self.act(casework.hold, self.plan_id, values["until"], values["reason"], self.moment)
        except CoordError as error:
            self.complain(error)
        else:
            await self.saved()
