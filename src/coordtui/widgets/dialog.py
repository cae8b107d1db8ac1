"""Boxes over a screen. They fit any terminal from 40x15 on and scroll inside; esc or q leaves them."""

from __future__ import annotations

from typing import ClassVar, Final, Generic, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from coordtui.errors import CoordError
from coordtui.widgets.closing import ClosingBox
from coordtui.widgets.compose import LeanCompositor
from coordtui.widgets.form import Form
from coordtui.widgets.text import Words, fit, plain, styled

T = TypeVar("T")
NARROW: Final = 64
"""Cells of a terminal below which a box takes all of it."""


class Box(VerticalScroll, can_focus=False):
    """The frame. It never takes the focus: the dialog's own keys scroll it."""


class Dialog(ClosingBox, ModalScreen[T], Generic[T]):
    """A titled box. Subclasses give `body`, and `dismiss` with their result; leaving gives None."""

    DEFAULT_CSS = """
    Dialog { align: center middle; }
    Dialog > Box {
        width: 68; max-width: 90%; height: auto; max-height: 90%; padding: 0 1;
        background: $surface; color: $text; border: round $border; scrollbar-size-vertical: 1;
        border-title-style: bold; border-title-color: $text; border-subtitle-color: $text-muted;
    }
    Dialog.-wide > Box { width: 100; }
    Dialog.-error > Box { border: round $error; border-title-color: $text-error; }
    Dialog .dialog--muted { color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "cancel", "Close", show=False),
        Binding("down,j", "scroll_box('down')", show=False),
        Binding("up,k", "scroll_box('up')", show=False),
        Binding("pagedown,space", "scroll_box('page_down')", show=False),
        Binding("pageup", "scroll_box('page_up')", show=False),
        Binding("home,g", "scroll_box('home')", show=False),
        Binding("end,G", "scroll_box('end')", show=False),
    ]

    def __init__(self, title: str, *, subtitle: str = "esc close", classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._compositor = LeanCompositor()
        self._heading = title
        self._foot = subtitle

    def body(self) -> ComposeResult:
        """The widgets inside the box."""
        yield from ()

    def compose(self) -> ComposeResult:
        with Box():
            yield from self.body()

    @on(events.Resize)
    def _fitted(self, event: events.Resize) -> None:
        self.set_class(event.size.width < NARROW, "-narrow")  # breakpoints of Textual would style all of it twice

    @on(events.Mount)
    def _framed(self) -> None:
        self.frame(self._heading, self._foot)

    def frame(self, title: str, subtitle: str) -> None:
        """Change the title and the line at the bottom."""
        self._heading, self._foot = title, subtitle
        box = self.query_one(Box)
        # As content, not as a string: a title may hold a patient's name, and strings are parsed as markup.
        box.border_title = plain(fit(title, 200)) if title else None
        box.border_subtitle = plain(fit(subtitle, 200)) if subtitle else None

    def action_scroll_box(self, where: str) -> None:
        box = self.query_one(Box)
        page = max(1, box.size.height - 1)
        steps = {"up": -1, "down": 1, "page_up": -page, "page_down": page}
        if where in steps:
            box.scroll_relative(y=steps[where], animate=False)
        else:
            box.scroll_to(y=0 if where == "home" else box.max_scroll_y, animate=False)

    def action_cancel(self) -> None:
        self.dismiss(None)

    @on(Form.Cancelled)
    def _form_given_up(self) -> None:
        self.action_cancel()


class ConfirmDialog(Dialog[bool]):
    """Asks before what cannot be undone, and only then. The key that does it is not the one that opened it.

    The result is True only for `yes_key`; enter does nothing, and leaving means no.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("n", "cancel", "No", show=False)]

    def __init__(
        self, question: str, consequence: str = "", *, yes_key: str = "y", yes: str = "yes", no: str = "no"
    ) -> None:
        super().__init__(question, subtitle=f"n or esc: {no}")
        if yes_key in ("q", "n", "enter", "escape"):
            raise ValueError("the key that confirms must not be one that leaves")
        self._consequence = consequence
        self._yes_key, self._yes, self._no = yes_key, yes, no

    def body(self) -> ComposeResult:
        if len(self._heading) > 30:  # the frame cuts a long title
            yield Words(self._heading)
        if self._consequence:
            yield Words(self._consequence)
        yield Words(styled("\n", (self._yes_key, "bold"), f"  {self._yes}\n", ("n", "bold"), f"  {self._no}"))

    def on_key(self, event: events.Key) -> None:
        if self._yes_key in (event.key, event.character):
            event.stop()
            self.dismiss(True)

    def action_cancel(self) -> None:
        self.dismiss(False)


class MessageDialog(Dialog[None]):
    """Says something that must be read, an error above all: what, why, and the next step."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "cancel", "Close", show=False)]

    def __init__(self, title: str, message: str, hint: str = "", *, error: bool = False) -> None:
        super().__init__(title, subtitle="enter or esc close", classes="-error" if error else None)
        self._message, self._hint = message, hint

    @classmethod
    def of(cls, error: CoordError) -> MessageDialog:
        return cls(error.title, error.message, error.hint, error=True)

    def body(self) -> ComposeResult:
        yield Words(self._message)
        if self._hint:
            yield Words(styled("\n", self._hint))
