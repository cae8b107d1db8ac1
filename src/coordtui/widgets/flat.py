"""Lines of words that are drawn as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from rich.segment import Segment
from rich.style import Style as Look
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget, _RenderCache

from coordtui.widgets.list_bar import is_bare


class Flat(Widget):
    """`render` gives content of `styled`; a line that is too long is cut. Nothing is wrapped, aligned or marked.

    Textual's way looks for where to break each line and styles each piece anew, which for one line of words costs more
    than two rows of a list.
    """

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._looks: dict[tuple[Style, str | Style], Look] = {}

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._looks.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        if not is_bare(self):
            return super().render_lines(crop)
        top, right, _, left = self.styles.padding
        width, look = self.size.width, self.visual_style.rich_style
        before, after = Segment(" " * left, look), Segment(" " * right, look)
        return [
            Strip((before, *self.render_line(y - top), after), left + width + right).crop(crop.x, crop.right)
            if y >= top
            else Strip.blank(crop.width, look)
            for y in crop.line_range
        ]

    def _render_content(self) -> None:
        lines: list[list[Segment]] = [[]]
        for text, look in self._pieces(cast(Content, self.render())):
            first, *more = text.split("\n")
            lines[-1].append(Segment(first, look))
            lines += [[Segment(line, look)] for line in more]
        (width, height), ground = self.size, self.visual_style.rich_style
        strips = [Strip(filter(None, line)).adjust_cell_length(width, ground) for line in lines[:height]]
        self._render_cache = _RenderCache(self.size, strips)
        self._dirty_regions.clear()

    def _pieces(self, content: Content) -> Iterator[tuple[str, Look]]:
        """Texts and how they look; `styled` lays no span over another."""
        at, plain, ground = 0, content.plain, self.visual_style
        for start, end, style in content.spans:
            if start > at:
                yield plain[at:start], self._look(ground, "")
            yield plain[start:end], self._look(ground, style)
            at = end
        yield plain[at:], self._look(ground, "")

    def _look(self, ground: Style, style: str | Style) -> Look:
        found = self._looks.get((ground, style))
        if found is None:
            own = Style.parse(style) if isinstance(style, str) else style
            found = self._looks[ground, style] = (ground + own).rich_style
        return found
