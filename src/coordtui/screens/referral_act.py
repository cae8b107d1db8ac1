"""A small form for one act on a referral: its fields, enter saves, and what was typed outlives esc and a lock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from coordtui.errors import CoordError
from coordtui.screens.base import CoordDialog
from coordtui.screens.referral_subject import Subject
from coordtui.widgets.form import BaseField, Form
from coordtui.widgets.text import Words, styled


class ActDialog(CoordDialog[Any]):
    """Subclasses give `commit`, which does the act and may raise a CoordError."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "verb('act.save')", "Save", show=False)]

    def __init__(self, title: str, draft: str, *fields: BaseField) -> None:
        super().__init__(title, subtitle="enter saves · tab next field · esc close", classes="-wide")
        self._draft = draft
        self.form = Form(*fields)
        self._stood: dict[str, str] = {}

    def body(self) -> ComposeResult:
        yield from self.about()
        yield self.form
        yield self.problem

    def about(self) -> Iterable[Words]:
        """What the act is about, above the fields."""
        return ()

    async def opened(self) -> None:
        if self.form.fields:
            self.form.focus_first()
        await self.prefill()
        self._stood = self.form.draft()
        self.form.fill(await self.kept_draft())
        self.only_what_applies()

    async def prefill(self) -> None:
        """Put into the fields what is known already; may read."""

    def only_what_applies(self) -> None:
        """Show only the fields that apply to what stands in the others."""

    async def commit(self, values: dict[str, Any]) -> None:
        raise NotImplementedError

    def draft_name(self) -> str:
        return f"draft.referral.{self._draft}"

    def kept_words(self) -> str:
        return f"Nothing is saved yet; what you typed is kept: {self._heading[:1].lower()}{self._heading[1:]}"

    def typed(self) -> dict[str, str]:
        return {name: text for name, text in self.form.draft().items() if text != self._stood.get(name, "")}

    @on(Form.FieldChanged)
    def _changed(self) -> None:
        self.problem.update("")
        self.only_what_applies()

    async def action_save(self) -> None:
        """Enter where no field has the keys."""
        self.form.submit()

    @on(Form.Submitted)
    async def _submitted(self, event: Form.Submitted) -> None:
        try:
            await self.commit(event.values)
        except CoordError as error:
            self.complain(error)


def one_line(dialog: CoordDialog[Any], subject: Subject) -> Words:
    """Who, what and where it stands."""
    return Words(
        styled((dialog.who(subject.patient), "strong"), f": {subject.words}", (f" · {subject.label}", "muted"))
    )
