"""Someone was added whose name and birth date another patient has too: how to look, and how to go back."""

from __future__ import annotations

from typing import ClassVar, Protocol, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from coordtui.casework.preview import preview
from coordtui.rules.dates import show_partial
from coordtui.screens.base import CoordDialog
from coordtui.widgets.text import Words, styled


class _App(Protocol):
    def open_chart(self, patient_id: int) -> None: ...

    async def action_undo(self) -> None: ...


class SamePersonDialog(CoordDialog[None]):
    """Nothing has to be decided now: both stay, and the proposed match with them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "verb('same.look')", "Look", show=False),
        Binding("u", "verb('same.take_back')", "Take back", show=False),
        Binding("enter", "cancel", "Keep both", show=False),
    ]

    def __init__(self, other: int) -> None:
        super().__init__("Maybe the same person", subtitle="enter or esc keeps both")
        self.other = other
        self.words = Words("")

    def body(self) -> ComposeResult:
        yield self.words
        yield self.problem

    async def opened(self) -> None:
        view = await self.ask(preview, self.other, self.today)
        phone = view.phones[0].value if view.phones else "no phone"
        self.words.update(
            styled(
                "The caseload has this name and birth date already:\n\n",
                (f"{self.who(view.patient)}, born {show_partial(view.birth_date)}, {phone}\n\n", "strong"),
                ("o", "bold"),
                "  open that chart and look\n",
                ("u", "bold"),
                "  take back the one just added",
            )
        )

    def action_look(self) -> None:
        self.dismiss(None)
        cast("_App", self.app).open_chart(self.other)

    async def action_take_back(self) -> None:
        self.dismiss(None)
        await cast("_App", self.app).action_undo()
