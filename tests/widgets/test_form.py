from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.look import line_with, screen_text
from textual.app import App, ComposeResult
from textual.message import Message

from coordtui.errors import InvalidInput
from coordtui.widgets.form import Choice, DateField, Field, Form, Line


def read_day(text: str) -> dt.date:
    if text == "tomorrow":
        return dt.date(2026, 8, 4)
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InvalidInput("date", f"{text!r} is not a day.", 'Write "tomorrow" or 2026-08-04.') from None


def number(text: str) -> int:
    return int(text)


class FormApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.form = Form(
            Choice(
                "how",
                "How",
                [("p", "phone", "phone"), ("t", "text", "text"), ("m", "message", "left a message")],
                "phone",
            ),
            Field("who", "With", "Rosa [/x] Lopez"),
            DateField("due_on", "Next step", parse=read_day),
            Field("minutes", "Minutes", parse=number),
            Field("note", "Note", required=True),
        )
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.form

    def on_form_submitted(self, event: Form.Submitted) -> None:
        self.heard.append(event)

    def on_form_cancelled(self, event: Form.Cancelled) -> None:
        self.heard.append(event)

    def on_form_field_changed(self, event: Form.FieldChanged) -> None:
        self.heard.append(event)

    def focused_field(self) -> str:
        return next(field.field_id for field in self.form.fields if field.entry().has_focus)

    def submitted(self) -> dict[str, Any] | None:
        return next((event.values for event in self.heard if isinstance(event, Form.Submitted)), None)


async def test_enter_saves_from_any_line_with_what_the_fields_mean() -> None:
    app = FormApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t", "tab", "tab", *"tomorrow", "tab", "1", "2", "tab", *"said yes", "enter")
        assert app.submitted() == {
            "how": "text",
            "who": "Rosa [/x] Lopez",
            "due_on": dt.date(2026, 8, 4),
            "minutes": 12,
            "note": "said yes",
        }


async def test_a_narrow_form_shows_label_line_and_the_day_understood() -> None:
    app = FormApp()
    async with app.run_test(size=(40, 15)) as pilot:
        await pilot.press("tab", "tab", *"tomorrow")
        await pilot.pause()
        assert screen_text(app)[line_with(app, "Next step")].split("  ")[-1].strip() == "Tue 4 Aug 2026"
        assert "Next step  tomorrow " in screen_text(app)[line_with(app, "Next step")]
        await pilot.resize_terminal(36, 15)
        await pilot.pause()
        assert "Tue 4 Aug 2026" in screen_text(app)[line_with(app, "Next step")]
        assert app.form.fields[2].entry().size.width >= 8


async def test_what_was_understood_shows_before_it_is_saved() -> None:
    app = FormApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", "tab", *"tomorrow")
        assert "Tue 4 Aug 2026" in screen_text(app)[line_with(app, "Next step")]
        await pilot.press("x")
        assert "2026" not in screen_text(app)[line_with(app, "Next step")]


async def test_every_wrong_field_says_why_and_the_first_has_the_focus() -> None:
    app = FormApp()
    async with app.run_test(size=(80, 24)) as pilot:
        lines = len([line for line in screen_text(app) if line])
        await pilot.press("tab", "tab", *"[/x]", "enter")
        await pilot.pause()
        assert app.submitted() is None
        assert app.focused_field() == "due_on"
        assert "'[/x]' is not a day. Write \"tomorrow\" or 2026-08-04." in "\n".join(screen_text(app))
        assert line_with(app, "Note is needed.") == line_with(app, "Note") + 1
        assert len([line for line in screen_text(app) if line]) == lines + 2
        await pilot.press("backspace")
        assert not any("is not a day" in line for line in screen_text(app))  # gone once it is being mended


async def test_a_parser_s_plain_value_error_is_shown_too() -> None:
    app = FormApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.form.fields[3].raw = "ten"
        with pytest.raises(InvalidInput) as caught:
            app.form.fields[3].value()
        assert caught.value.field == "minutes"
        await pilot.pause()


async def test_a_refusal_of_the_store_stands_at_its_field() -> None:
    app = FormApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", "tab", "tab")
        assert app.form.show(InvalidInput("who", "Rosa is not on the team.", "Add her first."))
        await pilot.pause()
        assert app.focused_field() == "who"
        assert line_with(app, "Rosa is not on the team. Add her first.") == line_with(app, "With") + 1
        assert not app.form.set_error("unknown", "x")


