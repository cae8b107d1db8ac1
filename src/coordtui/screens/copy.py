"""Copying a little out of the vault, past the gate, and saying that clipboards leak."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import ClassVar, Final

from sqlmodel import Session
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from coordtui.documents import copies
from coordtui.documents.gate import for_me, ready
from coordtui.documents.scope import Scope
from coordtui.errors import Refused
from coordtui.rules.disclosure import DOCUMENTS
from coordtui.screens.base import CoordDialog
from coordtui.screens.gate import kept_back, let_out
from coordtui.screens.target import Target
from coordtui.widgets.clean import clean
from coordtui.widgets.text import Words, styled

_CHOICES: Final = {"p": "phone number", "n": "name and date of birth", "s": "one line: who, phone, what is open"}
_Copy = Callable[[Session, int, Scope, dt.date], str]
_COPIES: Final[Mapping[str, _Copy]] = {"phone": copies.phone, "name": copies.name, "line": copies.line}
LEAKS: Final = "Every program can read a clipboard; copy something else afterwards."


class CopyDialog(CoordDialog[None]):
    """One letter copies and closes. What is copied is for the coordinator's own work, and is written down as that."""

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
        yield Words(styled(("\nWhat you copy leaves the vault and is written down. " + LEAKS, "muted")))
        yield self.problem

    async def action_p(self) -> None:
        await self._send("phone")

    async def action_n(self) -> None:
        await self._send("name")

    async def action_s(self) -> None:
        await self._send("line")

    async def _send(self, document: str) -> None:
        what, person, today = DOCUMENTS[document].label, self.target.person, self.today
        draft = (await self.ask(for_me, person)).draft(document)
        draft = draft.model_copy(update={"format": "text", "destination": "clipboard"})

        def make(session: Session, scope: Scope) -> str:
            return _COPIES[document](session, person, scope, today)

        try:
            made = await self.ask(ready, person, make, draft, today)
        except Refused as error:
            await kept_back(self, person, what, draft, error)
            raise
        await let_out(self, person, what, draft)
        self.bench.to_clipboard(clean(made.view, " "))
        self.dismiss()
        self.say(f"{what[:1].upper()}{what[1:]} sent to the clipboard. {LEAKS}")
