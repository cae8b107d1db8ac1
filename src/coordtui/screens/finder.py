"""Type a few letters, choose with the arrows, enter takes it: patients, and whatever else a dialog offers."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, cast

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
Look = Callable[[str, Callable[[Sequence[Row]], None]], None]
"""Begins to look for what was typed, and hands over further rows, shown after the patients."""


class Results(VirtualTable, can_focus=False):
    """The list under the line; the line keeps the keys."""


class Finder(Vertical):
    """`Chosen` carries a patient's id, `Taken` the key of an offered row."""

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

    @dataclass
    class Chosen(Message):
        patient_id: int

    @dataclass
    class Taken(Message):
        key: Hashable

    def __init__(
        self, offer: Offer | None = None, placeholder: str = "part of a name", look: Look | None = None
    ) -> None:
        super().__init__()
        self._offer, self._look = offer, look
        self._people: Sequence[Named] = ()
        self._further: Sequence[Row] = ()
        self._moved = False
        self.line = Line(placeholder=placeholder)
        self.results = Results(_COLUMNS, empty="Nobody of that name.")

    def compose(self) -> ComposeResult:
        yield self.line
        yield self.results

    def begin(self) -> None:
        self.line.focus()
        self._search()

    @property
    def _desked(self) -> Desked:
        return cast("Desked", self.screen)

    def _search(self) -> None:
        self._further = ()
        self._show(())
        if self._offer is None or self.line.text.strip():
            self._desked.read("find", names, self.line.text, LIMIT).then(self._show)
        if self._look is not None and self.line.text.strip():
            self._look(self.line.text, self._show_further)

    def _show_further(self, rows: Sequence[Row]) -> None:
        self._further = rows
        self._show(self._people)

    def _show(self, found: Sequence[Named]) -> None:
        self._people = found
        offered = self._offer(self.line.text) if self._offer is not None else ()
        rows = [*offered, *(_row(one, self._desked.who(one.name)) for one in found), *self._further]
        self.results.set_source(ListSource(rows), keep=rows[0].key if rows else None)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._search()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if not (self._moved or self.line.text.strip()):
            return  # enter alone must not take whoever comes first
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
