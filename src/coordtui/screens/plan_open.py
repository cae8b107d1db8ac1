"""From a person to their plan: the open one, one of several, or a new one."""

from __future__ import annotations

from typing import Final

from coordtui.casework.chart import Chart
from coordtui.rules.care_plan import is_open
from coordtui.rules.goal import plan_label
from coordtui.screens.base import Desked
from coordtui.screens.plan_letters import LETTERS
from coordtui.screens.working import dialog

_NEW: Final = "new"


class PlanOpening(Desked):
    """A screen on one patient, whose `chart` is None until it is read."""

    chart: Chart | None
    patient_id: int

    def action_plan(self) -> None:
        found = [plan for plan in self.chart.plans if is_open(plan.status)] if self.chart is not None else []
        if not found:
            self._start_plan()
        elif len(found) == 1:
            self.show_plan(found[0].plan_id)
        else:
            choices = [
                (letter, str(plan.plan_id), f"{plan.title} · {plan_label(plan.status)}")
                for letter, plan in zip(LETTERS, found, strict=False)
            ]
            choices.append(("n", _NEW, "a new plan"))
            about = f"{len(found)} plans are open."
            chooser = dialog("plan_letters", "LetterDialog", "Which plan?", about, choices, None)
            self.app.push_screen(chooser, self._chosen)

    def _chosen(self, key: str | None) -> None:
        if key == _NEW:
            self._start_plan()
        elif key is not None:
            self.show_plan(int(key))

    def _start_plan(self) -> None:
        self.app.push_screen(dialog("plan_start", "NewPlanDialog", self.patient_id), self.show_plan)

    def show_plan(self, plan_id: int | None, ref: str = "") -> None:
        """Open the editor, on a line where one is given."""
        if plan_id is not None:
            self.app.push_screen(dialog("plan_outline", "PlanScreen", plan_id, ref or None))
