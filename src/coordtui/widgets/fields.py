"""Fields of a form: a label, one line to fill in, and a message that appears only when something is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from coordtui.errors import InvalidInput
from coordtui.widgets.line import Line
from coordtui.widgets.text import Words

Parse = Callable[[str], Any]
"""Reads what was typed; raises InvalidInput or ValueError with a sentence for the person."""


class BaseField(Vertical):
    """Label and error around something that takes input. `id` names the field in `values` and in errors."""

    DEFAULT_CSS = """
    BaseField { height: auto; }
    BaseField > Horizontal { height: auto; }
    BaseField .field--label { width: 16; padding: 0 1 0 0; color: $text-muted; }
    BaseField.-here .field--label { color: $text; text-style: bold; }
    BaseField .field--error { display: none; margin: 0 0 0 16; color: $text-error; text-style: bold; }
    BaseField.-wrong .field--error { display: block; }
    """

    class Edited(Message):
        """The person changed this field."""

        def __init__(self, field: BaseField) -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> BaseField:
            return self.field

    class Entered(Message):
        """Enter was pressed in this field."""

    def __init__(self, id: str, label: str) -> None:
        super().__init__(id=id)
        self.field_id = id
        self.label = label
        self._error = Words(classes="field--error")

    def entry(self) -> Widget:
        """The widget that takes the focus."""
        raise NotImplementedError

    def on_descendant_focus(self) -> None:
        self.add_class("-here")  # Textual does not draw the label anew for `:focus-within`

    def on_descendant_blur(self) -> None:
        self.remove_class("-here")

    def value(self) -> Any:
        """What the field means; raises InvalidInput."""
        raise NotImplementedError

    @property
    def raw(self) -> str:
        """What stands in the field, for a draft."""
        raise NotImplementedError

    @raw.setter
    def raw(self, text: str) -> None:
        raise NotImplementedError

    @property
    def error(self) -> str:
        return str(self._error.content) if self.has_class("-wrong") else ""

    def set_error(self, message: str) -> None:
        """Show what is wrong; an empty message takes it away."""
        if message or self.has_class("-wrong"):
            self._error.update(message)
            self.set_class(bool(message), "-wrong")

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Words(self.label, classes="field--label")
            yield from self.compose_entry()
        yield self._error

    def compose_entry(self) -> ComposeResult:
        yield self.entry()


class Field(BaseField):
    """One line of text, read by `parse` where given. `echo` turns what was understood into words beside the line."""

    DEFAULT_CSS = """
    Field Line { width: 1fr; height: 1; border: none; padding: 0 1; background: $panel; }
    Field Line:focus { border: none; background-tint: $foreground 8%; }
    Field:nocolor Line, Field:ansi Line { text-style: underline; }
    Field .field--echo { width: auto; max-width: 60%; height: 1; padding: 0 0 0 1; color: $text-muted; }
    """

    def __init__(
        self,
        id: str,
        label: str,
        value: str = "",
        *,
        parse: Parse | None = None,
        echo: Callable[[Any], str] | None = None,
        required: bool = False,
        secret: bool = False,
        placeholder: str = "",
        replaced: bool = False,
    ) -> None:
        super().__init__(id, label)
        self.parse = parse
        self.required = required
        self._echo = echo
        self._echoed = Words(classes="field--echo")
        self._line = Line(value, placeholder=placeholder, secret=secret, replaced=replaced)

    def entry(self) -> Widget:
        return self._line

    def compose_entry(self) -> ComposeResult:
        yield self._line
        if self._echo is not None:
            yield self._echoed

    def on_mount(self) -> None:
        self._show_echo()

    @property
    def raw(self) -> str:
        return self._line.text

    @raw.setter
    def raw(self, text: str) -> None:
        self._line.text = text
        self.set_error("")
        self._show_echo()

    def value(self) -> Any:
        """The parsed value; None where an optional field is empty and has a parser, else the text."""
        text = self.raw if self._line.password else self.raw.strip()
        if not text and self.required:
            raise InvalidInput(self.field_id, f"{self.label} is needed.")
        if self.parse is None:
            return text
        if not text:
            return None
        try:
            return self.parse(text)
        except InvalidInput as error:
            raise InvalidInput(self.field_id, error.message, error.hint) from error
        except ValueError as error:
            raise InvalidInput(self.field_id, str(error) or f"{self.label} cannot be read.") from error

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.set_error("")
        self._show_echo()
        self.post_message(self.Edited(self))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Entered())

    def _show_echo(self) -> None:
        if self._echo is None:
            return
        try:
            value = self.value()
        except InvalidInput:
            value = None
        self._echoed.update("" if value is None else self._echo(value))


def say_day(day: dt.date) -> str:
    """ "Tue 4 Aug 2026": the weekday shows a slip that the number hides."""
    return f"{day:%a} {day.day} {day:%b %Y}"


class DateField(Field):
    """A date in words ("tomorrow", "in 2 weeks", "4 aug"); what was understood shows beside the line while typing."""

    def __init__(self, id: str, label: str, value: str = "", *, parse: Parse, required: bool = False) -> None:
        super().__init__(
            id, label, value, parse=parse, echo=_echo_day, required=required, placeholder="a date", replaced=True
        )


def _echo_day(value: object) -> str:
    return say_day(value) if isinstance(value, dt.date) else str(value)
