"""The one-line input under every field and filter."""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from coordtui.widgets.clean import clean, editable


class Line(Input):
    """A one-line input that no pasted escape sequence can pass. `text` is what stands in it, mounted or not.

    Its width is its container's: a letter changes what can be scrolled to, but nothing has to be laid out anew.
    """

    virtual_size = Reactive(Size(0, 0))

    def __init__(self, text: str = "", *, placeholder: str = "", secret: bool = False, replaced: bool = False) -> None:
        """`replaced`: what stands in it is a proposal, so that typing takes its place."""
        super().__init__(placeholder=clean(placeholder, " "), password=secret, compact=True, select_on_focus=replaced)
        self._start: str | None = editable(text)  # an Input cannot take a value before it has an app

    def on_mount(self) -> None:
        start, self._start = self._start, None
        self.text = start or ""

    @property
    def text(self) -> str:
        return self.value if self._start is None else self._start

    @text.setter
    def text(self, text: str) -> None:
        """Set without telling anyone, the cursor behind the last letter."""
        if self._start is not None:
            self._start = editable(text)
            return
        with self.prevent(Input.Changed):
            self.value = text
        self.cursor_position = len(self.value)

    def validate_value(self, value: str) -> str:
        return editable(value)
