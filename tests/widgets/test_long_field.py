from __future__ import annotations

from typing import Any

from tests.look import line_with, screen_text
from textual import events
from textual.app import App, ComposeResult

from coordtui.widgets.form import Field, Form
from coordtui.widgets.long_field import LongField


class NoteApp(App[None]):
    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.note = LongField("note", "Note", text, required=True)
        self.form = Form(self.note, Field("by", "By"))
        self.saved: list[dict[str, Any]] = []
        self.edits = 0

    def compose(self) -> ComposeResult:
        yield self.form

    def on_form_submitted(self, event: Form.Submitted) -> None:
        self.saved.append(event.values)

    def on_form_field_changed(self) -> None:
        self.edits += 1


async def test_enter_begins_a_line_and_f2_saves() -> None:
    app = NoteApp()
    async with app.run_test(size=(60, 15)) as pilot:
        await pilot.press(*"one", "enter", *"two", "f2")
        assert app.saved == [{"note": "one\ntwo", "by": ""}]
        assert line_with(app, "(F2 saves)") == line_with(app, "Note") + 1


async def test_tab_goes_on_and_enter_saves_there() -> None:
    app = NoteApp()
    async with app.run_test(size=(60, 15)) as pilot:
        await pilot.press("x", "tab", "y", "enter")
        assert app.saved == [{"note": "x", "by": "y"}]


async def test_an_empty_note_says_so() -> None:
    app = NoteApp()
    async with app.run_test(size=(60, 15)) as pilot:
        await pilot.press("f2")
        await pilot.pause()
        assert line_with(app, "Note is needed.")
        await pilot.press("x")
        assert not any("is needed" in line for line in screen_text(app))


async def test_neither_record_nor_paste_brings_an_escape_sequence() -> None:
    app = NoteApp("[/x] \x1b[31mred\r\nsecond\u202e")
    async with app.run_test(size=(60, 15)) as pilot:
        assert app.note.raw == "[/x] red\nsecond"
        app.post_message(events.Paste("\x1b]0;t\x07a\nb\x00"))
        await pilot.pause()
        assert app.note.raw == "a\nb[/x] red\nsecond"
        assert "[/x] red" in "\n".join(screen_text(app))


async def test_a_draft_comes_back_without_counting_as_typing() -> None:
    app = NoteApp()
    async with app.run_test(size=(60, 15)) as pilot:
        app.form.fill({"note": "a\nb", "by": "me"})
        await pilot.pause()
        assert app.form.draft() == {"note": "a\nb", "by": "me"}
        assert app.edits == 0
