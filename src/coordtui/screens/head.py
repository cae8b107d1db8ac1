"""The first line of a screen: where you are, and what day it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive

from coordtui.widgets.flat import Flat
from coordtui.widgets.text import fit, styled

MODES: Final = (
    ("1", "today", "Today"),
    ("2", "caseload", "Caseload"),
    ("3", "referrals", "Referrals"),
    ("4", "plans", "Plans"),
    ("5", "directory", "Directory"),
)


class Head(Flat):
    """The modes with the present one marked, or a screen's own heading; the day at the right."""

    virtual_size = Reactive(Size(0, 0))  # it does not scroll: laid out once, it need not be laid out again
    DEFAULT_CSS = """
    Head { dock: top; height: 1; width: 1fr; background: $panel; color: $text; }
    """

    def __init__(self, mode: str = "", heading: str = "") -> None:
        super().__init__()
        self._mode, self._heading, self._right = mode, heading, ""

    def show(self, *, heading: str | None = None, right: str | None = None) -> None:
        now = (self._heading if heading is None else heading, self._right if right is None else right)
        if now != (self._heading, self._right):
            self._heading, self._right = now
            self.refresh()

    def render(self) -> RenderResult:
        width = self.size.width - 2
        right = fit(self._right, max(0, width // 2))
        room = width - cell_len(right) - 1
        left = self._left(room)
        gap = max(0, width - cell_len(left.plain) - cell_len(right))
        return styled(" ", left, " " * gap, (right, "muted"), " ")

    def _left(self, room: int) -> Content:
        if self._heading or not self._mode:
            return styled((fit(self._heading, room), "bold"))
        tabs = self._tabs(MODES)
        if cell_len(tabs.plain) > room:
            tabs = self._tabs([mode for mode in MODES if mode[1] == self._mode])
        return tabs if cell_len(tabs.plain) <= room else styled((fit(tabs.plain, room), "bold"))

    def _tabs(self, modes: Sequence[tuple[str, str, str]]) -> Content:
        parts: list[tuple[str, str] | str] = []
        for key, mode, label in modes:
            here = mode == self._mode
            parts += [(f"[{key} {label}]" if here else f" {key} {label} ", "bold reverse" if here else "muted"), " "]
        return styled(*parts[:-1])
