"""Our compositor against Textual's: the same picture from fewer questions."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from textual._compositor import ChopsUpdate, Compositor
from textual.app import App, ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Static

from coordtui.widgets.compose import LeanCompositor


class Told(Static):
    """Counts how often it is asked for its lines."""

    asked = 0

    def render_lines(self, crop: Region) -> list[Strip]:
        self.asked += 1
        return super().render_lines(crop)


class Below(Container):
    """The same of what is covered."""

    asked = 0

    def render_lines(self, crop: Region) -> list[Strip]:
        self.asked += 1
        return super().render_lines(crop)


class Layered(Screen[None]):
    """Docked lines, a list beside a pane, something that scrolls, a box over it all, wide letters at the edges."""

    CSS = """
    Layered { layers: below above; }
    #head { dock: top; height: 1; } #foot { dock: bottom; height: 1; }
    #split { layout: horizontal; height: 1fr; } #pane { width: 13; border-left: solid red; padding: 1; }
    #left { width: 1fr; } #long { height: 40; } #scroll { height: 1fr; }
    #box { layer: above; offset: 7 4; width: 21; height: 5; border: round green; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._compositor = LeanCompositor()

    def compose(self) -> ComposeResult:
        yield Told("head 漢字 " * 9, id="head")
        with Below(id="split"):
            with Vertical(id="left"):
                with Horizontal():
                    yield Told("one")
                    yield Told("two é̂ 漢", id="two")
                with VerticalScroll(id="scroll"):
                    yield Told("line 漢\n" * 40, id="long")
            yield Told("pane " * 20, id="pane")
        yield Told("foot", id="foot")
        yield Told("over 漢字漢字漢字漢字 all of it", id="box")


@pytest.fixture
async def shown() -> Any:
    app: App[None] = App()
    async with app.run_test(size=(60, 20)) as pilot:
        await app.push_screen(Layered())
        await pilot.pause()
        yield app


def drawn(app: App[Any], by: type[Compositor], regions: set[Region]) -> str:
    """What goes to the terminal when these parts of the screen changed."""
    compositor = app.screen._compositor
    compositor._dirty_regions = set(regions)
    update = by.render_partial_update(compositor)
    out = update.render_segments(app.console) if isinstance(update, ChopsUpdate) else ""
    return re.sub(r"(\x1b\[\d+;\d+H)(?=\x1b\[\d+;\d+H|\n|$)", "", out)  # Textual also moves to where it writes nothing


def test_any_repaint_is_the_same_as_textuals(shown: App[Any]) -> None:
    compositor = shown.screen._compositor
    assert isinstance(compositor, LeanCompositor)
    whole = Compositor._render_chops(compositor, compositor.size.region, lambda _: True)
    assert [list(line.items()) for line in compositor._render_chops(compositor.size.region, lambda _: True)] == [
        list(line.items()) for line in whole
    ]
    some, screen = random.Random(5), compositor.size.region
    for _ in range(150):
        regions = {
            Region(some.randrange(60), some.randrange(20), some.randint(1, 40), some.randint(1, 6)).intersection(screen)
            for _ in range(some.randint(1, 4))
        }
        assert drawn(shown, LeanCompositor, regions) == drawn(shown, PlainChops, regions), regions


class PlainChops(LeanCompositor):
    """Textual's own way, on the same compositor."""

    render_partial_update = Compositor.render_partial_update
    _render_chops = Compositor._render_chops


def test_only_those_are_asked_that_a_repaint_shows(shown: App[Any]) -> None:
    asked = shown.screen.query(Told)
    for widget in asked:
        widget.asked = 0
    drawn(shown, LeanCompositor, {Region(0, 0, 60, 1), Region(0, 19, 60, 1)})
    assert {widget.id for widget in asked if widget.asked} == {"head", "foot"}
    shown.screen.query_one(Below).asked = 0
    whole = Region(0, 1, 47, 18), shown.screen.query_one("#pane").region
    for widget in asked:
        widget.asked = 0
    drawn(shown, LeanCompositor, {whole[1]})
    assert [widget.id for widget in asked if widget.asked] == ["pane"]
    assert not shown.screen.query_one(Below).asked, "what lies below others is not drawn to be covered"
    drawn(shown, LeanCompositor, {whole[0]})
    assert not shown.screen.query_one(Below).asked
