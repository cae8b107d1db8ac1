"""A person's case: close it, open it again, record a death, and put warnings on the banner or take them off."""

from __future__ import annotations

from typing import Any, Final

from textual import on
from textual.app import ComposeResult

from coordtui.casework.alert import add_alert, end_alert
from coordtui.casework.case import CaseView, case
from coordtui.casework.patient import close_case, record_death, reopen_case
from coordtui.errors import CoordError
from coordtui.rules.dates import show_partial
from coordtui.rules.words import shorten
from coordtui.screens.base import CoordDialog
from coordtui.screens.plan_letters import LETTERS
from coordtui.widgets.fields import BaseField
from coordtui.widgets.form import Choice, Field, Form
from coordtui.widgets.text import Words, styled

_FIELDS: Final = {"warn": "text", "end": "warning", "close": "reason", "died": "deceased_on"}
"""The one field that each choice needs."""


class CaseDialog(CoordDialog[None]):
    """What can be done depends on how the case stands; u takes any of it back."""

    def __init__(self, patient_id: int) -> None:
        super().__init__("The case", subtitle="a letter chooses · enter saves · esc close")
        self.patient_id = patient_id
        self.about = Words("Reading ...")
        self.form: Form | None = None

    def body(self) -> ComposeResult:
        yield self.about
        yield self.problem

    async def opened(self) -> None:
        view = await self.ask(case, self.patient_id)
        self.about.update(styled((self.who(view.name), "strong"), f" · {_standing(view)}"))
        self.form = Form(*self._fields(view))
        await self.mount(self.form, after=self.about)
        self._only_what_applies()
        self.form.focus_first()

    def _fields(self, view: CaseView) -> tuple[BaseField, ...]:
        warnings = [
            (letter, key, shorten(text, 50)) for letter, (key, text) in zip(LETTERS, view.warnings, strict=False)
        ]
        return (
            Choice("what", "What", _choices(view), required=True),
            Field("text", "Warning", required=True, placeholder="as it should stand on the banner"),
            Choice("warning", "Which", warnings, required=True),
            Field("reason", "Why", required=True, placeholder="goals met, moved away, does not want it any more ..."),
            Field("deceased_on", "Died on", placeholder="a date, only a year, or empty where unknown"),
        )

    @on(Form.FieldChanged)
    def _only_what_applies(self) -> None:
        assert self.form is not None
        self.problem.update("")
        what, *others = self.form.fields
        wanted = _FIELDS.get(what.value()) if what.raw else None
        for field in others:
            field.display = field.field_id == wanted

    @on(Form.Submitted)
    async def _save(self, event: Form.Submitted) -> None:
        try:
            await self._do(event.values)
        except CoordError as error:
            self.complain(error)
        else:
            self.dismiss()

    async def _do(self, values: dict[str, Any]) -> None:
        key, moment = self.patient_id, self.moment
        match values["what"]:
            case "warn":
                await self.act(add_alert, key, values["text"], moment)
            case "end":
                await self.act(end_alert, values["warning"], moment)
            case "close":
                await self.act(close_case, key, values["reason"], moment)
            case "died":
                await self.act(record_death, key, values["deceased_on"], moment)
            case _:
                await self.act(reopen_case, key, moment)


def _choices(view: CaseView) -> list[tuple[str, str, str]]:
    found = [("w", "warn", "a warning on the banner")]
    if view.warnings:
        found.append(("e", "end", "end a warning"))
    if not view.closed and not view.deceased:
        found.append(("c", "close", "close the case"))
    else:
        found.append(("o", "reopen", "open the case again"))
    return [*found, ("d", "died", "correct the day of death" if view.deceased else "has died")]


def _standing(view: CaseView) -> str:
    if view.deceased:
        return f"died {show_partial(view.deceased_on) if view.deceased_on else 'on an unknown day'}"
    return "the case is closed" if view.closed else "the case is open"
