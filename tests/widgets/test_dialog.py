from __future__ import annotations

from typing import Any, Final

import pytest
from rich.cells import cell_len
from tests.look import full_lines, line_with, screen_text
from textual.app import App, ComposeResult
from textual.dom import DOMNode

from coordtui.errors import VaultDamaged
from coordtui.verbs import Verb
from coordtui.widgets.dialog import Box, ConfirmDialog, Dialog, MessageDialog
from coordtui.widgets.form import Choice, Field, Form
from coordtui.widgets.help import HelpSheet
from coordtui.widgets.progress import ProgressDialog
from coordtui.widgets.text import Words

VERBS = (
    Verb("queue.done", "d", "Done", "Finish the row's top follow-up; undo brings it back."),
    Verb("queue.snooze", "s", "Snooze", "Put the row away until a day, at most 14 days on."),
    Verb("table.down", "down", "Next row", "One row down.", group="move", aliases=("j",)),
    Verb("app.lock", "ctrl+l", "Lock", "Lock the vault at once.", group="app"),
    Verb("app.help", "question_mark", "Keys", "Show this sheet.", group="app", aliases=("f1",)),
)


class HomeApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.results: list[Any] = []

    def compose(self) -> ComposeResult:
        yield Words("\n".join(["beneath"] * 60))

    def ask(self, dialog: Dialog[Any]) -> None:
        self.push_screen(dialog, self.results.append)


class LogDialog(Dialog[dict[str, Any]]):
    def body(self) -> ComposeResult:
        yield Form(
            Choice("how", "How", [("p", "phone", "phone"), ("q", "quiet", "no answer")]),
            Field("note", "Note"),
        )

    def on_form_submitted(self, event: Form.Submitted) -> None:
        self.dismiss(event.values)


async def test_confirming_takes_its_own_key_and_nothing_else() -> None:
    app = HomeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.ask(ConfirmDialog("Erase the vault?", "There is no way back.", yes_key="E", yes="erase for good"))
        await pilot.press("enter", "y", "space", "e")
        assert app.results == []
        await pilot.press("E")
        assert app.results == [True]


@pytest.mark.parametrize("key", ["escape", "q", "n"])
async def test_leaving_a_question_means_no(key: str) -> None:
    app = HomeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.ask(ConfirmDialog("Erase the vault?"))
        await pilot.pause()
        assert line_with(app, "y  yes")
        await pilot.press(key)
        assert app.results == [False]


def test_the_key_that_confirms_is_never_one_that_leaves() -> None:
    with pytest.raises(ValueError, match="confirms"):
        ConfirmDialog("?", yes_key="q")


@pytest.mark.parametrize("key", ["escape", "q", "enter"])
async def test_an_error_says_what_why_and_what_next(key: str) -> None:
    app = HomeApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.ask(MessageDialog.of(VaultDamaged("Page 7 of [/x] does not check.", "Restore a backup.")))
        await pilot.pause()
        assert line_with(app, "The vault is damaged")
        assert line_with(app, "Page 7 of [/x] does not check.")
        assert line_with(app, "Restore a backup.")
        await pilot.press(key)
        assert app.results == [None]


async def test_q_types_in_a_line_chooses_where_it_is_a_letter_and_closes_elsewhere() -> None:
    app = HomeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        dialog = LogDialog("Log a contact")
        app.ask(dialog)
        await pilot.press("q", "tab", "q")
        assert app.results == []
        assert dialog.query_one(Form).draft() == {"how": "q", "note": "q"}
        await pilot.press("enter")
        assert app.results == [{"how": "quiet", "note": "q"}]


async def test_esc_in_a_form_closes_its_dialog() -> None:
    app = HomeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.ask(LogDialog("Log a contact"))
        await pilot.press("tab", "x", "escape")
        assert app.results == [None]


@pytest.mark.parametrize("size", [(40, 15), (60, 20), (80, 24), (120, 40), (200, 50)])
@pytest.mark.parametrize("title", ["[DNR] Rosa", "[/x]", "\x1b[31mred", "漢字" * 40, "x" * 10_000, "", "שלום 12"])
async def test_a_box_with_any_title_stays_in_the_screen(size: tuple[int, int], title: str) -> None:
    app = HomeApp()
    async with app.run_test(size=size) as pilot:
        app.ask(MessageDialog(title, "[/x] " * 400, "[DNR]"))
        await pilot.pause()
        box = app.screen.query_one(Box).region
        assert box.width <= size[0] * 0.9 + 1
        assert box.height <= size[1] * 0.9 + 1
        assert box.x > 0
        assert all(cell_len(line) == size[0] for line in full_lines(app))


