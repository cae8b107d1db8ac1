"""Choosing a day with one key: letters for the usual ones, a line for any other, and the day in words before enter."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import ClassVar, Final, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from coordtui.errors import CoordError, InvalidInput
from coordtui.rules.dates import business_on_or_after, show_day
from coordtui.rules.typed_dates import parse_day
from coordtui.screens.base import CoordDialog
from coordtui.screens.letters import Letters
from coordtui.widgets.form import DateField
from coordtui.widgets.text import Words, plain, styled

LETTERS: Final = "twfm"


class Day(NamedTuple):
    """A usual day: its letter, its words, and which day that is."""

    letter: str
    words: str
    day: dt.date


def usual_days(today: dt.date, *letters: str) -> tuple[Day, ...]:
    """Tomorrow, next week, in two weeks, in a month; those of `letters`, or all."""
    days = (
        Day("t", "tomorrow", today + dt.timedelta(days=1)),
        Day("w", "next week", today + dt.timedelta(days=7)),
        Day("f", "two weeks", today + dt.timedelta(days=14)),
        Day("m", "a month", business_on_or_after(today + dt.timedelta(days=30))),
    )
    return tuple(day for day in days if not letters or day.letter in letters)


class DayDialog(CoordDialog[None]):
    """Subclasses give the days, the first words, and `commit`, which does the act and may raise a CoordError."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(letter, f"verb('day.{letter}')", show=False) for letter in LETTERS),
        Binding("d", "verb('day.date')", "A date", show=False),
        Binding("enter", "verb('day.commit')", "Save", show=False),
    ]
    AUTO_FOCUS = ""
    field_name: ClassVar[str] = "on"
    """What the act calls the date in its errors."""

    def __init__(self, title: str, *, enter: str = "save", chosen: dt.date | None = None) -> None:
        super().__init__(title, subtitle=f"enter {enter} · esc close")
        self.chosen = chosen
        self.choices = Letters([], inline=True)
        self.outcome = Words()
        self.date = DateField("day", "Another day", parse=self._parse)

    def usual(self) -> tuple[Day, ...]:
        return usual_days(self.today)

    def intro(self) -> ComposeResult:
        """What the day is for."""
        yield from ()

    def after(self) -> ComposeResult:
        """Further fields."""
        yield from ()

    def meaning(self, day: dt.date) -> str | Content:
        """What enter does with this day, in words."""
        return show_day(day, self.today)

    async def commit(self, day: dt.date) -> None:
        raise NotImplementedError

    def body(self) -> ComposeResult:
        yield from self.intro()
        yield self.choices
        self.date.display = False
        yield self.date
        yield from self.after()
        yield self.outcome
        yield self.problem

    def on_mount(self) -> None:
        self.choices.offer([*((day.letter, day.words) for day in self.usual()), ("d", "a date")])
        self._draw()

    def _parse(self, text: str) -> dt.date:
        return parse_day(text, self.today)

    def choose(self, day: dt.date) -> None:
        self.chosen = day
        self.problem.update("")
        self._draw()

    def _draw(self) -> None:
        letter = next((day.letter for day in self.usual() if day.day == self.chosen), "")
        self.choices.choose("d" if self.date.display else letter)
        self.outcome.update(styled("") if self.chosen is None else _arrow(self.meaning(self.chosen)))

    def action_t(self) -> None:
        self._pick("t")

    def action_w(self) -> None:
        self._pick("w")

    def action_f(self) -> None:
        self._pick("f")

    def action_m(self) -> None:
        self._pick("m")

    def _pick(self, letter: str) -> None:
        day = next((day.day for day in self.usual() if day.letter == letter), None)
        if day is not None:
            self.date.display = False
            self.choose(day)

    def action_date(self) -> None:
        self.date.display = True
        self.date.entry().focus()
        self._draw()

    def action_cancel(self) -> None:
        """Esc in the date line goes back to the letters."""
        if self.date.display and self.focused is self.date.entry():
            self.date.display = False
            self.set_focus(None)
            self._draw()
        else:
            super().action_cancel()

    def on_base_field_edited(self, event: DateField.Edited) -> None:
        if event.field is self.date:
            day = None
            with suppress(InvalidInput):
                day = self.date.value()
            if day is None:
                self.chosen = None
                self.outcome.update("")
            else:
                self.choose(day)

    async def on_base_field_entered(self) -> None:
        await self.action_verb("day.commit")

    async def action_commit(self) -> None:
        """Do it with the day that is shown."""
        try:
            if self.date.display and self.date.raw.strip():
                self.choose(self.date.value())
            if self.chosen is None:
                raise InvalidInput(self.field_name, "No day is chosen yet.", "Press one of the letters.")
            await self.commit(self.chosen)
        except InvalidInput as error:
            if self.date.display and error.field in (self.date.field_id, self.field_name):
                self.date.set_error(str(error))
            else:
                self.complain(error)
        except CoordError as error:
            self.complain(error)


def _arrow(meaning: str | Content) -> Content:
    return styled("→ ", plain(meaning) if isinstance(meaning, str) else meaning)
