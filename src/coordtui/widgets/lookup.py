"""A field that shows what it might mean while one types: take a row, or keep one's own words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from coordtui.errors import InvalidInput
from coordtui.widgets.fields import BaseField
from coordtui.widgets.line import Line
from coordtui.widgets.reflow import Reflow
from coordtui.widgets.text import Words, cell, clean, styled

SHOWN: Final = 7
"""Rows offered at once; what is not among them is found by another letter."""
_NARROW: Final = 48
"""As in Form: below it the labels are narrower."""
_ROOMY: Final = 36
"""Cells from which on a row has words beside the name."""
_TAB: Final = "\t"  # cannot be typed into a line, so it parts the words from the key in a draft


@dataclass(frozen=True, slots=True)
class Match:
    """One thing that may be meant: its key, its name (which goes into the line) and more words to tell it apart."""

    key: str
    name: str
    detail: str = ""


Show = Callable[[Sequence[Match]], None]
Search = Callable[[str, Show], None]
"""Begins looking for what was typed and returns at once; calls `Show` when it knows, unless newer words came."""


class Matches(Reflow):
    """The rows below the line, over whatever stands there."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Matches {
        display: none; overlay: screen; width: 1fr;
        margin: 0 0 0 16; background: $panel-lighten-1; color: $text;
    }
    Matches.-open { display: block; }
    """

    class Clicked(Message):
        def __init__(self, at: int) -> None:
            super().__init__()
            self.at = at

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Match, ...] = ()
        self.at = -1

    def flow(self, width: int) -> list[Content]:
        room = max(4, width - 6)
        names = [clean(row.name, " ") for row in self.rows]
        broad = max(map(cell_len, names), default=0)
        alone = room < _ROOMY or not any(row.detail for row in self.rows)
        broad = min(broad, room if alone else room * 3 // 5)
        return [self._line(number, name, broad, room - broad) for number, name in enumerate(names)]

    def _line(self, number: int, name: str, broad: int, rest: int) -> Content:
        here = number == self.at
        tone = "bold reverse" if here else ""
        detail = cell(clean(self.rows[number].detail, " "), rest)
        return styled(("❯ " if here else "  ", tone), (cell(name, broad), tone), (f"  {detail}  ", tone or "muted"))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if 0 <= event.y < len(self.rows):
            self.post_message(self.Clicked(event.y))


class LookupField(BaseField):
    """One line with matches below it. Down goes into them, enter takes one, esc closes them; own words may stay.
    A single match needs no down: enter takes it.

    `value` is the Match that was taken, the words as typed where none was, or None. Words that are exactly the name
    of the one match found are taken as that match.
    """

    DEFAULT_CSS = """
    LookupField.-narrow Matches { margin: 0 0 0 11; }
    LookupField Line { width: 1fr; height: 1; border: none; padding: 0 1; background: $panel; }
    LookupField Line:focus { border: none; background-tint: $foreground 8%; }
    LookupField:nocolor Line, LookupField:ansi Line { text-style: underline; }
    LookupField .field--echo { width: auto; max-width: 45%; height: 1; padding: 0 0 0 1; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", "Into the matches", show=False),
        Binding("up", "step(-1)", "Match before", show=False),
        Binding("escape", "close", "Close the matches", show=False),
    ]

    def __init__(
        self,
        id: str,
        label: str,
        search: Search,
        *,
        value: Match | str | None = None,
        required: bool = False,
        own_words: bool = True,
        unknown: str = "Nothing was chosen. Take one of the matches, or empty the line.",
        placeholder: str = "",
    ) -> None:
        super().__init__(id, label)
        self.search = search
        self.required = required
        self.own_words, self.unknown = own_words, unknown
        self.taken: Match | None = value if isinstance(value, Match) else None
        self._line = Line(value.name if isinstance(value, Match) else value or "", placeholder=placeholder)
        self._matches = Matches()
        self._echo = Words(classes="field--echo")

    def entry(self) -> Widget:
        return self._line

    def compose_entry(self) -> ComposeResult:
        yield self._line
        yield self._echo

    def compose(self) -> ComposeResult:
        yield from super().compose()
        yield self._matches

    def on_mount(self) -> None:
        self._say()

    def on_resize(self) -> None:
        self.set_class(self.size.width < _NARROW, "-narrow")

    # What the field holds

    def value(self) -> Any:
        text = self._line.text.strip()
        if self.taken is not None:
            return self.taken
        if not text and self.required:
            raise InvalidInput(self.field_id, f"{self.label} is needed.", "Type part of the name.")
        if text and not self.own_words:
            raise InvalidInput(self.field_id, self.unknown)
        return text or None

    def choose(self, value: Match | str | None) -> None:
        """Set without telling anyone."""
        self.taken = value if isinstance(value, Match) else None
        self._line.text = value.name if isinstance(value, Match) else value or ""
        self.set_error("")
        self._hide()
        self._say()

    @property
    def raw(self) -> str:
        """The words, and behind a tab the key and the detail of what was taken."""
        taken = self.taken
        if taken is None:
            return self._line.text
        return _TAB.join(part.replace(_TAB, " ") for part in (taken.name, taken.key, taken.detail))

    @raw.setter
    def raw(self, text: str) -> None:
        name, _, rest = text.partition(_TAB)
        key, _, detail = rest.partition(_TAB)
        self.choose(Match(key, name, detail) if key else name)

    # Matches

    @property
    def is_open(self) -> bool:
        return self._matches.has_class("-open")

    @property
    def matches(self) -> tuple[Match, ...]:
        """What is offered now."""
        return self._matches.rows if self.is_open else ()

    def show(self, found: Sequence[Match]) -> None:
        """Offer these, if the person is still here."""
        if not self._line.has_focus:
            return
        words = self._line.text.strip().casefold()
        same = [one for one in found if one.name.casefold() == words]
        if self.taken is None and len(same) == 1:
            self.taken = same[0]
            self._say()
            self.post_message(self.Edited(self))
        self._offer(found)
        self._matches.set_class(any(one != self.taken for one in found), "-open")
        self._matches.reflow()

    def _offer(self, found: Sequence[Match]) -> None:
        """As many rows as there is room for, below the line or, where that is too little, above it."""
        line = self._line.region
        below, above = self.screen.size.height - line.bottom, line.y
        wanted = min(len(found), SHOWN)
        over = below < wanted and above > below
        rows = tuple(found[: max(1, min(wanted, above if over else below))])
        self._matches.rows, self._matches.at = rows, -1
        self._matches.styles.offset = (0, -len(rows) - 1 if over else 0)

    def take(self, at: int) -> None:
        """Put a match into the line."""
        if 0 <= at < len(self._matches.rows):
            self.choose(self._matches.rows[at])
            self.post_message(self.Edited(self))

    def _hide(self) -> None:
        self._matches.remove_class("-open")
        self._matches.at = -1

    def _say(self) -> None:
        self._echo.update(f"✓ {self.taken.detail}" if self.taken is not None else "")

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Up, down and esc are the form's own while there is nothing to choose from."""
        if action == "step" and parameters == (-1,):
            return self.is_open and self._matches.at >= 0
        return self.is_open if action in ("step", "close") else True

    def action_step(self, by: int) -> None:
        """Into the matches and through them; up from the first is back in the line."""
        matches = self._matches
        matches.at = min(matches.at + by, len(matches.rows) - 1)
        matches.refresh()

    def action_close(self) -> None:
        self._hide()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.taken = None
        self.set_error("")
        self._say()
        text = self._line.text.strip()
        if text:
            self.search(text, self.show)
        else:
            self._hide()
        self.post_message(self.Edited(self))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.is_open and len(self._matches.rows) == 1:
            self.take(0)  # the only one that can be meant; esc before enter keeps one's own words
        elif self.is_open and self._matches.at >= 0:
            self.take(self._matches.at)
        else:
            self._hide()
            self.post_message(self.Entered())

    def on_matches_clicked(self, event: Matches.Clicked) -> None:
        event.stop()
        self.take(event.at)
        self._line.focus()

    def on_descendant_blur(self) -> None:
        """Who moved to a match and goes on meant it."""
        super().on_descendant_blur()
        if self.is_open and self._matches.at >= 0:
            self.take(self._matches.at)
        self._hide()
