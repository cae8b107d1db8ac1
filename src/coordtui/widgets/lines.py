"""Draws the rows that are on the screen, and only those. `VirtualTable` builds upon it."""

from __future__ import annotations

from collections.abc import Collection, Container, Hashable, Sequence
from typing import ClassVar

from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from coordtui.widgets.columns import Column, Placed, Row, place
from coordtui.widgets.list_bar import ListBar, is_bare
from coordtui.widgets.paint import PARTS, Look, paint_header, paint_row, paint_words
from coordtui.widgets.rows import ListSource, PagedSource, RowSource


class Lines(ScrollView, inherit_bindings=False):
    """A header and the rows below it; a cursor and marks to draw, no keys and no messages."""

    virtual_size = Reactive(Size(0, 0))  # other rows need no new layout of the screen, unless a scrollbar comes or goes
    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"table--{part}" for part in PARTS}
    DEFAULT_CSS = """
    Lines {
        height: 1fr; background: $surface; overflow-x: hidden; overflow-y: auto;
        scrollbar-size-vertical: 1; scrollbar-gutter: stable;
    }
    Lines > .table--header { background: $panel; color: $text; text-style: bold; }
    Lines > .table--odd { background: $boost; }
    Lines > .table--cursor {
        background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground; text-style: bold;
    }
    Lines:focus > .table--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    Lines:nocolor > .table--cursor, Lines:ansi > .table--cursor {
        background: $surface; color: $text; text-style: bold underline;
    }
    Lines:nocolor:focus > .table--cursor, Lines:ansi:focus > .table--cursor {
        background: $surface; color: $text; text-style: bold reverse;
    }
    Lines:ansi > .table--header { text-style: bold underline; }
    Lines > .table--danger { color: $text-error; text-style: bold; }
    Lines > .table--warning { color: $text-warning; }
    Lines > .table--good { color: $text-success; }
    Lines > .table--muted, Lines > .table--empty { color: $text-muted; }
    Lines > .table--strong { text-style: bold; }
    """

    def watch_virtual_size(self, size: Size) -> None:
        self._scroll_update(size)

    def __init__(
        self,
        columns: Sequence[Column],
        source: RowSource | None = None,
        *,
        empty: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.columns = tuple(columns)
        self.source: RowSource = source or ListSource()
        self.cursor = 0
        self.empty = empty
        self.sort: tuple[str, bool] | None = None
        self.marks: frozenset[Hashable] = frozenset()
        self._placed: tuple[Placed, ...] = ()
        self._sized = (Size(0, 0), False)
        self._width = 0
        self._look: Look | None = None
        self._header: Strip | None = None
        self._strips: LRUCache[tuple[int, bool], Strip] = LRUCache(512)
        self._asked: tuple[int, int] | None = None
        self.virtual_size = Size(0, self.source.count + 1)

    @property
    def cursor_key(self) -> Hashable | None:
        """The key under the cursor, whether its row has arrived or not; None when the table is empty."""
        return self._key(self.cursor)

    def _key(self, index: int) -> Hashable | None:
        if isinstance(self.source, PagedSource):
            return self.source.key_at(index)
        row = self._row(index)
        return None if row is None else row.key

    @property
    def _height(self) -> int:
        """Lines for rows, below the header."""
        return max(1, self.size.height - 1)

    def on_screen(self) -> range:
        top = self.scroll_offset.y
        return range(top, min(top + self._height, self.source.count))

    def _row(self, index: int) -> Row | None:
        if not 0 <= index < self.source.count:
            return None
        return self.source.window(index, index + 1)[0]

    def _scroll_near(self, top: int) -> bool:
        """Scroll to `top`, or as near to it as shows the cursor. False if nothing moved."""
        top = max(self.cursor - self._height + 1, min(top, self.cursor))
        top = max(0, min(top, self.source.count - self._height))
        if top == self.scroll_offset.y or not self.size:
            return False
        self.scroll_to(y=top, animate=False, immediate=True, force=True)
        return True

    def _redraw(self, indexes: Collection[int]) -> None:
        """Draw those of these rows that are on the screen."""
        shown = self.on_screen()
        for index in shown if len(indexes) > len(shown) else indexes:
            if index in shown and index in indexes:
                self._draw_lines(index - shown.start + 1, 1)

    def _forget(self, indexes: Container[int]) -> None:
        """What was drawn of these rows, in sight or not, is not what they are any more."""
        for index, cursor in list(self._strips.keys()):
            if index in indexes:
                self._strips.discard((index, cursor))

    def _redraw_keys(self, keys: Collection[Hashable]) -> None:
        """Draw the rows of these keys anew: those in sight now, the others when they come into it."""
        self._forget({index for index, _ in self._strips.keys() if self._key(index) in keys})  # noqa: SIM118
        self._redraw([index for index in self.on_screen() if self._key(index) in keys])

    def _draw_lines(self, first: int, count: int) -> None:
        """Lines as they stand on the screen, without what the scrollbar covers."""
        self.refresh(Region(0, first, self._width or self.size.width, count))

    def _draw_all(self) -> None:
        self._draw_lines(0, self.size.height)

    def _ask(self) -> None:
        """Ask once for the pages that the screen lacks."""
        shown = self.on_screen()
        if not self.size or not shown:
            return
        lacking = self.source.lacking(shown.start, shown.stop) if isinstance(self.source, PagedSource) else None
        if lacking is not None and lacking != self._asked:
            self._asked = lacking
            self._need(*lacking)

    def _need(self, start: int, end: int) -> None:
        """Rows start..end-1 are wanted and not at hand."""

    def _fit_columns(self) -> None:
        self._place_columns()
        self.refresh()

    def _place_columns(self) -> None:
        """The columns leave room for a scrollbar; where there is none, their lines go on to the edge."""
        size, bar = self._sized = (self.size, self.show_vertical_scrollbar)
        beside = self.scrollable_content_region.width
        self._width = beside if bar else size.width
        self._placed = place(self.columns, beside)
        self._header = None
        self._strips.clear()

    def on_resize(self) -> None:
        if self._sized != (self.size, self.show_vertical_scrollbar):
            self._fit_columns()
        self._scroll_near(self.scroll_offset.y)
        self._ask()

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = bar = ListBar(name="vertical", thickness=self.scrollbar_size_vertical)
            bar.display = False
            self.app._start_widget(self, bar)
        return self._vertical_scrollbar

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.position = new_value
        if round(old_value) != round(new_value):
            self._draw_all()
        self._ask()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._look = self._header = None
        self._strips.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Skip Textual's second cache where it would add nothing to our strips: no frame, no filter, no blend."""
        size = self.size  # asking the layout for it costs as much as drawing a line
        if crop.x == 0 and crop.width == size.width and not self.styles.padding and is_bare(self):
            return [self._line(y, size) for y in crop.line_range]
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        return self._line(y, self.size)

    def _line(self, y: int, size: Size) -> Strip:
        if self._sized != (size, self.show_vertical_scrollbar):  # drawn before its resize event
            self._place_columns()
        width = self._width
        if self._look is None:
            self._look = Look.of(self.get_component_rich_style)
        if y == 0:
            self._header = self._header or paint_header(self._placed, width, self._look, self.sort)
            return self._header
        index = self.scroll_offset.y + y - 1
        if index >= self.source.count:
            says = not self.source.count and y == min(2, max(1, size.height - 1))
            return paint_words(self.empty if says else "", width, self._look)
        cursor = index == self.cursor
        strip = self._strips.get((index, cursor))
        if strip is None:
            strip = self._strips[index, cursor] = self._paint(index, cursor, width, self._look)
        return strip

    def _paint(self, index: int, cursor: bool, width: int, look: Look) -> Strip:
        row = self._row(index)
        marked = row is not None and (row.marked or row.key in self.marks)
        return paint_row(row, self._placed, width, look, index=index, cursor=cursor, marked=marked)
