"""What stands below a filter: proposals, the mark under what is wrong, and what tab writes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.look import full_lines, screen_text
from textual.app import App, ComposeResult

from coordtui.widgets.filter_bar import FilterBar
from coordtui.widgets.filter_hints import INDENT, Hints, Proposal, marked, proposals

_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("C", "M", "Zl", "Zp")), max_size=30)


@given(
    options=st.lists(st.tuples(_TEXT, _TEXT), max_size=12),
    width=st.integers(20, 200),
)
def test_proposals_fit_into_one_line_and_say_how_many_are_left_out(options: list[tuple[str, str]], width: int) -> None:
    line = proposals(tuple(Proposal(*one) for one in options), width).plain
    assert "\n" not in line
    assert cell_len(line) <= width
    assert ("tab " in line) == bool(options)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("before", ["", "maria ", "陈美玲 ", "maria or carlos, something long of thirty "])
def test_the_mark_stands_under_the_part_that_is_wrong_and_its_words_beside_it_or_below(before: str, width: int) -> None:
    text = f"{before}las:>30d"
    hints = Hints(problem="There is no las.", hint="Did you mean last?", span=(len(before), len(before) + 4))
    first, second = (line.plain for line in marked(hints, text, 0, width))
    at = INDENT + cell_len(before)
    assert cell_len(first[: first.index("^")]) == min(at, width - 1)
    assert cell_len(first) <= width
    assert "There is no las." in first + second
    assert "Did you mean last?" in second or width < 60


def test_a_part_scrolled_out_of_sight_is_marked_at_the_edge() -> None:
    hints = Hints(problem="No.", span=(0, 4))
    assert marked(hints, "las: " + "x" * 90, 50, 80)[0].plain.startswith(" " * INDENT + "^")


def test_tab_takes_the_first_proposal_or_what_could_stand_where_the_problem_is() -> None:
    assert Hints((Proposal("acuity:"), Proposal("age:")), 0, 2).taken() == (0, 2, "acuity:")
    assert Hints(problem="No.", span=(3, 7), better="last:").taken() == (3, 7, "last:")
    assert Hints(words="everything").taken() is None


class KnowingBar(FilterBar):
    """Knows one word, and that "bad" is wrong."""

    def study(self, text: str, cursor: int) -> Hints:
        if "bad" in text:
            at = text.index("bad")
            return Hints(problem='"bad" is wrong.', hint="Try good.", span=(at, at + 3), better="good")
        options = (Proposal("[b]lopez[/b]", "a name"),) if text.startswith("l") else ()
        return Hints(options, 0, cursor, words=f"everything with {text}")


class BarApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.bar = KnowingBar("name")
        self.heard: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.bar

    def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        self.heard.append(event.text)
        event.bar.note("12 of 400")


@pytest.mark.parametrize("width", [20, 60, 120])
async def test_proposals_and_meaning_are_plain_text_of_any_width(width: int) -> None:
    app = BarApp()
    async with app.run_test(size=(width, 8)) as pilot:
        app.bar.open()
        await pilot.press("l")
        await pilot.pause()
        lines = screen_text(app)
        assert lines[1].startswith("   tab [b]lopez")
        assert lines[2].startswith("   everything wit")
        assert all(cell_len(line) == width for line in full_lines(app))
        await pilot.press("tab")
        assert app.bar.text == "[b]lopez[/b]"


async def test_nobody_is_told_of_a_text_that_is_wrong_until_tab_puts_it_right() -> None:
    app = BarApp()
    async with app.run_test(size=(60, 8)) as pilot:
        app.bar.open()
        await pilot.press("o", "space", "b", "a", "d")
        await pilot.pause()
        assert app.heard == ["o", "o ", "o b", "o ba"]
        assert app.bar.text == "o ba"
        assert screen_text(app)[1] == '     ^^^ "bad" is wrong.'
        assert "Try good. tab takes good" in screen_text(app)[2]
        assert screen_text(app)[0].endswith("list as before")
        await pilot.press("enter")
        assert app.bar.is_open
        await pilot.press("tab")
        await pilot.pause()
        assert (app.heard[-1], app.bar.text) == ("o good", "o good")
        assert screen_text(app)[0].endswith("12 of 400")


async def test_words_put_into_the_line_leave_the_keys_where_they_are_and_tell_nobody() -> None:
    app = BarApp()
    async with app.run_test(size=(60, 8)) as pilot:
        app.bar.put("lopez")
        await pilot.pause()
        assert (app.bar.text, app.bar.is_open, app.heard) == ("lopez", True, [])
        assert screen_text(app)[0].startswith(" / lopez")
        assert screen_text(app)[1] == ""
        app.bar.put("")
        assert not app.bar.is_open
