"""Type a few letters, choose with the arrows, enter takes it: patients, and whatever else a dialog offers."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Final, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from coordtui.casework.people import Named, names
from coordtui.models.patient import CaseStatus
from coordtui.rules.dates import show_partial
from coordtui.screens.base import Desked
from coordtui.widgets.columns import Column, Row
from coordtui.widgets.line import Line
from coordtui.widgets.table import ListSource, VirtualTable

LIMIT: Final = 20
_COLUMNS: Final = (
    Column("what", "found", weight=2, min_width=14, sortable=False),
    Column("detail", "", weight=3, min_width=8, priority=1, sortable=False),
)
Offer = Callable[[str], Sequence[Row]]
"""Further rows for what was typed, shown before the patients."""


class Results(VirtualTable, can_focus=False):
    """The list under the line; the line keeps the keys."""


class Finder(Vertical):
    """`Chosen` carries a patient's id, `Taken` the key of any other row.

    Subclasses that find more than patients give `find` and `rows`. Rows of an older text are never shown under a newer
    one, nor taken by enter.
    """

    DEFAULT_CSS = """
    Finder { height: auto; }
    Finder Line { border: none; height: 1; background: $boost; }
    Finder Results { height: 9; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "move(8)", show=False),
        Binding("pageup", "move(-8)", show=False),
    ]
    columns: ClassVar[Sequence[Column]] = _COLUMNS
    nothing: ClassVar[str] = "Nobody of that name."

    @dataclass
    class Chosen(Message):
        patient_id: int

    @dataclass
    class Taken(Message):
        key: Hashable

    def __init__(self, offer: Offer | None = None, placeholder: str = "part of a name") -> None:
        super().__init__()
        self._offer = offer
        self._moved = self._entered = False
        self._shown: str | None = None
        self.line = Line(placeholder=placeholder)
        self.results = Results(self.columns, empty="")

    def compose(self) -> ComposeResult:
        yield self.line
        yield self.results

    def begin(self) -> None:
        self.line.focus()
        self._search()

    @property
    def desked(self) -> Desked:
        return cast("Desked", self.screen)

    def find(self, text: str, show: Callable[[Any], None]) -> None:
        """Begin to look for what was typed; `show` takes what is found."""
        if self._offer is None or text.strip():
            self.desked.read("find", names, text, LIMIT).then(show)
        else:
            show(())

    def rows(self, text: str, found: Any) -> Sequence[Row]:
        """What was offered and found, as lines in their order."""
        people: Sequence[Named] = found
        offered = self._offer(text) if self._offer is not None else ()
        return [*offered, *(_row(one, self.desked.who(one.name)) for one in people)]

    def _search(self) -> None:
        text = self.line.text
        self.find(text, partial(self._show, text))

    def _show(self, text: str, found: Any) -> None:
        if text != self.line.text:
            return  # a newer letter has been typed, and its own answer is on its way
        rows = self.rows(text, found)
        self._shown, self.results.empty = text, self.nothing
        self.results.set_source(ListSource(rows), keep=rows[0].key if rows else None)
        if self._entered:
            self._take()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._entered = self._moved = False
        self._search()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if not (self._moved or self.line.text.strip()):
            return  # enter alone must not take whoever comes first
        if self._shown == self.line.text:
            self._take()
        else:
            self._entered = True

    def _take(self) -> None:
        self._entered = False
        key = self.results.cursor_key
        if isinstance(key, tuple) and key[0] == "patient":
            self.post_message(self.Chosen(int(key[1])))
        elif key is not None:
            self.post_message(self.Taken(key))

    def action_move(self, by: int) -> None:
        self._moved = True
        self.results.move_to(self.results.cursor + by)


def _row(one: Named, name: str) -> Row:
    state = "has died" if one.deceased else "closed" if one.case_status is CaseStatus.CLOSED else ""
    born = f"born {show_partial(one.birth_date)}" if one.birth_date else ""
    return Row(("patient", one.patient_id), (name, (" · ".join(filter(None, (born, state))), "muted")))
