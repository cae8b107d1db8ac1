from __future__ import annotations

from collections.abc import Sequence

import pytest
from textual.app import App, ComposeResult
from textual.widget import Widget

from coordtui.screens.preview import WHOLE, Card
from coordtui.widgets.text import Words


class Two(App[None]):
    def compose(self) -> ComposeResult:
        self.words, self.card, self.below = Words("one"), Card(), Words("below")
        yield self.words
        yield self.card
        yield self.below

    def show(self, which: str, lines: Sequence[str]) -> Widget:
        if which == "words":
            self.words.update("\n".join(lines))
            return self.words
        self.card.lines = [(WHOLE, line, "") for line in lines]
        self.card.reflow()
        return self.card


@pytest.mark.parametrize("which", ["words", "card"])
async def test_words_that_change_twice_about_a_layout_of_their_neighbour_are_as_high_as_they_are(which: str) -> None:
    """The trouble of a document stood so in a box without a line for it."""
    app = Two()
    async with app.run_test() as pilot:
        await pilot.pause()
        app.show(which, ["two"])
        app.below.refresh(layout=True)
        app.below._check_refresh()  # as when it comes to it
        app.screen._refresh_layout()
        shown = app.show(which, ["one", "two", "three"])
        await pilot.pause()
        assert shown.region.height == 3
        assert app.below.region.y == 4
