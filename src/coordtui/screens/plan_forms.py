"""The forms of a plan's other lines, of the plan itself, and in whose hands a step is."""

from __future__ import annotations

from typing import Any, Final

from textual import on
from textual.app import ComposeResult

from coordtui.casework import care_plan, goal, plan_outline
from coordtui.casework.plan_outline import Line
from coordtui.models.base import Draft
from coordtui.models.codes import Ball
from coordtui.rules.goal import BARRIERS
from coordtui.screens.follow_up import BALLS
from coordtui.screens.plan_form import FormDialog, RecordForm, day_field, due_field, number_field
from coordtui.screens.plan_letters import status_options
from coordtui.screens.provider_field import ProviderNameField
from coordtui.widgets.fields import BaseField
from coordtui.widgets.form import Choice, Field, Form
from coordtui.widgets.text import Words, styled

_BARRIERS: Final = tuple(
    (letter, code, BARRIERS[code]) for letter, code in zip("tcmglursapyhfewvo", BARRIERS, strict=True)
)
_SEVERITIES: Final = (("1", 1, "mild"), ("2", 2, "moderate"), ("3", 3, "severe: weighs in the queue"))


class ConcernDialog(RecordForm):
    noun = "concern"

    def fields(self) -> tuple[BaseField, ...]:
        return (
            Field("text", "Concern", required=True),
            number_field("rank", "Their order", 1, 99),
            day_field("resolved_on", "Resolved on", lambda: self.today),
        )

    async def fetch(self) -> Draft:
        return await self.ask(goal.concern_draft, self.record_id)

    async def commit(self, draft: Any) -> None:
        await self.act(goal.edit_concern, self.record_id, draft, self.moment)


class InterventionDialog(RecordForm):
    noun = "step"

    def fields(self) -> tuple[BaseField, ...]:
        return (
            Field("text", "Step", required=True),
            Choice("owner", "Whose", BALLS),
            ProviderNameField("owner_name", "Their name"),
            due_field("due_on", "Due", lambda: self.today),
            day_field("next_check_on", "Look again", lambda: self.today),
            Choice("status", "Status", status_options("intervention")),
            Field("schedule", "When", placeholder="Tuesdays, 10:00"),
            Field("location", "Where"),
            Field("evidence", "Shown by", placeholder="how one knows that it was done"),
        )

    async def fetch(self) -> Draft:
        return await self.ask(goal.intervention_draft, self.record_id)

    async def commit(self, draft: Any) -> None:
        await self.act(goal.edit_intervention, self.record_id, draft, self.moment)


class BarrierDialog(RecordForm):
    noun = "barrier"

    def fields(self) -> tuple[BaseField, ...]:
        return (
            Field("text", "Barrier"),
            Choice("category", "Kind", _BARRIERS),
            Choice("severity", "How much", _SEVERITIES),
            day_field("found_on", "Found on", lambda: self.today),
            day_field("resolved_on", "Resolved on", lambda: self.today),
            Field("how", "How", placeholder="how it was resolved"),
        )

    async def fetch(self) -> Draft:
        return await self.ask(goal.barrier_draft, self.record_id)

    async def commit(self, draft: Any) -> None:
        await self.act(goal.edit_barrier, self.record_id, draft, self.moment)


class PlanDialog(RecordForm):
    """The plan's own fields."""

    noun = "plan"
    key = "E"

    def fields(self) -> tuple[BaseField, ...]:
        return (
            Field("title", "Title", required=True),
            Field("description", "In words"),
            Field("category", "Kind"),
            due_field("starts_on", "Since", lambda: self.today),
            day_field("review_on", "Next review", lambda: self.today),
        )

    async def fetch(self) -> Draft:
        return await self.ask(care_plan.plan_draft, self.record_id)

    async def commit(self, draft: Any) -> None:
        await self.act(care_plan.edit_plan, self.record_id, draft, self.moment)


class OwnerDialog(FormDialog):
    """In whose hands a step is: a letter, enter; the name only where it helps."""

    def __init__(self, line: Line) -> None:
        super().__init__("Whose step is it?", subtitle="letter, enter saves · tab name · esc close")
        self.line = line
        self.form = Form(
            Choice("owner", "Whose", BALLS, line.owner or Ball.ME, required=True),
            ProviderNameField("owner_name", "Their name", line.owner_name or "", placeholder="if it helps"),
        )

    def body(self) -> ComposeResult:
        yield Words(styled((self.line.text, "strong"), "\n"))
        yield self.form
        yield self.problem

    def draft_name(self) -> str:
        return f"draft.owner.{self.line.ref}"

    def kept_words(self) -> str:
        return "The step has its owner still; w brings back what you typed"

    @on(Form.FieldChanged)
    def _other_hands(self, event: Form.FieldChanged) -> None:
        """The name belongs to the hands it was said of."""
        name = self.form.field("owner_name")
        if event.field.field_id == "owner" and name is not None and name.raw == (self.line.owner_name or ""):
            name.raw = ""

    async def save(self, values: dict[str, Any]) -> None:
        await self.act(plan_outline.set_owner, self.line.ref, values["owner"], values["owner_name"], self.moment)