async def test_a_long_message_scrolls_by_keys_on_the_smallest_screen() -> None:
    app = HomeApp()
    async with app.run_test(size=(40, 15)) as pilot:
        app.ask(MessageDialog("Long", "\n".join(f"line {n}" for n in range(100))))
        await pilot.press("j")
        await pilot.pause()
        assert "line 0" not in "\n".join(screen_text(app))
        await pilot.press("G")
        await pilot.pause()
        assert line_with(app, "line 99")
        await pilot.press("g", "pagedown", "pageup", "space", "k", "home")
        await pilot.pause()
        assert line_with(app, "line 0")


async def test_a_box_follows_the_terminal_s_size() -> None:
    app = HomeApp()
    async with app.run_test(size=(120, 40)) as pilot:
        app.ask(HelpSheet("Today", VERBS))
        await pilot.pause()
        assert line_with(app, "d       Done      Finish the row's top follow-up; undo brings it back.")
        await pilot.resize_terminal(40, 15)
        await pilot.pause()
        assert line_with(app, "d       Done")
        assert line_with(app, "Finish the row's top") == line_with(app, "d       Done") + 1


class Styled(HomeApp):
    """Counts whose styles, with those of all within, are worked out again."""

    again: Final[list[DOMNode]] = []

    def update_styles(self, node: DOMNode, animate: bool = True) -> None:
        self.again.append(node)
        super().update_styles(node, animate)


async def test_all_of_a_dialog_is_styled_again_when_it_is_shown_and_only_where_it_becomes_narrow() -> None:
    app = Styled()
    async with app.run_test(size=(80, 24)) as pilot:
        dialog = ConfirmDialog("Erase the vault?")
        app.ask(dialog)
        await pilot.pause()
        assert app.again.count(dialog) == 1
        await pilot.resize_terminal(70, 30)
        assert app.again.count(dialog) == 1
        await pilot.resize_terminal(40, 15)
        assert app.again.count(dialog) == 2
        assert dialog.has_class("-narrow")


async def test_help_groups_verbs_and_shows_every_key() -> None:
    app = HomeApp()
    async with app.run_test(size=(100, 40)) as pilot:
        app.ask(HelpSheet("Today", VERBS, intro="A row is a person."))
        await pilot.pause()
        order = [
            line_with(app, text) for text in ("A row is", "│ Do", "│ Move", "↓ j", "│ Everywhere", "ctrl+l", "? F1")
        ]
        assert order == sorted(order)
        await pilot.press("question_mark")
        assert app.results == [None]


async def test_progress_shows_the_share_the_words_and_what_is_at_hand() -> None:
    dialog = ProgressDialog("Importing")
    app = HomeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.ask(dialog)
        await pilot.pause()
        dialog.show(None, "500 resources")
        await pilot.pause()
        assert line_with(app, "500 resources")
        dialog.show(0.25, "500 of 2,000 resources · 250 resources/s", "[/x].json")
        await pilot.pause()
        assert line_with(app, "25%")
        assert line_with(app, "500 of 2,000 resources · 250 resources/s")
        assert line_with(app, "[/x].json")
        await pilot.press("escape")  # nothing to stop it with: it waits
        assert app.results == []
        dialog.finish()
        await pilot.pause()
        assert app.results == [True]


async def test_stopping_asks_once_and_waits_for_the_work() -> None:
    asked: list[str] = []
    dialog = ProgressDialog("Importing", on_cancel=lambda: asked.append("stop"))
    app = HomeApp()
    async with app.run_test(size=(40, 15)) as pilot:
        app.ask(dialog)
        await pilot.press("escape", "q")
        await pilot.pause()
        assert asked == ["stop"]
        assert app.results == []
        assert line_with(app, "stopping")
        dialog.finish()
        await pilot.pause()
        assert app.results == [False]
