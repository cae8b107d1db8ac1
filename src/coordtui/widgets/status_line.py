"""What was just done, and how to take it back; at the right, what is always true (masked, read-only, the vault)."""

from __future__ import annotations

from rich.cells import cell_len
from textual.app import RenderResult
from textual.widget import Widget

from coordtui.widgets.text import fit, styled


class StatusLine(Widget):
    """One line. Docked by `Foot`, which stacks it on the key bar."""

    DEFAULT_CSS = """
    StatusLine { height: 1; width: 1fr; background: $panel; color: $text; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._said = ("", "", "")
        self._always: tuple[str, ...] = ()

    def say(self, text: str, undo_hint: str = "", *, tone: str = "") -> None:
        """Show a sentence until the next one; `undo_hint` ("u undoes") is kept when the text must be cut."""
        if (said := (text, undo_hint, tone)) != self._said:
            self._said = said
            self.refresh()

    def clear(self) -> None:
        self.say("")

    def always(self, *words: str) -> None:
        """The part at the right, which stays."""
        if (always := tuple(word for word in words if word)) != self._always:
            self._always = always
            self.refresh()

    @property
    def said(self) -> str:
        text, hint, _ = self._said
        return f"{text} · {hint}" if hint else text

    def render(self) -> RenderResult:
        text, hint, tone = self._said
        width = self.size.width - 2
        hint = fit(f" · {hint}", width) if hint else ""
        right = fit(" · ".join(self._always), max(0, width // 2 if text else width))
        room = width - cell_len(hint) - cell_len(right) - (1 if right else 0)
        if room < 12 and text:  # what was just done matters more than what is always true
            right, room = "", width - cell_len(hint)
        left = fit(text, max(0, room))
        gap = max(0, width - cell_len(left) - cell_len(hint) - cell_len(right))
        return styled(" ", (left, tone), (hint, "muted"), " " * gap, (right, "muted"), " ")
