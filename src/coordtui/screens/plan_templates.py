"""Sets of starters for a plan: add one to it, keep this plan as one, write one to a file, take one in."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from coordtui.casework import plan_template as casework
from coordtui.casework.plan_template import TemplateHead
from coordtui.documents.leaving import write_file
from coordtui.errors import InvalidInput
from coordtui.rules.fold import fold
from coordtui.screens.base import CoordDialog
from coordtui.screens.destination import documents_folder, free, place, short
from coordtui.screens.letters import Letters
from coordtui.screens.plan_form import FormDialog
from coordtui.screens.plan_start import COLUMNS, template_row
from coordtui.widgets.dialog import ConfirmDialog
from coordtui.widgets.form import Field, Form
from coordtui.widgets.table import ListSource, VirtualTable
from coordtui.widgets.text import Words, styled

MOST_BYTES: Final = 256 * 1024
_KEYS: Final = (
    ("s", "keep this plan as starters"),
    ("w", "write to a file"),
    ("f", "take in a file"),
    ("D", "remove your own"),
)


class TemplatesDialog(CoordDialog[None]):
    """Enter adds the starters under the cursor to the end of the plan."""

    AUTO_FOCUS = "VirtualTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "verb('starters.keep_plan')", "Keep this plan", show=False),
        Binding("w", "verb('starters.write_out')", "Write to a file", show=False),
        Binding("f", "verb('starters.take_in')", "Take in a file", show=False),
        Binding("D", "verb('starters.remove_own')", "Remove", show=False),
    ]

    def __init__(self, plan_id: int) -> None:
        super().__init__("Starters", subtitle="enter adds them to the plan · esc close", classes="-wide")
        self.plan_id = plan_id
        self.list = VirtualTable(COLUMNS, empty="Reading ...")
        self.heads: dict[str, TemplateHead] = {}
        self.about = Words("\n")

    def body(self) -> ComposeResult:
        self.list.styles.height = 12
        yield self.list
        yield self.about
        yield Letters(_KEYS, inline=True)
        yield self.problem

    async def opened(self) -> None:
        await self.refill()

    async def refill(self) -> None:
        heads = await self.ask(casework.templates)
        self.heads = {one.key: one for one in heads}
        self.list.set_source(ListSource([template_row(one) for one in heads]))

    def cannot(self, verb: str) -> str | None:
        if verb in ("write_out", "remove_own") and self.chosen is None:
            return "There are no starters here."
        if verb == "remove_own" and self.chosen is not None and not self.chosen.own:
            return "These starters come with coordtui and stay."
        return super().cannot(verb)

    @property
    def chosen(self) -> TemplateHead | None:
        return self.heads.get(str(self.list.cursor_key))

    @on(VirtualTable.Moved)
    def _tell(self) -> None:
        """The whole of what the list has room for in part."""
        self.about.update(styled((f"{self.chosen.about}\n" if self.chosen is not None else "\n", "muted")))

    @on(VirtualTable.Opened)
    async def _add(self) -> None:
        if self.chosen is not None and await self.run_act(
            casework.add_from, self.plan_id, self.chosen.key, self.moment
        ):
            self.dismiss()

    def action_keep_plan(self) -> None:
        self.app.push_screen(KeepDialog(self.plan_id), self._again)

    def action_write_out(self) -> None:
        if self.chosen is not None:
            self.app.push_screen(WriteDialog(self.chosen))

    def action_take_in(self) -> None:
        self.app.push_screen(TakeDialog(), self._again)

    async def _again(self, _: object) -> None:
        await self.refill()

    def action_remove_own(self) -> None:
        head = self.chosen
        if head is None:
            return

        async def agreed(yes: bool | None) -> None:
            if yes and await self.run_act(casework.remove_template, head.key, self.moment):
                await self.refill()

        question = "Remove these starters?"
        self.app.push_screen(ConfirmDialog(question, head.name, yes="remove them", no="keep them"), agreed)


class OneFieldDialog(FormDialog):
    """A sentence, and a field or two."""

    def __init__(self, title: str, draft: str, *fields: Field, intro: str = "", enter: str = "saves") -> None:
        super().__init__(title, subtitle=f"enter {enter} · esc close")
        self._draft = f"draft.starters.{draft}"
        self.form = Form(*fields)
        self.intro = intro

    def body(self) -> ComposeResult:
        if self.intro:
            yield Words(styled((f"{self.intro}\n", "muted")))
        yield self.form
        yield self.problem

    def draft_name(self) -> str:
        return self._draft


class KeepDialog(OneFieldDialog):
    """The patient's own words, names, values and days stay behind; a line that still names somebody refuses."""

    def __init__(self, plan_id: int) -> None:
        super().__init__(
            "Keep this plan as starters",
            f"keep.{plan_id}",
            Field("name", "Name", required=True, placeholder="what it is for"),
            Field("about", "In a sentence"),
            intro="Only the lines are kept: not the patient's own words, names and dates, no values, "
            "and no targets in numbers.",
        )
        self.plan_id = plan_id

    async def save(self, values: dict[str, Any]) -> None:
        await self.act(casework.save_as, self.plan_id, values["name"], values["about"], self.moment)


class WriteDialog(OneFieldDialog):
    """A file that others can take in. The journal knows that it left."""

    def __init__(self, head: TemplateHead) -> None:
        name = "-".join(fold(head.name).split())[:40] or "starters"
        proposed = short(free(documents_folder() / f"plan-{name}.toml"))
        own = " Read it once before you share it." if head.own else ""
        super().__init__(
            "Write the starters to a file",
            f"write.{head.key}",
            Field("output", "File", proposed, required=True),
            intro=f"{head.name}. Anyone with coordtui can take the file in.{own}",
            enter="writes it",
        )
        self.head = head

    async def save(self, values: dict[str, Any]) -> None:
        path = place(values["output"])
        text = await self.ask(casework.template_text, self.head.key)
        await self.record(casework.record_writing, self.head.key, self.moment)
        write_file(path, text.encode())
        self.say(f"Written: {short(path)}.")


class TakeDialog(OneFieldDialog):
    def __init__(self) -> None:
        super().__init__(
            "Take in starters from a file",
            "take",
            Field("file", "File", required=True, placeholder="~/plan-walking.toml"),
            enter="takes them in",
        )

    async def save(self, values: dict[str, Any]) -> None:
        await self.act(casework.take_in, _read(values["file"]), self.moment)


def _read(name: str) -> str:
    """The text of a file. Raises InvalidInput at "file", also for one that is far too long."""
    try:
        path = Path(name).expanduser()
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "there is no such place"
        raise InvalidInput("file", f"This cannot be read: {reason}.", "Name another file.") from None
    if len(data) > MOST_BYTES:
        raise InvalidInput("file", "This file is too long for starters.", "Name another file.")
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise InvalidInput("file", "This file is no text.", "Name a file that was written here with w.") from None
