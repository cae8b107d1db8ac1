"""One line in which a list is narrowed as you type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from coordtui.widgets.line import Line
from coordtui.widgets.text import Words


class FilterBar(Horizontal):
    """Hidden until `open`. Enter or down keeps the words and leaves the line, esc asks for the list as it was."""

    DEFAULT_CSS = """
    FilterBar { height: 1; background: $panel; display: none; }
    FilterBar.-shown { display: block; }
    FilterBar > .filter--slash { width: 3; color: $text-muted; }
    FilterBar > Input { width: 1fr; background: $panel; }
    FilterBar > Input:focus { background-tint: $foreground 0%; }
    FilterBar > .filter--note { width: auto; max-width: 50%; height: 1; padding: 0 1; color: $text-muted; }
    FilterBar.-problem > .filter--note { color: $text-error; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "restore", "Restore the list", show=False),
        Binding("down", "keep", "To the list", show=False),
    ]

    @dataclass
    class Changed(Message):
        bar: FilterBar
        text: str

    @dataclass
    class Closed(Message):
        """The line was left. `restore`: show the list as it was before; otherwise it stays narrowed by `text`."""

        bar: FilterBar
        restore: bool
        text: str

    def __init__(self, placeholder: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._input = Line(placeholder=placeholder)
        self._note = Words("", classes="filter--note")

    def compose(self) -> ComposeResult:
        yield Words(" /", classes="filter--slash")
        yield self._input
        yield self._note

    @property
    def text(self) -> str:
        return self._input.text

    @property
    def is_open(self) -> bool:
        return self.has_class("-shown")

    def open(self, text: str | None = None) -> None:
        """Show the line, with these words or those of last time, and put the cursor behind them."""
        if text is not None:
            self._input.text = text
        self.add_class("-shown")
        self._input.focus()

    def close(self, *, clear: bool = False) -> None:
        """Hide the line without telling anyone; the screen does this when it answers `Closed`."""
        if clear:
            self._input.text = ""
            self.note("")
        self.remove_class("-shown")

    def note(self, text: str, *, problem: bool = False) -> None:
        """Words at the right: "12 of 400", or what is wrong with the filter."""
        self._note.update(text)
        self.set_class(problem, "-problem")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_keep()

    def action_keep(self) -> None:
        """An empty line hides itself; words stay in sight, because they explain the list."""
        if not self.text.strip():
            self.close()
        self.post_message(self.Closed(self, False, self.text))

    def action_restore(self) -> None:
        self.close(clear=True)
        self.post_message(self.Closed(self, True, ""))
