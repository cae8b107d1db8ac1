"""Lines that are drawn as they stand, against Textual's way of drawing the same content."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult, RenderResult
from textual.content import Content
from textual.filter import Monochrome
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from coordtui.widgets.flat import Flat
from coordtui.widgets.text import styled

WORDS = Content("\n").join(
    [
        styled(" plain ", ("late", "danger"), (" · ", "muted"), ("漢字 é̂", "strong"), ("key", "bold $primary")),
        styled(""),
        styled(("[DNR] 漢" * 9, "warning")),
        styled("end ", ("reversed", "bold reverse")),
        styled("out of sight"),
    ]
)


class Ours(Flat):
    DEFAULT_CSS = "Ours { height: 4; padding: 0 2 0 1; background: $panel; text-wrap: nowrap; }"

    def render(self) -> RenderResult:
        return WORDS


class Theirs(Widget):
    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Theirs { height: 4; padding: 0 2 0 1; background: $panel; text-wrap: nowrap; text-overflow: clip; }
    """

    def render(self) -> RenderResult:
        return WORDS


class Both(App[None]):
    def compose(self) -> ComposeResult:
        yield Ours()
        yield Theirs()


Cell = tuple[str, object]


def cells(strips: list[Strip]) -> list[list[Cell]]:
    """Each letter and how it looks; where there is none, only the ground."""

    def looks(segment: Segment, letter: str) -> Cell:
        style = segment.style or Style()
        own = (style.color, style.bold, style.reverse) if letter.strip() or style.reverse else None
        return letter, (own, style.bgcolor)

    return [[looks(segment, letter) for segment in strip for letter in segment.text] for strip in strips]


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
@pytest.mark.parametrize("width", [20, 60])
async def test_it_looks_as_textual_draws_it(theme: str, width: int) -> None:
    app = Both()
    async with app.run_test(size=(width, 12)) as pilot:
        for chosen in (theme, "nord"):  # the looks of the theme before are forgotten
            app.theme = chosen
            await pilot.pause()
            ours, theirs = app.query_one(Ours), app.query_one(Theirs)
            whole = Region(0, 0, width, 4)
            assert cells(ours.render_lines(whole)) == cells(theirs.render_lines(whole))
            part = Region(3, 2, 9, 2)
            assert cells(ours.render_lines(part)) == cells(theirs.render_lines(part))


async def test_what_is_laid_over_all_that_is_drawn_is_laid_over_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Both()
    async with app.run_test(size=(60, 12)):
        monkeypatch.setattr(app, "get_line_filters", lambda: [Monochrome()])
        whole = Region(0, 0, 60, 4)
        drawn = app.query_one(Ours).render_lines(whole)
        assert cells(drawn) == cells(app.query_one(Theirs).render_lines(whole))
        colors = {
            segment.style.color.name for strip in drawn for segment in strip if segment.style and segment.style.color
        }
        assert all(name.startswith("#") and len({name[1:3], name[3:5], name[5:7]}) == 1 for name in colors)
