"""The menu of a list's saved views: show one by its number, save what the list is narrowed by, rename, move, share."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Final, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from coordtui.casework import saved_view as casework
from coordtui.casework.saved_view import View
from coordtui.errors import InvalidInput
from coordtui.models.saved_view import ViewList
from coordtui.rules.saved_view import SUBJECTS
from coordtui.screens.base import CoordDialog
from coordtui.screens.letters import Letters
from coordtui.screens.plan_form import FormDialog
from coordtui.widgets.columns import Column, Row
from coordtui.widgets.form import Field, Form
from coordtui.widgets.reflow import Reflow
from coordtui.widgets.table import ListSource, VirtualTable
from coordtui.widgets.text import Words, styled, wrap

NUMBERED: Final = 9
QUICK: Final = 8
TITLES: Final = {
    ViewList.TODAY: "Views of today's queue",
    ViewList.CASELOAD: "Views of the caseload",
    ViewList.REFERRALS: "Views of the referrals",
    ViewList.PLANS: "Views of the care plans",
    ViewList.DIRECTORY: "Views of the directory",
}
_COLUMNS: Final = (
    Column("number", "", width=1, sortable=False),
    Column("key", "key", width=3, priority=2, sortable=False),
    Column("name", "view", weight=1, min_width=12, max_width=40, sortable=False),
    Column("text", "filter", weight=1, min_width=10, priority=1, sortable=False),
)
_KEYS: Final = (
    ("s", "save this filter"),
    ("r", "rename"),
    ("D", "remove"),
    ("K", "up"),
    ("J", "down"),
    ("t", "take in a view"),
)
_NEED_ONE: Final = frozenset({"rename", "remove", "lift", "lower"})


class Meaning(Reflow):
    """What the view under the cursor means, and the line by which it is shared."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self._line = ""

    def show(self, words: str, line: str) -> None:
        self._words, self._line = words, line
        self.reflow()

    def flow(self, width: int) -> list[Content]:
        words = [styled(one) for one in wrap(self._words, width)]
        line = [styled((one, "muted")) for one in wrap(self._line, width)]
        return [*words, *line]


class ViewsDialog(CoordDialog[View]):
    """Its result is the view to show. `text` is what the list is narrowed by now."""

    AUTO_FOCUS = "VirtualTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "verb('views.save')", "Save this filter", show=False),
        Binding("r", "verb('views.rename')", "Rename", show=False),
        Binding("D", "verb('views.remove')", "Remove", show=False),
        Binding("K,shift+up", "verb('views.lift')", "Move up", show=False),
        Binding("J,shift+down", "verb('views.lower')", "Move down", show=False),
        Binding("t", "verb('views.take_in')", "Take in a view", show=False),
        Binding("u", "verb('views.undo')", "Undo", show=False),
        *(Binding(str(n), f"verb('views.number', {n})", show=False) for n in range(1, NUMBERED + 1)),
    ]

    def __init__(self, of: ViewList, text: str) -> None:
        super().__init__(TITLES[of], subtitle="enter or its number shows it · u undoes · esc close", classes="-wide")
        self.of, self.text = of, text.strip()
        self.list = VirtualTable(_COLUMNS, empty="Reading ...")
        self.below = Meaning()
        self.views: tuple[View, ...] = ()

    def body(self) -> ComposeResult:
        yield self.list
        yield Words("")
        yield self.below
        yield Words("")
        yield Letters(_KEYS, inline=True)
        yield self.problem

    async def opened(self) -> None:
        await self.refill()

    async def refill(self, keep: int | None = None) -> None:
        """Read the views again; `keep` is the place of the cursor, else it stays."""
        at = self.list.cursor if keep is None else keep
        self.views = await self.ask(casework.views, self.of)
        self.list.styles.height = max(2, min(len(self.views) + 1, 12))
        self.list.set_source(ListSource([_row(place, one, self.text) for place, one in enumerate(self.views)]))
        self.list.move_to(min(at, len(self.views) - 1))
        self.problem.update("")
        self._tell()

    @property
    def chosen(self) -> View | None:
        key = self.list.cursor_key
        return self.views[key] if isinstance(key, int) and key < len(self.views) else None

    @on(VirtualTable.Moved)
    def _tell(self) -> None:
        view = self.chosen
        self.below.show(*(("", "") if view is None else (meaning(view, self.today), view.line)))

    def cannot(self, verb: str) -> str | None:
        if verb == "save" and not self.text:
            return "The list is not narrowed. / narrows it; then its filter can be saved here."
        if verb in _NEED_ONE and self.chosen is None:
            return "There is no view here."
        return super().cannot(verb)

    @on(VirtualTable.Opened)
    def _show(self) -> None:
        if self.chosen is not None:
            self.dismiss(self.chosen)

    def action_number(self, number: int) -> None:
        if number <= len(self.views):
            self.dismiss(self.views[number - 1])

    def action_save(self) -> None:
        self.app.push_screen(SaveDialog(self.of, self.text), self._saved)

    async def _saved(self, _: object) -> None:
        await self.refill(keep=len(self.views))

    def action_rename(self) -> None:
        if self.chosen is not None:
            self.app.push_screen(RenameDialog(self.of, self.chosen.name), self._again)

    def action_take_in(self) -> None:
        self.app.push_screen(TakeInDialog(), self._again)

    async def _again(self, _: object) -> None:
        await self.refill()

    async def action_remove(self) -> None:
        if self.chosen is not None and await self.run_act(casework.remove, self.of, self.chosen.name, self.moment):
            await self.refill()

    async def action_undo(self) -> None:
        await cast("Any", self.app).action_undo()
        await self.refill()

    async def action_lift(self) -> None:
        await self._move(-1)

    async def action_lower(self) -> None:
        await self._move(1)

    async def _move(self, by: int) -> None:
        view = self.chosen
        if view is not None and await self.run_act(casework.move, self.of, view.name, by, self.moment):
            await self.refill(keep=self.list.cursor + by)


