"""How much time a patient needs: five factors of 0 to 4 in words, and an override with a reason and a last day."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from textual import on
from textual.app import ComposeResult

from coordtui.casework import acuity as casework
from coordtui.casework.acuity import AcuityView
from coordtui.casework.preview import preview
from coordtui.errors import CoordError
from coordtui.models.acuity import AcuityDraft, Level
from coordtui.rules import acuity as rules
from coordtui.rules.dates import parse_day, show_day
from coordtui.screens.base import CoordDialog
from coordtui.widgets.form import Choice, DateField, Field, Form, Option
from coordtui.widgets.text import Words, styled

_LABELS: Final = {
    "utilisation": "hospital",
    "clinical": "clinical",
    "behavioural": "behavioural",
    "social": "social needs",
    "engagement": "engagement",
}
_STEPS: Final = ("none", "a little", "some", "much", "most")
"""How heavy a step weighs; the rubric's own words stand below."""
_LEVELS: Final = (
    Option("l", Level.LOW, "low"),
    Option("r", Level.RISING, "rising"),
    Option("h", Level.HIGH, "high"),
    Option("c", Level.COMPLEX, "complex"),
    Option("n", "", "none"),
)
_WIDE: Final = 64
"""With fewer cells there is room for the words of the chosen step only."""
_OVERRIDE: Final = ("override", "override_reason", "override_until")


class AcuityDialog(CoordDialog[None]):
    """The sum and its level follow every change; the rubric of the factor in hand stands below."""

    def __init__(self, patient_id: int) -> None:
        super().__init__("Acuity", subtitle="0-4 sets · tab next · enter saves · esc close", classes="-wide")
        self.patient_id = patient_id
        self.sum = Words("")
        self.rubric = Words("")
        self._factor = rules.FACTORS[0]
        self._narrow = False

    def body(self) -> ComposeResult:
        self._narrow = self.app.size.width < _WIDE
        steps = tuple(Option(str(n), n, "" if self._narrow else words) for n, words in enumerate(_STEPS))
        self.form = Form(
            *(Choice(name, label, steps, required=True) for name, label in _LABELS.items()),
            Choice("override", "override", _LEVELS),
            Field("override_reason", "because", placeholder="what the score does not see"),
            DateField("override_until", "until", parse=self._day),
        )
        yield self.problem
        yield self.sum
        yield from (self.rubric, self.form) if self._narrow else (self.form, self.rubric)

    def _day(self, text: str) -> dt.date:
        return parse_day(text, self.today)

    async def opened(self) -> None:
        self._reckon()
        self.form.focus_first()
        person = await self.ask(preview, self.patient_id, self.today)
        self.frame(f"Acuity · {self.who(person.patient)}", self._foot)
        found = await self.ask(casework.assessments, self.patient_id, self.today)
        if found:
            self._fill(found[0])
        self._reckon()

    def _fill(self, newest: AcuityView) -> None:
        """The newest assessment; an override that has ended does not come back by itself."""
        for name in rules.FACTORS:
            self._choice(name).choose(getattr(newest, name))
        if newest.override is not None and newest.override_until is not None and newest.override_until >= self.today:
            self._choice("override").choose(newest.override)
            until = newest.override_until.isoformat()
            self.form.fill({"override_reason": newest.override_reason or "", "override_until": until})

    def _choice(self, name: str) -> Choice:
        field = self.form.field(name)
        assert isinstance(field, Choice)
        return field

    @on(Form.FieldChanged)
    def _changed(self, event: Form.FieldChanged) -> None:
        self._reckon()

    def on_descendant_focus(self) -> None:
        focused = self.focused
        field = next((f for f in self.form.fields if focused is not None and focused in f.walk_children()), None)
        self._factor = field.field_id if field is not None else ""
        self._reckon()

    def _reckon(self) -> None:
        """The sum as it stands, the level that will count, and the rubric of the factor in hand."""
        raws = {name: self._choice(name).raw for name in rules.FACTORS}
        open_ = sum(raw == "" for raw in raws.values())
        score = sum(int(raw) for raw in raws.values() if raw)
        if open_:
            self.sum.update(f"{score} so far · {open_} of {len(raws)} to say")
        else:
            self.sum.update(styled(*self._level_words(score)))
        self.rubric.update(styled(*self._rubric_words(raws)))

    def _level_words(self, score: int) -> list[str | tuple[str, str]]:
        level = rules.level_of(score)
        override = next((o.value for o in _LEVELS if o.letter == self._choice("override").raw), None)
        counts = override or level
        by_hand = f", by hand {override}" if override and override != level else ""
        return [
            (f"{score} of 20: {level}{by_hand}", "strong"),
            f" · plans looked at every {rules.review_days(counts)} days",
        ]

    def _rubric_words(self, raws: dict[str, str]) -> list[str | tuple[str, str]]:
        if self._factor not in raws:
            until = self.today + dt.timedelta(days=rules.OVERRIDE_DAYS)
            return [
                "\n",
                ("An override moves the level by one step, with a reason and a last day ", "muted"),
                (f"(by {show_day(until, self.today)}).", "muted"),
            ]
        if self._narrow:
            raw = raws[self._factor]
            return [(rules.RUBRIC[self._factor][int(raw)] if raw else "press 0 to 4", "muted")]
        parts: list[str | tuple[str, str]] = []
        for step, words in enumerate(rules.RUBRIC[self._factor]):
            here = raws[self._factor] == str(step)
            parts.append((f"\n{'▸' if here else ' '}{step}  {words}", "strong" if here else "muted"))
        return parts

    @on(Form.Submitted)
    async def _save(self, event: Form.Submitted) -> None:
        values: dict[str, Any] = {
            name: value or None if name in _OVERRIDE else value for name, value in event.values.items()
        }
        if values["override"] is None:
            values |= dict.fromkeys(_OVERRIDE)
        try:
            await self.act(casework.assess, self.patient_id, AcuityDraft(**values), self.moment)
        except CoordError as error:
            self.complain(error)
        else:
            self.dismiss(None)
