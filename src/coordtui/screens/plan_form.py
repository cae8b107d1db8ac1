"""What the forms of a plan's lines share: filled from a draft, kept while unsaved, saved as one act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from textual import on

from coordtui.errors import CoordError, InvalidInput, Refused
from coordtui.models.base import Draft
from coordtui.rules.dates import parse_day, show_partial
from coordtui.rules.goal import due_text
from coordtui.screens.base import CoordDialog
from coordtui.widgets.fields import BaseField, say_day
from coordtui.widgets.form import Choice, Field, Form

D = TypeVar("D", bound=Draft)


class FormDialog(CoordDialog[None]):
    """A form and one act that may refuse at its fields. What was typed into it outlives esc and a lock."""

    form: Form

    def __init__(self, title: str, *, subtitle: str, classes: str | None = None) -> None:
        super().__init__(title, subtitle=subtitle, classes=classes)
        self._stood: dict[str, str] = {}

    async def opened(self) -> None:
        self.form.focus_first()
        await self.refill()

    async def refill(self) -> None:
        """The form stands as it was before anything was typed: fill in what was kept of an earlier one."""
        self._stood = self.form.draft()
        self.form.fill(await self.kept_draft())

    async def save(self, values: dict[str, Any]) -> None:
        """Do the act with the form's values, None for an empty text. Raises CoordError."""
        raise NotImplementedError

    @on(Form.Submitted)
    async def _submitted(self, event: Form.Submitted) -> None:
        try:
            await self.save({name: None if value == "" else value for name, value in event.values.items()})
        except CoordError as error:
            self.complain(error)
        else:
            await self.saved()

    def typed(self) -> dict[str, str]:
        return {name: text for name, text in self.form.draft().items() if text != self._stood.get(name, "")}


class RecordForm(FormDialog):
    """Subclasses give the fields, named as the draft's, the draft as it stands, and the act."""

    noun: ClassVar[str] = "line"
    key: ClassVar[str] = "e"
    """The key that opens it, for the words about a kept draft."""

    def __init__(self, record_id: int) -> None:
        super().__init__(self.noun.capitalize(), subtitle="enter saves · tab next · esc close", classes="-wide")
        self.record_id = record_id
        self._draft: Draft | None = None

    def fields(self) -> tuple[BaseField, ...]:
        raise NotImplementedError

    async def fetch(self) -> Draft:
        """The record as it stands."""
        raise NotImplementedError

    async def commit(self, draft: Any) -> None:
        """Do the act. Raises CoordError."""
        raise NotImplementedError

    def drafted(self, values: dict[str, Any]) -> dict[str, Any]:
        """The form's values as the draft's fields."""
        return values

    def filled(self, draft: Draft) -> dict[str, Any]:
        """The draft's fields as the form's values."""
        return draft.model_dump()

    def body(self) -> Any:
        self.form = Form(*self.fields())
        yield self.problem
        yield self.form

    async def opened(self) -> None:
        self.form.focus_first()
        self._draft = await self.fetch()
        fill(self.form, self.filled(self._draft))
        await self.refill()
        self.form.focus_first()
        self.settled()

    def settled(self) -> None:
        """The form is filled, or a field of it changed."""

    def on_form_field_changed(self) -> None:
        self.problem.update("")
        self.settled()

    async def save(self, values: dict[str, Any]) -> None:
        if self._draft is None:
            raise Refused("The form is still being read.", "Press enter again.")
        await self.commit(remade(self._draft, self.drafted(values)))

    def draft_name(self) -> str:
        return f"draft.{self.noun.replace(' ', '_')}.{self.record_id}"

    def kept_words(self) -> str:
        return f"The {self.noun} is not saved yet; {self.key} brings back what you typed"


def remade(draft: D, values: dict[str, Any]) -> D:
    """The draft with other values. Raises InvalidInput for a text that is missing."""
    if "text" in values and not values["text"] and type(draft).model_fields["text"].is_required():
        raise InvalidInput("text", "This needs words.")
    return type(draft)(**{**draft.model_dump(), **values})


def fill(form: Form, values: dict[str, Any]) -> None:
    """Fill every field that has a value of its name."""
    for field in form.fields:
        value = values.get(field.field_id)
        if isinstance(field, Choice):
            field.choose(value)
        else:
            field.raw = value.isoformat() if isinstance(value, dt.date) else "" if value is None else str(value)


def due_field(name: str, label: str, today: Callable[[], dt.date]) -> Field:
    """A date that may lack its day or month; what was understood stands beside it."""

    def parse(text: str) -> str:
        return due_text(text, today()) or ""

    return Field(name, label, parse=parse, echo=day_words, placeholder="a date, or only a month")


def day_words(text: object) -> str:
    """A kept partial date in words, with the weekday where it has a day."""
    found = str(text)
    return say_day(dt.date.fromisoformat(found)) if len(found) == 10 else show_partial(found)


def day_field(name: str, label: str, today: Callable[[], dt.date]) -> Field:
    def parse(text: str) -> dt.date:
        return parse_day(text, today())

    return Field(name, label, parse=parse, echo=lambda day: say_day(day), placeholder="a date")


def score(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number in a range."""

    def parse(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ValueError(f"Write a number from {least} to {most}, or leave it empty.")
        return int(text)

    return parse


def number_field(name: str, label: str, least: int, most: int) -> Field:
    return Field(name, label, parse=score(least, most), placeholder=f"{least} to {most}")
