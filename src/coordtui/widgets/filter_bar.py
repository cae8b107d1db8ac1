"""One line in which a list is narrowed as you type; below it what may come next, what it means, or what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from coordtui.widgets.filter_hints import FilterHints, Hints, Underline
from coordtui.widgets.line import Line
from coordtui.widgets.text import Words
from coordtui.widgets.typed_before import TypedBefore

_UNCHANGED: Final = "list as before"


class FilterInput(Line):
    """At its end, right takes what is proposed."""

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder=placeholder)
        self.highlighter = self.wrong = Underline()

    async def _on_key(self, event: events.Key) -> None:
        """What is typed is looked for at once: Textual tells of it after it is drawn."""
        before = self.value
        await super()._on_key(event)
        if self.value != before:
            self.query_ancestor(FilterBar).typed()

    def action_cursor_right(self, select: bool = False) -> None:
        bar = self.query_ancestor(FilterBar)
        if select or not self.cursor_at_end or not bar.take():
            super().action_cursor_right(select)


class FilterBar(Vertical):
    """Hidden until `open`. Enter or down keeps the words and leaves the line, esc asks for the list as it was.

    Subclasses that know what may be typed give `study`.
    """

    DEFAULT_CSS = """
    FilterBar { height: auto; background: $panel; display: none; }
    FilterBar.-shown { display: block; }
    FilterBar > Horizontal { height: 1; }
    FilterBar .filter--slash { width: 3; color: $text-muted; }
    FilterBar Input { width: 1fr; background: $panel; }
    FilterBar Input:focus { background-tint: $foreground 0%; }
    FilterBar .filter--note {
        width: 20; max-width: 50%; height: 1; padding: 0 1; color: $text-muted; text-align: right;
    }
    FilterBar.-problem .filter--note { width: auto; color: $text-error; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "restore", "Restore the list", show=False),
        Binding("tab", "take", "Take what is proposed", show=False),
        Binding("up", "earlier(-1)", "What was typed before", show=False),
        Binding("down", "earlier(1)", "To the list", show=False),
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
        self._input = FilterInput(placeholder)
        self._note = Words("", classes="filter--note")
        self._below = FilterHints()
        self._hints = Hints()
        self._understood = self._noted = self._read = ""
        self._before = TypedBefore()

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Words(" /", classes="filter--slash")
            yield self._input
            yield self._note
        yield self._below

    def study(self, text: str, cursor: int) -> Hints:
        """What to say below `text` while the cursor stands at `cursor`."""
        return Hints()

    @property
    def text(self) -> str:
        """What the list is narrowed by: what was typed, as far as it was understood."""
        return self._understood

    @property
    def is_open(self) -> bool:
        return self.has_class("-shown")

    def open(self, text: str | None = None) -> None:
        """Show the line, with these words or those of last time, and put the cursor behind them."""
        if text is not None:
            self._set(text)
        self.add_class("-shown")
        self._below.add_class("-shown")  # with the line: the focus comes later, and would lay out once more
        self._before.leave()
        self.screen.set_focus(self._input)  # now, not a message later: the next letter is for it
        self._study()

    def put(self, text: str) -> None:
        """Show these words as what the list is narrowed by, and leave the keys where they are. Nobody is told."""
        self._set(text)
        self._before.keep(self.text)
        self.set_class(bool(text), "-shown")

    def close(self, *, clear: bool = False) -> None:
        """Hide the line without telling anyone; the screen does this when it answers `Closed`."""
        if clear:
            self._set("")
            self.note("")
        self.remove_class("-shown")
        self._below.remove_class("-shown")

    def note(self, text: str, *, problem: bool = False) -> None:
        """Words at the right: "12 of 400", or what is wrong with the filter. The rows stand, so what they were asked
        for is said as well.
        """
        if (text, problem) != (self._noted, self.has_class("-problem")):
            self._noted = text
            stays = self._hints.problem and not problem  # these are the rows of what stood there before
            self._note.update(_UNCHANGED if stays else text, layout=problem)  # of a fixed width else
            self.set_class(problem, "-problem")
        self._show_below()

    def _set(self, text: str) -> None:
        self._input.text = self._understood = text
        self._show(Hints())

    def on_descendant_focus(self) -> None:
        self._below.add_class("-shown")

    def on_descendant_blur(self, _: events.DescendantBlur) -> None:
        self._below.remove_class("-shown")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.typed()

    def typed(self) -> None:
        """Another text stands in the line."""
        if self._input.text != self._read:
            self._before.leave()
            self._typed()

    def _typed(self) -> None:
        """What is not understood leaves the list as it is; what a text means stands with the rows that it finds, in
        one repaint (`note`).
        """
        before, text = self._hints, self._input.text
        hints = self._studied()
        if hints.problem or text == self._understood:
            self._show(hints)
            return
        if before.problem:
            self._show(hints)
        else:
            self._hints = hints
        self._understood = text
        self.post_message(self.Changed(self, text))

    def _study(self) -> None:
        self._show(self._studied())

    def _studied(self) -> Hints:
        self._read = self._input.text
        return self.study(self._read, self._input.cursor_position)

    def _show(self, hints: Hints) -> None:
        if bool(hints.problem) != bool(self._hints.problem):
            self._note.update(_UNCHANGED if hints.problem else self._noted, layout=False)
        self._hints = hints
        self._input.wrong.span = hints.span if hints.problem else None
        self._show_below()

    def _show_below(self) -> None:
        self._below.show(self._hints, self._input.text, self._input.scroll_offset.x)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_keep()

    def action_keep(self) -> None:
        """An empty line hides itself; words stay in sight, because they explain the list. What is not understood is
        neither: its problem stands below."""
        if self._hints.problem:
            self.app.bell()
            return
        self._before.keep(self.text)
        if not self.text.strip():
            self.close()
        self.post_message(self.Closed(self, False, self.text))

    def action_restore(self) -> None:
        self._before.keep(self.text)
        self.close(clear=True)
        self.post_message(self.Closed(self, True, ""))

    def action_take(self) -> None:
        if not self.take():
            self.action_keep()

    def take(self) -> bool:
        """Write the first of what is proposed, or what could stand where the problem is. False if there is nothing."""
        if (taken := self._hints.taken()) is None:
            return False
        start, end, text = taken
        if self._input.text[start:end] == text:
            return False
        self._write(self._input.text[:start] + text + self._input.text[end:], start + len(text))
        return True

    def _write(self, text: str, cursor: int) -> None:
        self._input.text = text
        self._input.cursor_position = cursor
        self._typed()

    def action_earlier(self, by: int) -> None:
        """Up: what this list was narrowed by before, in this session. Down goes back, and from the line to the list."""
        if by > 0 and self._before.is_left:
            self.action_keep()
        elif (text := self._before.go(by)) is not None:
            self._write(text, len(text))
