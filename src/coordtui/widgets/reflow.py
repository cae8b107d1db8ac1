"""A widget whose lines depend on its width, laid out by hand where Textual's wrapping would break a pair apart."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widget import Widget


class Reflow(Widget):
    """Give `flow`; call `reflow` when what it shows has changed."""

    virtual_size = Reactive(Size(0, 0))  # it does not scroll: laid out once, it need not be laid out again
    DEFAULT_CSS = """
    Reflow { height: auto; width: 1fr; text-wrap: nowrap; text-overflow: clip; }
    """

    def flow(self, width: int) -> list[Content]:
        """The lines for so many cells."""
        raise NotImplementedError

    def reflow(self) -> None:
        """Textual counts only the first of several changes before a layout. Where a neighbour's comes between them, the
        height of the first would be kept for good.
        """
        self.refresh(layout=True)
        self._layout_updates += 1

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.flow(width))

    def render(self) -> RenderResult:
        return Content("\n").join(self.flow(self.size.width))