def _row(place: int, view: View, now: str) -> Row:
    quick = f"F{place + 2}" if place < QUICK else ""
    number = str(place + 1) if place < NUMBERED else ""
    name = (f"{view.name} · now", "strong") if view.text == now else (view.name, "strong")
    return Row(place, ((number, "strong"), (quick, "muted"), name, (view.text, "muted")))


def meaning(view: View, today: dt.date) -> str:
    """What a view finds, in words; what is wrong with its filter, if the language has changed since."""
    from coordtui.rules.finding_parse import parse
    from coordtui.rules.finding_words import in_words

    subject = SUBJECTS[view.of]
    try:
        return in_words(parse(view.text, subject), subject, today)
    except InvalidInput as problem:
        return str(problem)


class SaveDialog(FormDialog):
    """Under a name that is there already, the view of that name changes."""

    def __init__(self, of: ViewList, text: str) -> None:
        super().__init__("Save this filter as a view", subtitle="enter saves · esc close")
        self.of, self.text = of, text
        self.form = Form(Field("name", "Name", required=True, placeholder="what it shows"))

    def body(self) -> ComposeResult:
        yield Words(styled((f"{self.text}\n", "muted")))
        yield self.form
        yield self.problem

    async def save(self, values: dict[str, Any]) -> None:
        await self.act(casework.save, self.of, values["name"], self.text, self.moment)


class RenameDialog(FormDialog):
    def __init__(self, of: ViewList, name: str) -> None:
        super().__init__("Rename the view", subtitle="enter saves · esc close")
        self.of, self.name_now = of, name
        self.form = Form(Field("name", "Name", name, required=True))

    def body(self) -> ComposeResult:
        yield self.form
        yield self.problem

    async def save(self, values: dict[str, Any]) -> None:
        await self.act(casework.rename, self.of, self.name_now, values["name"], self.moment)


class TakeInDialog(FormDialog):
    """A line that somebody else's coordtui shows in this menu."""

    def __init__(self) -> None:
        super().__init__("Take in a view", subtitle="enter takes it in · esc close", classes="-wide")
        self.form = Form(Field("line", "View", required=True, placeholder="caseload: No plan = no:plan deceased:no"))

    def body(self) -> ComposeResult:
        yield self.form
        yield Words(styled(("It goes to the list that the line begins with.", "muted")))
        yield self.problem

    async def save(self, values: dict[str, Any]) -> None:
        try:
            await self.act(casework.take_in, (values["line"],), self.moment)
        except InvalidInput as error:
            raise InvalidInput("line", error.message, error.hint) from None
