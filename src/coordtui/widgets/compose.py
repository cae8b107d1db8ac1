"""Puts the widgets of a screen together, asking only those that a repaint shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import cast

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip


class LeanCompositor(Compositor):
    """As Textual's, which asks every widget in the box around all that changed for its lines.

    A change in the first line and one in the last so cost a whole screen. Here a widget that lies beside what changed,
    or of which nothing can be seen there, is not asked.
    """

    _changed: Sequence[Region] = ()
    """What a partial repaint is about; nothing for a whole one."""

    def render_partial_update(self) -> ChopsUpdate | None:
        self._changed = tuple(self._dirty_regions)
        try:
            return super().render_partial_update()
        finally:
            self._changed = ()

    def _render_chops(self, crop: Region, is_rendered_line: Callable[[int], bool]) -> Sequence[Mapping[int, Strip]]:
        chops: list[dict[int, Strip | None]] = [dict.fromkeys(line[:-1]) for line in self.cuts]
        changed = [seen for region in self._changed or (crop,) if (seen := region.intersection(crop))]
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            lines = self._lacking(chops, [part for one in changed if (part := seen.intersection(one))])
            if lines:
                asked = Region(seen.x, lines.start, seen.width, len(lines))
                strips = widget.render_lines(asked.translate((-region.x, -region.y)))
                for y, strip in zip(lines, strips, strict=False):
                    if is_rendered_line(y):
                        self._put(chops[y], y, seen, strip)
        return cast("Sequence[Mapping[int, Strip]]", chops)

    def _lacking(self, chops: Sequence[Mapping[int, Strip | None]], parts: Sequence[Region]) -> range:
        """From the first to the last line that lacks something in these parts of the screen. Front widgets come first,
        so what is not lacking is covered.
        """
        ways = [(part, way) for part in parts for way in (part.line_range, reversed(part.line_range))]
        ends = [next((y for y in way if self._lacks(chops[y], y, part)), None) for part, way in ways]
        lines = [y for y in ends if y is not None]
        return range(min(lines), max(lines) + 1) if lines else range(0)

    def _lacks(self, line: Mapping[int, Strip | None], y: int, part: Region) -> bool:
        left, right = part.column_span
        return any(at < right and end > left and line[at] is None for at, end in pairwise(self.cuts[y]))

    def _put(self, line: dict[int, Strip | None], y: int, seen: Region, strip: Strip) -> None:
        """Cut a widget's line where others begin and end, and take the pieces that nothing before it covers."""
        first, last = seen.column_span
        cuts = [cut for cut in self.cuts[y] if first <= cut <= last]
        for cut, piece in zip(cuts, strip.divide([cut - first for cut in cuts[1:]]), strict=False):
            if line.get(cut) is None:
                line[cut] = piece
