"""The pane beside a list draws the lines that differ, and no others."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip

from coordtui import theme
from coordtui.screens.preview import WHOLE, Pane
from tests.idle import at_rest
from tests.look import screen_text, styled_lines

ROSA = [(WHOLE, "Rosa Lopez", "strong"), ("phone", "555 0100", ""), ("acuity", "high", "")]
ANA = [(WHOLE, "Ana Diaz", "strong"), ("phone", "555 0100", ""), ("acuity", "high", "danger")]


class Counting(Pane):
    """Notes which lines it was told to draw, and which it put together."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[int] = []
        self.made: list[str] = []
        self.low = False

    @property
    def size(self) -> Size:
        """As between two layouts, while it is `low`."""
        return super().size.with_height(1) if self.low else super().size

    def _set_dirty(self, *regions: Region) -> None:
        self.drawn += [region.y for region in regions]
        super()._set_dirty(*regions)

    def _strip(self, line: Content) -> Strip:
        self.made.append(line.plain.rstrip())
        return super()._strip(line)


class PaneApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.register_theme(theme.DARK)
        self.theme = theme.DARK.name
        self.pane = Counting()

    def compose(self) -> ComposeResult:
        yield self.pane


async def test_of_the_next_person_only_what_differs_is_drawn() -> None:
    app = PaneApp()
    async with app.run_test(size=(40, 8)):
        app.pane.put(ROSA)
        await at_rest(app)
        app.pane.drawn, app.pane.made = [], []
        app.pane.put(ANA)
        await at_rest(app)
        assert app.pane.drawn == [0, 2], "the third line has the same words in another tone"
        assert app.pane.made == ["Ana Diaz", "acuity   high"]
        assert screen_text(app)[:3] == [" Ana Diaz", " phone    555 0100", " acuity   high"]
        changed = styled_lines(app)
        app.pane.put([])
        app.pane.put(ANA)
        app.pane.refresh()
        await at_rest(app)
        assert styled_lines(app) == changed, "as if it had been drawn as a whole"


async def test_it_follows_its_size_its_theme_and_the_wheel() -> None:
    app = PaneApp()
    async with app.run_test(size=(40, 8)) as pilot:
        app.pane.put([("note", " ".join(f"word{n}" for n in range(60)), "warning")])
        await at_rest(app)
        assert "more lines; o opens the chart" in screen_text(app)[7]
        dark = styled_lines(app)
        app.pane.on_mouse_scroll_down()
        await at_rest(app)
        assert styled_lines(app) != dark
        app.pane.on_mouse_scroll_up()
        app.theme = "textual-light"
        await at_rest(app)
        assert (screen_text(app)[0], styled_lines(app) == dark) == (" note     word0 word1 word2 word3 word4", False)
        await pilot.resize_terminal(120, 8)
        await at_rest(app)
        assert "word59" in "".join(screen_text(app))
        assert "more lines" not in "".join(screen_text(app))


async def test_what_was_put_while_it_was_low_for_a_moment_is_drawn_in_its_whole_height() -> None:
    app = PaneApp()
    async with app.run_test(size=(40, 8)):
        app.pane.put(ROSA)
        await at_rest(app)
        app.pane.low = True
        app.pane.put([(WHOLE, f"line {n}", "") for n in range(3)])
        app.pane.low = False
        await at_rest(app)
        assert [line.strip() for line in screen_text(app)[:3]] == ["line 0", "line 1", "line 2"]
