"""One choice of a few, each with its own letter: `p phone  t text  v visit`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from coordtui.errors import InvalidInput
from coordtui.widgets.fields import BaseField
from coordtui.widgets.reflow import Reflow
from coordtui.widgets.text import clean, styled


class Option(NamedTuple):
    letter: str
    value: Any
    label: str


class ChoiceLine(Reflow, can_focus=True):
    """The options, the chosen one in brackets. Its letter chooses one; left and right step."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ChoiceLine:focus { background-tint: $foreground 8%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Option before", show=False),
        Binding("right", "step(1)", "Next option", show=False),
        Binding("enter", "enter", "Save", show=False),
    ]

    class Chosen(Message):
        """Another option was chosen."""

    class Entered(Message):
        """Enter was pressed."""

    def __init__(self, options: Sequence[Option], index: int | None, many: bool) -> None:
        super().__init__()
        self.options = tuple(options)
        self.many = many
        self.at = index or 0
        self.picked: frozenset[int] = frozenset() if index is None else frozenset({index})

    def pick(self, index: int) -> None:
        self.at = index
        if self.many:
            self.picked ^= {index}
        else:
            self.picked = frozenset({index})
        self.refresh()
        self.post_message(self.Chosen())

    def action_step(self, by: int) -> None:
        if self.options and not self.many:
            self.pick((self.at + by) % len(self.options) if self.picked else 0)

    def action_enter(self) -> None:
        self.post_message(self.Entered())

    def on_key(self, event: events.Key) -> None:
        for index, option in enumerate(self.options):
            if event.character is not None and event.character == option.letter:
                event.stop()
                event.prevent_default()
                self.pick(index)

    def on_click(self, event: events.Click) -> None:
        for index, x, y, width in self._spots(self.size.width):
            if y == event.y and x <= event.x < x + width:
                self.pick(index)

    def flow(self, width: int) -> list[Content]:
        spots = self._spots(width)
        last = spots[-1][2] if spots else 0
        return [styled(*(self._option(index) for index, _, line, _ in spots if line == y)) for y in range(last + 1)]

    def _option(self, index: int) -> Content:
        letter, label = self.options[index].letter, clean(self.options[index].label, " ")
        if index in self.picked:
            return styled((f"[{letter} {label}]", "bold reverse" if self.has_focus else "bold"), " ")
        return styled(" ", (letter, "bold"), f" {label}  ")

    def _spots(self, width: int) -> list[tuple[int, int, int, int]]:
        """(index, x, line, width) of each option: an option is never broken over two lines."""
        spots: list[tuple[int, int, int, int]] = []
        x = y = 0
        for index, option in enumerate(self.options):
            cells = cell_len(option.letter) + cell_len(clean(option.label, " ")) + 3
            if x and x + cells > width:
                x, y = 0, y + 1
            spots.append((index, x, y, cells))
            x += cells + 1
        return spots


class Choice(BaseField):
    """A field that is answered with one letter. With `many`, each letter switches one on or off."""

    def __init__(
        self,
        id: str,
        label: str,
        options: Sequence[tuple[str, Any, str]],
        value: Any = None,
        *,
        many: bool = False,
        required: bool = False,
    ) -> None:
        super().__init__(id, label)
        self.options = tuple(Option(*option) for option in options)
        letters = [option.letter for option in self.options]
        if len(set(letters)) < len(letters):
            raise ValueError(f"{id}: two options share a letter")
        self.many = many
        self.required = required
        self._line = ChoiceLine(self.options, None, many)
        self.choose(value)

    def entry(self) -> Widget:
        return self._line

    def choose(self, value: Any) -> None:
        """Choose by value without telling anyone; None, or an unknown value, chooses nothing."""
        wanted = tuple(value or ()) if self.many else (value,)
        chosen = [i for i, option in enumerate(self.options) if option.value is not None and option.value in wanted]
        self._line.picked = frozenset(chosen)
        self._line.at = chosen[0] if chosen else 0
        self._line.refresh()

    def value(self) -> Any:
        """The chosen option's value or None; with `many` a tuple of them."""
        chosen = tuple(self.options[i].value for i in sorted(self._line.picked))
        if self.required and not chosen:
            raise InvalidInput(self.field_id, f"{self.label} is needed.", "Press one of the letters.")
        if self.many:
            return chosen
        return chosen[0] if chosen else None

    @property
    def raw(self) -> str:
        """The chosen letters."""
        return "".join(self.options[i].letter for i in sorted(self._line.picked))

    @raw.setter
    def raw(self, text: str) -> None:
        values = [option.value for option in self.options if option.letter in text]
        self.choose(values if self.many else values[0] if values else None)

    def on_choice_line_chosen(self, event: ChoiceLine.Chosen) -> None:
        event.stop()
        self.set_error("")
        self.post_message(self.Edited(self))

    def on_choice_line_entered(self, event: ChoiceLine.Entered) -> None:
        event.stop()
        self.post_message(self.Entered())
