"""The scrollbar of a list, which draws only the cells that look different from before."""

from __future__ import annotations

from itertools import zip_longest
from typing import Self, cast

from rich.segment import Segment
from rich.style import Style
from textual.filter import ANSIToTruecolor
from textual.geometry import Region
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip
from textual.widget import Widget


def is_bare(widget: Widget) -> bool:
    """Whether Textual's cache of styled lines would add no more than padding: no frame, no filter, no blend."""
    styles = widget.styles
    return not (
        styles.border
        or styles.outline
        or styles.tint.a
        or widget.opacity < 1
        or any(not isinstance(line_filter, ANSIToTruecolor) for line_filter in widget.get_line_filters())
    )


class ListBar(ScrollBar):
    """A vertical bar. Textual's draws all of its lines at every step, which costs as much as the rows beside it."""

    _lines: tuple[Segment, ...] = ()
    """What stands on the screen."""

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        if self._lines and self.is_attached and not (regions or layout or recompose):
            both = enumerate(zip_longest(self._lines, self._made()))
            regions = tuple(Region(0, y, self.size.width, 1) for y, (before, after) in both if before != after)
            if not regions:
                return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        self._lines = self._made()
        if not is_bare(self):
            return super().render_lines(crop)
        strips = {segment: Strip((segment,), self.size.width) for segment in set(self._lines)}
        return [strips[segment].crop(crop.x, crop.right) for segment in self._lines[crop.y : crop.bottom]]

    def _made(self) -> tuple[Segment, ...]:
        """A segment for each line."""
        look = cast(ScrollBarRender, self.render())
        style = cast(Style, look.style)
        assert style.bgcolor is not None
        assert style.color is not None
        drawn = look.render_bar(
            self.size.height,
            look.virtual_size,
            look.window_size,
            look.position,
            look.thickness,
            back_color=style.bgcolor,
            bar_color=style.color,
        )
        return tuple(drawn.segments)