async def test_esc_gives_up_and_arrows_and_tab_move() -> None:
    app = FormApp()
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.focused_field() == "how"
        await pilot.press("down")
        assert app.focused_field() == "who"
        await pilot.press("tab")
        assert app.focused_field() == "due_on"
        await pilot.press("shift+tab", "up")
        assert app.focused_field() == "how"
        await pilot.press("escape")
        assert isinstance(app.heard[-1], Form.Cancelled)


async def test_a_letter_chooses_and_words_show_what_is_chosen() -> None:
    app = FormApp()
    async with app.run_test(size=(80, 24)) as pilot:
        assert "[p phone]" in screen_text(app)[0]
        await pilot.press("m")
        assert "[m left a message]" in screen_text(app)[0]
        assert "[p phone]" not in screen_text(app)[0]
        await pilot.press("right")
        assert app.form.fields[0].value() == "phone"
        await pilot.press("left")
        assert app.form.fields[0].value() == "message"
        await pilot.click(app.form.fields[0].entry(), offset=(screen_text(app)[0].index("text") - 16, 0))
        assert app.form.fields[0].value() == "text"
        changed = [event.field.field_id for event in app.heard if isinstance(event, Form.FieldChanged)]
        assert changed == ["how"] * 4


async def test_letters_type_while_a_line_has_the_focus() -> None:
    app = FormApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", "t", "q")
        assert app.form.fields[1].raw.endswith("tq")
        assert app.form.fields[0].value() == "phone"


async def test_an_option_is_never_broken_over_two_lines() -> None:
    app = FormApp()
    async with app.run_test(size=(40, 15)):
        assert line_with(app, "m left a message") == 1
        assert line_with(app, "With") == 2


async def test_a_draft_keeps_what_cannot_be_read_yet() -> None:
    app = FormApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("m", "tab", "tab", *"next we")
        draft = app.form.draft()
        assert draft == {"how": "m", "who": "Rosa [/x] Lopez", "due_on": "next we", "minutes": "", "note": ""}
    again = FormApp()
    async with again.run_test(size=(80, 24)) as pilot:
        again.form.fill(draft)
        await pilot.pause()
        assert again.form.draft() == draft


async def test_hidden_fields_neither_hinder_nor_answer() -> None:
    app = FormApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.form.fields[4].display = False
        await pilot.press("enter")
        assert app.submitted() is not None
        assert "note" not in (app.submitted() or {})


def test_two_options_cannot_share_a_letter() -> None:
    with pytest.raises(ValueError, match="share a letter"):
        Choice("how", "How", [("p", 1, "phone"), ("p", 2, "post")])


class OneField(App[None]):
    def __init__(self, field: Field | Choice) -> None:
        super().__init__()
        self.field = field

    def compose(self) -> ComposeResult:
        yield Form(self.field)


async def test_many_letters_switch_on_and_off() -> None:
    field = Choice("topics", "Topics", [("d", "diet", "diet"), ("m", "meds", "medicines")], ["diet"], many=True)
    app = OneField(field)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("m")
        assert field.value() == ("diet", "meds")
        await pilot.press("d")
        assert field.value() == ("meds",)
        assert field.raw == "m"


async def test_a_required_choice_asks_for_a_letter() -> None:
    field = Choice("how", "How", [("p", 1, "phone")], required=True)
    app = OneField(field)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert line_with(app, "How is needed. Press one of the letters.")


async def test_a_secret_is_neither_shown_nor_trimmed() -> None:
    field = Field("passphrase", "Passphrase", secret=True)
    app = OneField(field)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press(*"abc", "space")
        assert field.value() == "abc "
        assert not any("abc" in line for line in screen_text(app))


async def test_a_pasted_escape_sequence_does_not_reach_the_line() -> None:
    field = Field("note", "Note", "\x1b[31mred\x07")
    app = OneField(field)
    async with app.run_test(size=(60, 10)) as pilot:
        assert field.raw == "red"
        field.raw = "a\x1b]0;x\x07b\u202e"
        await pilot.pause()
        assert field.raw == "ab"
        assert app.query_one(Line).value == "ab"


async def test_a_label_is_plain_text() -> None:
    app = OneField(Field("x", "[/x] [b]Label"))
    async with app.run_test(size=(60, 10)):
        assert line_with(app, "[/x] [b]Label") == 0
