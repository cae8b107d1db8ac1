"""Copying a little out of the vault, and saying that clipboards leak."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from coordtui.casework.preview import Preview, preview
from coordtui.rules.dates import show_day, show_partial
from coordtui.screens.base import CoordDialog
from coordtui.screens.target import Target
from coordtui.widgets.clean import clean
from coordtui.widgets.text import Words, styled

_CHOICES: Final = {"p": "phone number", "n": "name and date of birth", "s": "one line: who, phone, what is open"}
LEAKS: Final = "Every program can read a clipboard; copy something else afterwards."


class CopyDialog(CoordDialog[None]):
    """One letter copies and closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(letter, f"verb('copy.{letter}')", show=False) for letter in _CHOICES),
    ]

    def __init__(self, target: Target) -> None:
        super().__init__("Copy")
        self.target = target

    def body(self) -> ComposeResult:
        yield Words(styled((self.who(self.target.patient), "strong")))
        yield Words(
            styled(*(part for letter, words in _CHOICES.items() for part in ((f"\n{letter}", "bold"), f"  {words}")))
        )
        yield Words(styled(("\nWhat you copy leaves the vault. " + LEAKS, "muted")))
        yield self.problem

    async def action_p(self) -> None:
        view = await self._view()
        if not view.phones:
            self.problem.update("There is no phone number that works.")
            return
        self._send("Phone number", view.phones[0].value)

    async def action_n(self) -> None:
        view = await self._view()
        born = show_partial(view.birth_date) if view.birth_date else "date of birth unknown"
        self._send("Name and date of birth", f"{view.patient}, {born}")

    async def action_s(self) -> None:
        view = await self._view()
        steps = "; ".join(f"{step.text} ({show_day(step.act_on, self.today)})" for step in view.open[:3])
        phone = view.phones[0].value if view.phones else "no phone"
        self._send("One line", " · ".join(filter(None, (view.patient, phone, steps))))

    async def _view(self) -> Preview:
        return await self.ask(preview, self.target.person, self.today)

    def _send(self, what: str, text: str) -> None:
        self.app.copy_to_clipboard(clean(text, " "))
        self.dismiss()
        self.say(f"{what} sent to the clipboard. {LEAKS}")
