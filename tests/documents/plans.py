"""A care plan of Rosa's, put straight into the vault, and how much room its pages take."""

from __future__ import annotations

import io
import math
from typing import Any

from coordtui.documents.plan import PatientPlanView, TeamPlanView, plan_copy
from coordtui.documents.render import render
from coordtui.models.care_plan import CarePlan, Concern, Goal, Intervention
from tests.documents.conftest import TODAY, Desk
from tests.documents.test_render import docx_text

_LETTER = 11 * 72.0
_WIDTH = 0.52
"""How wide a letter is of its height, on average, in a common font."""


class PlanDesk:
    """Rosa's plan. `goal` adds a goal under its own concern, `step` an intervention."""

    def __init__(self, desk: Desk, **values: Any) -> None:
        self.desk = desk
        self.plan = desk.add(CarePlan, **{"title": "Heart plan", **values})

    def concern(self, text: str, **values: Any) -> int:
        return self.desk.add(Concern, plan_id=self.plan, text=text, **values)

    def goal(self, text: str, **values: Any) -> int:
        return self.desk.add(Goal, plan_id=self.plan, text=text, **values)

    def step(self, text: str, goal: int | None = None, **values: Any) -> int:
        return self.desk.add(Intervention, plan_id=self.plan, goal_id=goal, text=text, **values)

    def patient(self, *, large: bool = False) -> PatientPlanView:
        view = self.desk.ledger.read(plan_copy, self.plan, "patient", TODAY, large=large)
        assert isinstance(view, PatientPlanView)
        return view

    def team(self) -> TeamPlanView:
        view = self.desk.ledger.read(plan_copy, self.plan, "team", TODAY)
        assert isinstance(view, TeamPlanView)
        return view

    def page(self, format: str = "md", *, large: bool = False) -> str:
        return render(self.patient(large=large), format).decode()


def word_points(data: bytes) -> float:
    """How high a Word document is, in points, reckoned from its own styles: letters, spacing, margins."""
    import docx

    document = docx.Document(io.BytesIO(data))
    (section,) = document.sections
    assert section.page_width
    width = (section.page_width - (section.left_margin or 0) - (section.right_margin or 0)) / 12_700
    height = ((section.top_margin or 0) + (section.bottom_margin or 0)) / 12_700
    for paragraph in document.paragraphs:
        style, form = paragraph.style, paragraph.style.paragraph_format  # type: ignore[union-attr]
        assert style is not None
        assert style.font.size, style.name
        letters = (width - 18 * (style.name == "List Bullet")) / (style.font.size.pt * _WIDTH)
        lines = max(1, math.ceil(len(paragraph.text) / letters))
        around = sum(space.pt for space in (form.space_before, form.space_after) if space is not None)
        height += lines * style.font.size.pt * 1.22 * float(form.line_spacing or 1) + around
    return height


def pages(data: bytes) -> float:
    return word_points(data) / _LETTER


def assert_only_text(view: Any) -> None:
    """Whatever the records say is shown as text in all three formats: no markup, no control or direction marks."""
    for format in ("md", "html", "docx"):
        data = render(view, format)
        shown = docx_text(data) if format == "docx" else data.decode()
        assert "<script>" not in shown or format == "docx"
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert "49" not in shown
