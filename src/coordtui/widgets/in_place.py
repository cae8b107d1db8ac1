"""One line that lies over a row of a table and is filled in there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from coordtui.widgets.line import Line
from coordtui.widgets.text import Words, clean

Echo = Callable[[str], tuple[str, str]]
"""What was understood of the text so far, and its tone."""


class InPlace(Horizontal):
    """Words before the line, the line, and what was understood behind it.

    Enter posts `Written`. A line that `goes_on` then empties itself at once and stays for the next one, any other gives
    the keys back to `back` at once: no key is lost while the text is being saved. Esc posts `Stopped`, tab and
    shift+tab `Shifted`; those leave the line as it is.
    """

    DEFAULT_CSS = """
    InPlace { display: none; height: 1; width: 1fr; background: $panel; }
    InPlace.-shown { display: block; }
    InPlace Line { width: 1fr; height: 1; border: none; padding: 0; background: $panel; color: $text; }
    InPlace Line:focus { border: none; background-tint: $foreground 8%; }
    InPlace:nocolor Line, InPlace:ansi Line { text-style: underline; }
    InPlace .place--lead { width: auto; max-width: 60%; height: 1; text-style: bold; }
    InPlace .place--echo { width: auto; max-width: 50%; height: 1; padding: 0 1; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", "Stop", show=False),
        Binding("tab", "shift(1)", "Further in", show=False),
        Binding("shift+tab", "shift(-1)", "Further out", show=False),
        Binding("down", "onward(1)", "Save, next line", show=False),
        Binding("up", "onward(-1)", "Save, line before", show=False),
    ]

    @dataclass
    class Written(Message):
        """Enter (`onward` 0), or an arrow that leaves the line and saves it."""

        text: str
        onward: int = 0

    @dataclass
    class Stopped(Message):
        """Esc, with what stood there; or enter on an empty line that goes on."""

        text: str

    @dataclass
    class Shifted(Message):
        by: int

    @dataclass
    class Edited(Message):
        text: str

    def __init__(self, back: Widget) -> None:
        super().__init__()
        self.back = back
        self._lead = Words("", classes="place--lead")
        self._line = Line()
        self._echoed = Words("", classes="place--echo")
        self._echo: Echo | None = None
        self.goes_on = False

    def compose(self) -> ComposeResult:
        yield self._lead
        yield self._line
        yield self._echoed

    @property
    def is_open(self) -> bool:
        return self.has_class("-shown")

    @property
    def text(self) -> str:
        return self._line.text

    def open(
        self,
        text: str,
        *,
        lead: str = "",
        placeholder: str = "",
        goes_on: bool = False,
        echo: Echo | None = None,
        anew: bool = False,
    ) -> None:
        """Show the line with a text and give it the keys: the cursor behind it, or with `anew` typing replaces it."""
        self.goes_on, self._echo = goes_on, echo
        self._line.text = text
        self.hint(placeholder)
        self.lead(lead)
        self._say_echo()
        self._take_keys()
        if anew:
            self._line.select_all()

    def lead(self, words: str) -> None:
        """The words before the line."""
        self._lead.update(words)
        self._lead.display = bool(words)

    def hint(self, words: str) -> None:
        """The words of an empty line."""
        self._line.placeholder = clean(words, " ")

    def give_back(self, text: str) -> None:
        """A text that could not be saved stands in the line again, before whatever was typed since."""
        later = self._line.text if self.is_open else ""
        self._line.text = f"{text} {later}".rstrip() if later else text
        self._say_echo()
        self._take_keys()

    def _take_keys(self) -> None:
        """A click elsewhere must not leave an open line behind, so what gave the keys cannot take them."""
        self.add_class("-shown")
        self.back.can_focus = False
        self._line.focus()

    def close(self) -> None:
        """Hide the line and give the keys back."""
        self.remove_class("-shown")
        self._line.text = ""
        self.back.can_focus = True
        self.back.focus()

    def _say_echo(self) -> None:
        words, tone = self._echo(self.text) if self._echo is not None else ("", "")
        self._echoed.update(words)
        self._echoed.display = bool(words)
        self._echoed.set_class(tone == "danger", "-wrong")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._say_echo()
        self.post_message(self.Edited(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._write(0)

    def _write(self, onward: int) -> None:
        text = self._line.text
        if self.goes_on and not text.strip():
            self.post_message(self.Stopped(""))
            return
        if self.goes_on and not onward:
            self._line.text = ""
            self._say_echo()
        else:
            self.close()
        self.post_message(self.Written(text, onward))

    def action_onward(self, by: int) -> None:
        self._write(by)

    def action_stop(self) -> None:
        self.post_message(self.Stopped(self._line.text))

    def action_shift(self, by: int) -> None:
        self.post_message(self.Shifted(by))
