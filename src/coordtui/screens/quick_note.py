"""A note caught in passing, and filing it later."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from coordtui.acts import Result
from coordtui.casework import quick_note
from coordtui.casework.follow_up_views import detail
from coordtui.casework.quick_note import NoteView
from coordtui.errors import CoordError
from coordtui.rules.dates import show_day
from coordtui.screens.base import CoordDialog
from coordtui.screens.finder import Finder
from coordtui.screens.target import Target
from coordtui.widgets.form import Field, Form
from coordtui.widgets.text import Words, styled


class CaptureDialog(CoordDialog[None]):
    """One line, enter keeps it. It stands in the queue until it is filed under somebody."""

    def __init__(self) -> None:
        super().__init__("Quick note", subtitle="enter keeps it · esc close")
        self.form = Form(Field("text", "Note", required=True))

    def body(self) -> ComposeResult:
        yield self.form
        yield Words(styled(("It belongs to nobody yet; file it later from Today.", "muted")))
        yield self.problem

    async def opened(self) -> None:
        self.form.focus_first()
        self.form.fill(await self.kept_draft())

    def draft_name(self) -> str:
        return "draft.quick_note"

    def kept_words(self) -> str:
        return "The note is not in the queue yet; c brings back what you typed"

    def typed(self) -> dict[str, str]:
        return {name: text for name, text in self.form.draft().items() if text.strip()}

    async def on_form_submitted(self, event: Form.Submitted) -> None:
        try:
            await self.act(quick_note.capture, event.values["text"], self.moment)
        except CoordError as error:
            self.complain(error)
        else:
            await self.saved()


class FileDialog(CoordDialog[None]):
    """Which patient a note belongs to: type a name, enter files it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+t", "verb('note.discard')", "Throw it away", show=False)]

    def __init__(self, target: Target) -> None:
        super().__init__("File a note", subtitle="enter files it · ctrl+t throws it away · esc close")
        self.target = target
        self.note: NoteView | None = None
        self.words = Words("")
        self.finder = Finder()

    def body(self) -> ComposeResult:
        yield self.words
        yield self.finder
        yield self.problem

    async def opened(self) -> None:
        self.finder.begin()
        note_id = (await self.ask(detail, self.target.follow_up_id or 0)).subject_id
        notes = await self.ask(quick_note.unfiled)
        self.note = next((note for note in notes if note.note_id == note_id), None)
        if self.note is None:
            self.problem.update("This note is filed already; r reads the queue again.")
            return
        when = f"{show_day(self.note.at.date(), self.today)} {self.note.at:%H:%M}"
        self.words.update(styled((f"{when}\n", "muted"), self.note.text, ("\n\nWhose note is it?", "strong")))

    @on(Finder.Chosen)
    async def _chosen(self, event: Finder.Chosen) -> None:
        if self.note is not None:
            await self._settle(self.run_act(quick_note.file_note, self.note.note_id, event.patient_id, self.moment))

    async def action_discard(self) -> None:
        if self.note is not None:
            await self._settle(self.run_act(quick_note.discard, self.note.note_id, self.moment))

    async def _settle(self, acting: Awaitable[Result | None]) -> None:
        if await acting is not None:
            self.dismiss()
