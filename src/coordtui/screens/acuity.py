"""How much time a patient needs: five factors of 0 to 4 in words, and an override with a reason and a last day."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from textual import on
from textual.app import ComposeResult

from coordtui.casework import acuity as casework
from coordtui.errors import CoordError, InvalidInput
from coordtui.models.acuity import AcuityDraft, Level
from coordtui.rules import acuity as rules
from coordtui.rules.dates import parse_day
from coordtui.screens.base import CoordDialog
from coordtui.widgets.form import Choice, DateField, Field, Form, Option
from coordtui.widgets.text import Words, styled

_LABELS: Final = {
    "utilisation": "hospital use",
    "clinical": "clinical",
    "behavioural": "behavioural",
    "social": "social needs",
    "engagement": "engagement",
}
_LEVELS: Final = (
    Option("n", None, "none"),
    Option("l", Level.LOW, "low"),
    Option("r", Level.RISING, "rising"),
    Option("h", Level.HIGH, "high"),
    Option("c", Level.COMPLEX, "complex"),
)


class AcuityDialog(CoordDialog[None]):
    """The sum and its level follow every change; the words of the chosen step stand below."""

    def __init__(self, patient_id: int) -> None:
        super().__init__("Acuity", subtitle="0-4 sets · tab next · enter saves · esc close", classes="-wide")
        self.patient_id = patient_id
        self.sum = Words("")
        self.meaning = Words("", classes="dialog--muted")

    def body(self) -> ComposeResult:
        numbers = tuple(Option(str(n), n, str(n)) for n in range(rules.HIGHEST + 1))
        self.form = Form(
            *(Choice(name, label, numbers, value=0) for name, label in _LABELS.items()),
            Choice("override", "override", _LEVELS, value=None),
            Field("override_reason", "because"),
            DateField("override_until", "until", parse=self._day),
        )
        yield self.problem
        yield self.form
        yield self.sum
        yield self.meaning

    def _day(self, text: str) -> dt.date:
        return parse_day(text, self.today)

    async def opened(self) -> None:
        found = await self.ask(casework.assessments, self.patient_id, self.today)
        if found:
            newest = found[0]
            kept = newest.override if newest.effective == newest.override else None
            self.form.fill(
                {
                    **{name: str(getattr(newest, name)) for name in rules.FACTORS},
                    "override": kept or "",
                    "override_reason": (kept and newest.override_reason) or "",
                    "override_until": newest.override_until.isoformat() if kept and newest.override_until else "",
                }
            )
        self._reckon()
        self.form.focus_first()

    @on(Form.FieldChanged)
    def _changed(self, event: Form.FieldChanged) -> None:
        self._reckon(event.field.field_id)

    def on_descendant_focus(self) -> None:
        focused = self.focused
        field = next((f for f in self.form.fields if focused is not None and focused in f.walk_children()), None)
        self._reckon(field.field_id if field else "")

    def _reckon(self, factor: str = "") -> None:
        """The sum as it stands, and what the chosen step of the factor in hand means."""
        steps = {name: self._factor(name) for name in rules.FACTORS}
        score = sum(steps.values())
        level = rules.level_of(score)
        self.sum.update(
            styled("\n", (f"{score} of 20: {level}", "strong"), f" · looked at every {rules.review_days(level)} days")
        )
        self.meaning.update(
            f"{_LABELS[factor]} {steps[factor]}: {rules.RUBRIC[factor][steps[factor]]}" if factor in steps else ""
        )

    def _factor(self, name: str) -> int:
        field = self.form.field(name)
        assert field is not None
        return int(field.value())

    @on(Form.Submitted)
    async def _save(self, event: Form.Submitted) -> None:
        values: dict[str, Any] = {
            name: value or None if name.startswith("override") else value for name, value in event.values.items()
        }
        try:
            await self.act(casework.assess, self.patient_id, AcuityDraft(**values), self.moment)
        except InvalidInput as error:
            if not self.form.show(error):
                self.complain(error)
        except CoordError as error:
            self.complain(error)
        else:
            self.dismiss(None)
