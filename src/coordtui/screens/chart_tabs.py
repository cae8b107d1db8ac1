"""The names of a chart's sections on one line, the present one marked; a click goes to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import RenderResult
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive

from coordtui.widgets.flat import Flat
from coordtui.widgets.text import styled


class Spot(NamedTuple):
    """A label on the line; `tab` is the one it names, or where an arrow at the edge leads."""

    tab: int
    label: str
    here: bool = False


class Tabs(Flat):
    """Tells with `Picked` which tab was clicked."""

    virtual_size = Reactive(Size(0, 0))  # it does not scroll: laid out once, it need not be laid out again
    DEFAULT_CSS = """
    Tabs { height: 1; width: 1fr; }
    """

    @dataclass
    class Picked(Message):
        index: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._titles: tuple[tuple[str, int], ...] = ()
        self._at = 0

    def show(self, titles: Sequence[tuple[str, int]], at: int) -> None:
        """`titles` are (words, how many lines)."""
        self._titles, self._at = tuple(titles), at
        self.refresh()

    def render(self) -> RenderResult:
        parts = [(spot.label, "bold reverse" if spot.here else "muted") for spot in self._spots()]
        return styled(*parts)

    def _spots(self) -> list[Spot]:
        return fitting(self._titles, self._at, self.size.width)

    def on_click(self, event: events.Click) -> None:
        x = 0
        for spot in self._spots():
            x += cell_len(spot.label)
            if event.x < x:
                self.post_message(self.Picked(spot.tab))
                return


def fitting(titles: Sequence[tuple[str, int]], at: int, width: int) -> list[Spot]:
    """The tabs with their counts where those fit, without them where not; else those around the present one."""
    if not titles:
        return []
    for labels in ([f" {words} {count} " for words, count in titles], [f" {words} " for words, _ in titles]):
        if sum(map(cell_len, labels)) <= width:
            return [Spot(index, label, index == at) for index, label in enumerate(labels)]
    first = last = at
    room = width - 4 - cell_len(labels[at])
    grew = True
    while grew:
        grew = False
        for index in (last + 1, first - 1):
            if 0 <= index < len(labels) and cell_len(labels[index]) <= room:
                room -= cell_len(labels[index])
                first, last, grew = min(first, index), max(last, index), True
    shown = [Spot(index, labels[index], index == at) for index in range(first, last + 1)]
    before = [Spot(first - 1, "‹ ")] if first else []
    after = [Spot(last + 1, " ›")] if last + 1 < len(labels) else []
    return [*before, *shown, *after]
