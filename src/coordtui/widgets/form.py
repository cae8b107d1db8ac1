"""A form: fields one below the other. Enter saves, tab moves, esc gives up, errors stand at their field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message

from coordtui.errors import InvalidInput
from coordtui.widgets.choice import Choice, Option
from coordtui.widgets.fields import BaseField, DateField, Field, say_day
from coordtui.widgets.line import Line

__all__ = ["BaseField", "Choice", "DateField", "Field", "Form", "Line", "Option", "say_day"]


class Form(Vertical):
    """`Submitted` carries the values; the screen saves them, or calls `show` with the InvalidInput it got."""

    DEFAULT_CSS = """
    Form { height: auto; }
    Form.-narrow .field--label { width: 11; }
    Form.-narrow .field--error { margin: 0 0 0 11; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "Cancel", show=False),
        Binding("down", "app.focus_next", "Next field", show=False),
        Binding("up", "app.focus_previous", "Field before", show=False),
    ]

    @dataclass
    class Submitted(Message):
        form: Form
        values: dict[str, Any]

    @dataclass
    class Cancelled(Message):
        form: Form

    @dataclass
    class FieldChanged(Message):
        """The person changed a field, for screens in which one answer proposes another."""

        form: Form
        field: BaseField

    def __init__(self, *fields: BaseField, id: str | None = None) -> None:
        super().__init__(id=id)
        self.fields = fields

    def compose(self) -> ComposeResult:
        yield from self.fields

    def on_resize(self) -> None:
        self.set_class(self.size.width < 48, "-narrow")

    def field(self, field_id: str) -> BaseField | None:
        return next((field for field in self.fields if field.field_id == field_id), None)

    def focus_first(self) -> None:
        self.fields[0].entry().focus()

    def values(self) -> dict[str, Any]:
        """What each field means; raises the first InvalidInput."""
        return {field.field_id: field.value() for field in self.fields if field.display}

    def draft(self) -> dict[str, str]:
        """What stands in each field, readable or not, so that a lock loses nothing."""
        return {field.field_id: field.raw for field in self.fields}

    def fill(self, draft: dict[str, str]) -> None:
        for field in self.fields:
            if field.field_id in draft:
                field.raw = draft[field.field_id]

    def set_error(self, field_id: str, message: str) -> bool:
        """Show an error at its field and go there. False if the form has no such field."""
        field = self.field(field_id)
        if field is None:
            return False
        field.set_error(message)
        if message:
            field.entry().focus()
        return True

    def show(self, error: InvalidInput) -> bool:
        """Show a refusal at the field that it names. False if it is not one of ours."""
        return self.set_error(error.field, str(error))

    def submit(self) -> None:
        """Post the values, or show every error and go to the first."""
        values: dict[str, Any] = {}
        wrong: list[InvalidInput] = []
        for field in self.fields:
            if not field.display:  # a screen hides what does not apply
                continue
            try:
                values[field.field_id] = field.value()
                field.set_error("")
            except InvalidInput as error:
                wrong.append(error)
        for problem in reversed(wrong):
            self.show(problem)
        if not wrong:
            self.post_message(self.Submitted(self, values))

    def on_base_field_entered(self, event: BaseField.Entered) -> None:
        event.stop()
        self.submit()

    def on_base_field_edited(self, event: BaseField.Edited) -> None:
        event.stop()
        self.post_message(self.FieldChanged(self, event.field))

    def action_give_up(self) -> None:
        self.post_message(self.Cancelled(self))
