"""The verbs of a whole plan: agree, hold, close, look back, templates, the copy, the chart."""

from __future__ import annotations

from typing import Any, Final, Protocol, cast

from textual.screen import Screen

from coordtui.casework.plan_close import reopen, resume
from coordtui.casework.plan_outline import PlanHead
from coordtui.models.care_plan import PlanStatus
from coordtui.screens.base import Desked
from coordtui.screens.working import dialog

_NEEDS_OPEN: Final = frozenset(
    {"agree", "hold", "review", "change", "below", "inside", "barrier", "strength", "words", "status", "choose_status"}
    | {"adopt", "due", "owner", "lift", "lower", "indent", "outdent", "remove", "kind"}
)


class _Charts(Protocol):
    def open_chart(self, patient_id: int) -> None: ...


def reader_dialog() -> Screen[Any]:
    """Who a copy is for; the result is "patient" or "team"."""
    options = [("p", "patient", "one page for the patient"), ("t", "team", "everything, for the team")]
    return dialog("plan_letters", "LetterDialog", "A copy of the plan", "Who is it for?", options, None)


def give_copy(screen: Screen[Any], plan_id: int, reader: str) -> None:
    """The dialog that writes the copy; once it is written, whom it was given to is asked, which makes a version."""

    def written(path: object) -> None:
        if path:
            screen.app.push_screen(dialog("plan_agree", "ShareDialog", plan_id))

    screen.app.push_screen(dialog("export", "plan_export", plan_id, reader), written)


class PlanVerbs(Desked):
    """A screen on the plan `plan_id` of `patient_id`, whose `plan` is None until it is read."""

    plan_id: int

    @property
    def plan(self) -> PlanHead | None:
        raise NotImplementedError

    def cannot(self, verb: str) -> str | None:
        if self.plan is None:
            return "The plan is still being read."
        if verb in _NEEDS_OPEN and not self.plan.editable:
            return f"The plan is {self.plan.status_label}; F opens it again."
        return super().cannot(verb)

    @property
    def _plan(self) -> PlanHead:
        assert self.plan is not None, "`cannot` has checked it"
        return self.plan

    def action_agree(self) -> None:
        self.app.push_screen(dialog("plan_agree", "AgreeDialog", self.plan_id))

    def action_history(self) -> None:
        self.app.push_screen(dialog("plan_history", "HistoryDialog", self.plan_id))

    async def action_finish(self) -> None:
        """Close the plan with an outcome for every goal; a closed one opens again."""
        if self._plan.editable:
            self.app.push_screen(dialog("plan_close", "CloseDialog", self.plan_id))
        else:
            await self.act(reopen, self.plan_id, self.moment)
            self.say("The plan is open again; its goals and steps stay as they ended.", "u undoes")

    async def action_hold(self) -> None:
        if self._plan.status is PlanStatus.ON_HOLD:
            await self.act(resume, self.plan_id, self.moment)
        else:
            self.app.push_screen(dialog("plan_close", "HoldDialog", self.plan_id))

    def action_change(self) -> None:
        self.app.push_screen(dialog("plan_forms", "PlanDialog", self.plan_id))

    def action_review(self) -> None:
        self.app.push_screen(dialog("plan_review", "PlanReviewDialog", self.plan_id, self._plan.title))

    def action_templates(self) -> None:
        self.app.push_screen(dialog("plan_templates", "TemplatesDialog", self.plan_id))

    def action_document(self) -> None:
        """A copy to hand over: for the patient, or for the team."""
        self.app.push_screen(reader_dialog(), self._copy_for)

    def _copy_for(self, reader: str | None) -> None:
        if reader is not None:
            give_copy(self, self.plan_id, reader)

    def action_log(self) -> None:
        self.app.push_screen(dialog("contact", "LogDialog", self._plan.patient_id))

    def action_chart(self) -> None:
        cast("_Charts", self.app).open_chart(self._plan.patient_id)
