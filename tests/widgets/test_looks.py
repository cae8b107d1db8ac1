"""Every widget at every size, in every kind of colour, with every kind of text."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from rich.text import Text
from tests.look import full_lines, line_with, screen_text, styled_lines
from textual.app import App, ComposeResult

from coordtui.widgets.filter_bar import FilterBar
from coordtui.widgets.form import Choice, Field, Form
from coordtui.widgets.key_bar import Foot
from coordtui.widgets.table import Column, ListSource, Row, VirtualTable
from coordtui.widgets.text import Words, styled

SIZES = [(40, 15), (60, 20), (80, 24), (120, 40), (200, 50)]
THEMES = ["textual-dark", "textual-light", "ansi-dark", "ansi-light"]
HOSTILE = [
    "[DNR] [/x] [bold]",
    "\x1b[31mred\x1b[2J\x1b]0;t\x07",
    "a\u202eb\u2066c",
    "שלום 12/05",
    "👨\u200d👩\u200d👧 ❤\ufe0f 👍🏽",
    "漢字かな" * 50,
    "e" + "\u0301" * 100,
    "x" * 10_000,
    "a\nb\tc\r\x00d",
    "\ud800\ue000\uffff",
]
COLUMNS = (
    Column("name", "Patient", weight=2, min_width=14, max_width=40),
    Column("what", "What", weight=3, min_width=16, priority=1),
    Column("due", "Due", width=10, priority=2),
    Column("points", "Points", width=6, align="right", priority=3),
)
TONES = ["", "danger", "warning", "good", "muted", "strong", "unknown"]


class AllApp(App[None]):
    def __init__(self, text: str) -> None:
        super().__init__()
        rows = [Row(i, (text, (text, TONES[i % 7]), text, str(i)), tone=TONES[(i // 7) % 7]) for i in range(60)]
        self.table = VirtualTable(COLUMNS, ListSource(rows))
        self.text = text

    def compose(self) -> ComposeResult:
        yield FilterBar(self.text)
        yield Words(styled("label ", (self.text[:50], "danger"), Field.__name__), id="words")
        yield Form(
            Field("a", self.text[:20], self.text), Choice("b", "Choice", [("p", 1, self.text[:40]), ("q", 2, "no")], 1)
        )
        yield self.table
        yield Foot()

    def on_mount(self) -> None:
        self.query_one("#words").styles.height = 1
        foot = self.query_one(Foot)
        foot.status.say(self.text, "u undoes")
        foot.status.always(self.text)
        foot.keys.set_keys([("d", self.text, "x"), ("s", "Snooze", "y")])
        bar = self.query_one(FilterBar)
        bar.open(self.text)
        bar.note(self.text)
        self.table.focus()


def is_safe(segment: Segment) -> bool:
    return all(char >= " " and not "\x7f" <= char <= "\x9f" for char in segment.text)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("size", SIZES)
async def test_no_text_breaks_a_line_at_any_size(text: str, size: tuple[int, int]) -> None:
    app = AllApp(text)
    async with app.run_test(size=size) as pilot:
        await pilot.press("j")
        assert all(cell_len(line) == size[0] for line in full_lines(app))
        assert all(is_safe(segment) for line in styled_lines(app) for segment in line)
        assert not any("\u202e" in line for line in full_lines(app))


@pytest.mark.parametrize("size", SIZES)
async def test_markup_in_a_row_is_shown_letter_by_letter(size: tuple[int, int]) -> None:
    app = AllApp("[DNR] [/x]")
    async with app.run_test(size=size):
        assert "[DNR] [/x]" in screen_text(app)[line_with(app, "▸")]


def shapes(line: list[Segment]) -> set[tuple[bool, bool]]:
    """Reverse and underline: what is left where there are no colours."""
    return {
        (bool(segment.style and segment.style.reverse), bool(segment.style and segment.style.underline))
        for segment in line
        if "Patient" in segment.text or "Rosa" in segment.text
    }


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("no_color", [False, True])
async def test_the_cursor_is_seen_with_and_without_colours(
    theme: str, no_color: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    else:
        monkeypatch.delenv("NO_COLOR", raising=False)
    app = AllApp("Rosa Lopez")
    app.theme = theme
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "j")
        at = line_with(app, "▸")
        lines = styled_lines(app)
        under, beside = lines[at][1].style, lines[at + 1][1].style
        assert under != beside
        if no_color or theme.startswith("ansi"):
            assert shapes(lines[at]) == {(True, False)}
            assert (True, False) not in shapes(lines[at + 1])
            app.query_one(Field).entry().focus()
            await pilot.pause()
            assert shapes(styled_lines(app)[at]) == {(False, True)}  # still seen while another widget has the focus


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
async def test_tones_differ_and_a_change_of_theme_redraws_them(theme: str) -> None:
    app = AllApp("Rosa")
    app.theme = theme
    async with app.run_test(size=(120, 40)) as pilot:
        at = line_with(app, "▸")

        def colours() -> list[object]:
            found: list[object] = []
            for line in styled_lines(app)[at + 1 : at + 6]:
                tones = [segment.style for segment in line if segment.text.strip()]
                found.append(tones[1].color if len(tones) > 1 and tones[1] else None)
            return found

        before = colours()
        assert len(set(before)) >= 4
        app.theme = "textual-light" if theme == "textual-dark" else "textual-dark"
        await pilot.pause()
        assert colours() != before


class WordsApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.words = Words("[/x] first")

    def compose(self) -> ComposeResult:
        yield self.words


async def test_there_is_no_way_round_the_door() -> None:
    app = WordsApp()
    async with app.run_test(size=(60, 5)) as pilot:
        assert screen_text(app)[0] == "[/x] first"
        app.words.content = "\x1b[2J[b]second"
        await pilot.pause()
        assert screen_text(app)[0] == "[b]second"
        app.words.update(styled(("[third]", "danger")))
        await pilot.pause()
        assert screen_text(app)[0] == "[third]"
        with pytest.raises(TypeError, match="Content"):
            app.words.update(Text("rich text may hold anything"))
