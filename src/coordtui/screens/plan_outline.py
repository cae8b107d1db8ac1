"""The plan editor: one care plan as an outline that is written line by line, every line saved at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from coordtui.casework.access import view_part
from coordtui.casework.plan_outline import Line, PlanHead
from coordtui.casework.plan_whole import Whole, whole
from coordtui.errors import CoordError, NotFound
from coordtui.screens.base import CoordScreen
from coordtui.screens.bindings import bindings
from coordtui.screens.plan_band import Band
from coordtui.screens.plan_line import LineVerbs
from coordtui.screens.plan_pane import legend, parts
from coordtui.screens.plan_places import index_of
from coordtui.screens.plan_rows import COLUMNS, NEW, new_row, row_of
from coordtui.screens.plan_verbs import PlanVerbs
from coordtui.screens.plan_writing import Writing
from coordtui.screens.preview import Pane
from coordtui.widgets.outline import Outline

BESIDE: Final = 140
"""From so many cells on, the pane stands beside the outline."""
LOW: Final = 20
"""With fewer lines there is no room for the pane below it."""
HIGH: Final = 30
"""From so many lines on, the pane below is higher."""
EMPTY: Final = "The plan is empty. o writes its first concern, T adds from a template."


class PlanScreen(Writing, LineVerbs, PlanVerbs, CoordScreen[None]):
    """Letters act on the line under the cursor; while a line is written in place, letters are its words."""

    page = "plan"
    BINDINGS: ClassVar[list[BindingType]] = bindings("plan")
    AUTO_FOCUS = "VirtualTable"

    def __init__(self, plan_id: int, ref: str | None = None) -> None:
        super().__init__()
        self.plan_id = plan_id
        self.kept: dict[str, str] = {}
        self.band = Band(id="band")
        self.outline = Outline(COLUMNS, empty="Reading ...")
        self.pane = Pane(id="pane")
        self.pane.more = "e opens the form"
        self.whole: Whole | None = None
        self._wanted = ref
        self._pane_shown = True

    def body(self) -> ComposeResult:
        yield self.band
        with Container(id="split"):
            yield self.outline
            yield self.pane

    # What the mixins need

    @property
    def lines(self) -> Sequence[Line]:
        return self.whole.outline.lines if self.whole is not None else ()

    @property
    def plan(self) -> PlanHead | None:
        return self.whole.outline.plan if self.whole is not None else None

    @property
    def here(self) -> Line | None:
        key = self.outline.table.cursor_key
        return next((line for line in self.lines if line.ref == key), None)

    # Reading

    def start(self) -> None:
        self.background("plan", self._begin_here)

    async def _begin_here(self) -> None:
        await self.reread(self._wanted)
        if self.plan is not None:
            await self.record(view_part, self.plan.patient_id, "a care plan", self.moment)
        await self.fetch_kept()

    async def reread(self, keep: str | None = None) -> None:
        try:
            self.whole = await self.ask(whole, self.plan_id, self.today)
        except NotFound as error:
            self._gone(error)
        else:
            self.draw(keep)

    def _gone(self, error: CoordError) -> None:
        """A plan whose start was undone has no lines to stay on."""
        self.dismiss(None)
        self.app.call_later(self.say, error.message, tone="warning")

    async def changed(self, patients: frozenset[int]) -> None:
        if not self.holding and (self.plan is None or not patients or self.plan.patient_id in patients):
            await self.reread()

    def new_day(self) -> None:
        super().new_day()
        self.background("plan", self.reread)

    def action_refresh(self) -> None:
        self.say("Read again.")
        self.background("plan", self.reread)

    # Drawing

    def draw(self, keep: str | None = None) -> None:
        """The rows as they are known, with the one that is being written among them."""
        if self.whole is None:
            return
        rows = [row_of(line, self.today) for line in self.lines]
        if self.new is not None:
            rows.insert(index_of(self.lines, self.new), new_row(self.new))
            keep = NEW
        self.outline.table.empty = EMPTY
        self.outline.show(rows, **({} if keep is None else {"keep": keep}))
        self.redraw()

    def redraw(self) -> None:
        if self.whole is not None and self.plan is not None:
            self.head.show(heading=f"Plan · {self.who(self.plan.patient)}")
            self.band.show(self.whole.outline, self.today)
        self._draw_pane()

    def _draw_pane(self) -> None:
        line = self.here
        if self.whole is None:
            return
        if line is None:  # a new line, or an empty plan
            self.pane.put(legend())
            return
        row = self.whole.rows.get(line.ref)
        self.pane.put(parts(line, row, self.whole.progress.get(line.id, ()) if line.kind == "goal" else (), self.today))

    def on_virtual_table_moved(self) -> None:
        self._draw_pane()

    def on_resize(self, event: events.Resize) -> None:
        wide = event.size.width >= BESIDE
        self.set_class(wide, "-beside")
        self.set_class(event.size.height >= HIGH, "-high")
        self.pane.display = self._pane_shown and (wide or event.size.height >= LOW)

    def action_pane(self) -> None:
        self._pane_shown = not self.pane.display
        self.pane.display = self._pane_shown

    def place(self) -> dict[str, Any]:
        return {"plan": self.plan_id, "line": self.here.ref if self.here is not None else None}

    def restore(self, place: Mapping[str, Any]) -> None:
        self._wanted = place.get("line")
