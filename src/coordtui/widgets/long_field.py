"""A field of several lines. Kept apart, because Textual's text area is dear to import."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from coordtui.errors import InvalidInput
from coordtui.widgets.clean import editable
from coordtui.widgets.fields import BaseField


class Page(TextArea):
    """A text area that no pasted escape sequence can pass."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", "save", "Save", show=False)]

    def load_text(self, text: str) -> None:
        super().load_text(editable(text, lines=True))

    def edit(self, edit: Edit) -> EditResult:
        edit.text = editable(edit.text, lines=True)
        return super().edit(edit)

    def action_save(self) -> None:
        self.post_message(BaseField.Entered())


class LongField(BaseField):
    """Several lines of text. Enter begins a new line here, so F2 saves; tab goes on to the next field."""

    DEFAULT_CSS = """
    LongField Page { width: 1fr; height: 5; border: none; padding: 0; background: $panel; }
    LongField Page:focus { border: none; background-tint: $foreground 8%; }
    LongField .field--label { height: auto; }
    """

    def __init__(self, id: str, label: str, value: str = "", *, required: bool = False, lines: int = 5) -> None:
        super().__init__(id, f"{label}\n(F2 saves)")
        self.required = required
        self._what = label
        self._page = Page(
            editable(value, lines=True), show_line_numbers=False, soft_wrap=True, highlight_cursor_line=False
        )
        self._page.styles.height = lines

    def entry(self) -> Widget:
        return self._page

    @property
    def raw(self) -> str:
        return self._page.text

    @raw.setter
    def raw(self, text: str) -> None:
        with self.prevent(TextArea.Changed):
            self._page.text = text
        self.set_error("")

    def value(self) -> Any:
        """The text without blank ends."""
        text = self.raw.strip()
        if self.required and not text:
            raise InvalidInput(self.field_id, f"{self._what} is needed.")
        return text

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.set_error("")
        self.post_message(self.Edited(self))
