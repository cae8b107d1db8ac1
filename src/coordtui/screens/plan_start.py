"""Starting a plan: for whom, under which title, empty or from a set of starters."""

from __future__ import annotations

from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from coordtui.casework import care_plan, plan_template
from coordtui.casework.plan_template import TemplateHead
from coordtui.casework.preview import preview
from coordtui.errors import CoordError, InvalidInput
from coordtui.rules.fold import fold
from coordtui.screens.base import CoordDialog
from coordtui.screens.finder import Finder
from coordtui.widgets.columns import Column, Row
from coordtui.widgets.line import Line
from coordtui.widgets.table import ListSource, VirtualTable
from coordtui.widgets.text import Words, styled

EMPTY_PLAN: Final = ""
"""The key of the row for a plan without starters."""
COLUMNS: Final = (
    Column("name", "starters", weight=2, min_width=16, max_width=34, sortable=False),
    Column("goals", "goals", width=5, align="right", priority=1, sortable=False),
    Column("about", "", weight=3, min_width=12, priority=2, sortable=False),
)


class Starters(VirtualTable, can_focus=False):
    """The list under a line that keeps the keys."""


class ForWhomDialog(CoordDialog[int]):
    """Which patient: type a name, enter. The result is the patient's id."""

    def __init__(self) -> None:
        super().__init__("Whose plan is it?", subtitle="enter takes it · esc close")
        self.finder = Finder()

    def body(self) -> ComposeResult:
        yield self.finder
        yield self.problem

    async def opened(self) -> None:
        self.finder.begin()

    @on(Finder.Chosen)
    def _chosen(self, event: Finder.Chosen) -> None:
        self.dismiss(event.patient_id)


class NewPlanDialog(CoordDialog[int]):
    """Type a title, or a few letters of starters; the arrows choose, enter begins. The result is the plan's id."""

    BINDINGS = [  # noqa: RUF012 - as Textual declares it
        ("down", "choose(1)"),
        ("up", "choose(-1)"),
    ]

    def __init__(self, patient_id: int) -> None:
        super().__init__(
            "A new plan", subtitle="type a title · ↓ ↑ starters · enter begins · esc close", classes="-wide"
        )
        self.patient_id = patient_id
        self.whose = Words("")
        self.line = Line(placeholder="title, or letters of the starters")
        self.list = Starters(COLUMNS, empty="Reading ...")
        self.heads: tuple[TemplateHead, ...] = ()

    def body(self) -> ComposeResult:
        self.list.styles.height = 14
        yield self.whose
        yield self.line
        yield self.list
        yield self.problem

    async def opened(self) -> None:
        self.line.focus()
        self.line.text = (await self.kept_draft()).get("title", self.line.text)
        person = await self.ask(preview, self.patient_id, self.today)
        self.whose.update(styled((self.who(person.patient), "strong")))
        self.heads = await self.ask(plan_template.templates)
        self._fill()

    def draft_name(self) -> str:
        return f"draft.new_plan.{self.patient_id}"

    def typed(self) -> dict[str, str]:
        return {"title": self.line.text} if self.line.text.strip() else {}

    def _fill(self) -> None:
        """With letters typed, the starters that hold them; an empty plan always."""
        words = fold(self.line.text).split()
        found = [one for one in self.heads if all(word in fold(f"{one.name} {one.about}") for word in words)]
        found.sort(key=lambda one: not all(word in fold(one.name) for word in words))  # those so named first
        title = self.line.text.strip()
        empty = Row(EMPTY_PLAN, (f"an empty plan{f': {title}' if title else ''}", "", "written line by line"))
        rows = [empty, *(template_row(one) for one in found)]
        self.list.set_source(ListSource(rows), keep=EMPTY_PLAN)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.problem.update("")
        self._fill()

    def action_choose(self, by: int) -> None:
        self.list.move_to(self.list.cursor + by)

    @on(Input.Submitted)
    async def _start(self, event: Input.Submitted) -> None:
        event.stop()
        title = self.line.text.strip()
        key = EMPTY_PLAN if self.list.cursor_key is None else str(self.list.cursor_key)
        try:
            if key == EMPTY_PLAN:
                result = await self.act(care_plan.start, self.patient_id, title, self.moment)
            else:
                result = await self.act(plan_template.start_from, self.patient_id, key, None, self.moment)
        except InvalidInput as error:
            self.problem.update(f"{error} Or choose starters with ↓.")
        except CoordError as error:
            self.complain(error)
        else:
            await self.drop_draft()
            self.dismiss(result.value)


def template_row(head: TemplateHead) -> Row:
    own = "yours · " if head.own else ""
    return Row(head.key, (head.name, str(head.goals), (f"{own}{head.about}", "muted")))
