"""What is written about a referral: the packet for its receiver, a reminder for whoever must act, a note."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from coordtui.casework import referral as casework
from coordtui.screens.base import CoordDialog
from coordtui.screens.referral_act import ActDialog, one_line
from coordtui.screens.referral_subject import Subject
from coordtui.widgets.long_field import LongField
from coordtui.widgets.text import Words, styled

_CHOICES: Final = (
    ("p", "packet", "what the receiver needs and no more, as a document"),
    ("r", "reminder", "a short text for whoever must act next"),
    ("n", "note", "something to keep in the history"),
)


class WriteDialog(CoordDialog[None]):
    """One letter opens it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "verb('write.packet')", "Packet", show=False),
        Binding("r", "verb('write.reminder')", "Reminder", show=False),
        Binding("n", "verb('write.note')", "Note", show=False),
    ]

    def __init__(self, subject: Subject) -> None:
        super().__init__("Write", subtitle="a letter chooses · esc close")
        self.subject = subject

    def body(self) -> ComposeResult:
        yield Words(styled((self.who(self.subject.patient), "strong"), f": {self.subject.words}\n"))
        parts: list[str | tuple[str, str]] = []
        for letter, title, words in _CHOICES:
            parts += [(f" {letter}  ", "bold"), f"{title:<10}", (f"{words}\n", "muted")]
        yield Words(styled(*parts))
        yield self.problem

    def action_packet(self) -> None:
        self._open("export", "packet_export")

    def action_reminder(self) -> None:
        self._open("nudge", "NudgeDialog")

    def action_note(self) -> None:
        self.dismiss()
        self.app.push_screen(NoteDialog(self.subject))

    def _open(self, module: str, name: str) -> None:
        dialog = getattr(import_module(f"coordtui.screens.{module}"), name)(self.subject.referral_id)
        self.dismiss()
        self.app.push_screen(dialog)


class NoteDialog(ActDialog):
    """A note in the referral's history; F2 saves, because enter begins a line."""

    def __init__(self, subject: Subject) -> None:
        super().__init__(
            "A note on the referral",
            f"note.{subject.referral_id}",
            LongField("text", "Note", required=True, lines=4),
        )
        self.subject = subject

    def about(self) -> Iterable[Words]:
        yield one_line(self, self.subject)

    async def commit(self, values: dict[str, Any]) -> None:
        await self.act(casework.note, self.subject.referral_id, values["text"], self.moment)
        await self.saved()
