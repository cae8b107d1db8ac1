"""What the long forms of one record share: only what was changed by hand is checked, and it is kept until saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from coordtui.screens.base import CoordDialog
from coordtui.widgets.form import Field, Form

T = TypeVar("T")


class KeptForm(CoordDialog[T], Generic[T]):
    """What a record holds from elsewhere may be odd, or long, and stays. Call `take_up` once the form is filled."""

    form: Form

    def __init__(self, title: str, *, classes: str) -> None:
        super().__init__(title, subtitle="enter saves · tab next field · esc keeps a draft", classes=classes)
        self._before: dict[str, str] = {}

    def checked(
        self,
        name: str,
        label: str,
        check: Callable[[str], str | None],
        echo: Callable[[str], str] | None,
        placeholder: str = "",
    ) -> Field:
        """A field that is checked as long as it is not what the record holds already."""

        def parse(text: str) -> str:
            return text if text == self._before.get(name) else check(text) or ""

        return Field(name, label, parse=parse, echo=echo, placeholder=placeholder)

    async def take_up(self) -> None:
        """The form stands as the record does: bring back what was typed last time."""
        self._before = self.form.draft()
        if kept := await self.kept_draft():
            self.form.fill(kept)
            self.problem.update("What you typed last time is back; esc and it waits again.")

    def typed(self) -> dict[str, str]:
        """The fields that were changed by hand."""
        return {name: text for name, text in self.form.draft().items() if text != self._before.get(name, "")}

    def kept_words(self) -> str:
        return "Not saved; what you typed is kept for next time"
