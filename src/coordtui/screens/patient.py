"""Adding a patient and editing one: a form that is checked where it stands, and says what it understood."""

from __future__ import annotations

from typing import Any, Final

from textual import on
from textual.app import ComposeResult

from coordtui.casework import patient as casework
from coordtui.casework.access import view_part
from coordtui.casework.patient import Added
from coordtui.casework.patient_form import draft_of
from coordtui.errors import CoordError
from coordtui.models.patient import PatientDraft
from coordtui.rules.dates import age_words, parse_partial, show_partial
from coordtui.rules.patient import check_email, check_language, check_phone
from coordtui.screens.kept_form import KeptForm
from coordtui.screens.same_person import SamePersonDialog
from coordtui.screens.words import language_words
from coordtui.widgets.form import BaseField, Choice, Field, Form
from coordtui.widgets.long_field import LongField

_ANSWERS: Final = (("y", "yes", "yes"), ("n", "no", "no"), ("u", "unknown", "not asked"), ("d", "declined", "declined"))
_SEXES: Final = (("f", "female", "female"), ("m", "male", "male"), ("o", "other", "other"), ("u", "unknown", "unknown"))
_CHANNELS: Final = (
    ("p", "phone", "phone"),
    ("t", "text", "text"),
    ("o", "portal", "portal"),
    ("e", "email", "e-mail"),
    ("l", "letter", "letter"),
    ("v", "visit", "visit"),
)


class PatientDialog(KeptForm[int]):
    """The result is the id of a patient who was added."""

    def __init__(self, patient_id: int | None = None) -> None:
        title = "Add a patient" if patient_id is None else "Edit the patient"
        super().__init__(title, classes="-wide -patient")
        self.patient_id = patient_id
        self.form = Form(*self._fields())
        self._stored = PatientDraft()

    def _fields(self) -> tuple[BaseField, ...]:
        return (
            Field("given", "given name"),
            Field("family", "family name"),
            Field("preferred_name", "called", placeholder="what the person wants to be called"),
            Field("pronouns", "pronouns"),
            self.checked("birth_date", "born", parse_partial, self._born, "1957, 1957-06 or 1957-06-03"),
            Choice("sex", "sex", _SEXES),
            self.checked("language", "language", check_language, language_words, "Spanish, es-MX, Vietnamese ..."),
            Choice("interpreter", "interpret?", _ANSWERS),
            self.checked("phone", "phone", check_phone, self._phone),
            self.checked("email", "e-mail", check_email, None),
            LongField("address", "address", lines=2),
            Field("identifier", "record number"),
            Choice("preferred_channel", "reach by", _CHANNELS),
            Field("preferred_time", "best time", placeholder="mornings, not on Fridays ..."),
            Choice("voicemail", "voicemail ok", _ANSWERS),
            Field("who_may_answer", "may answer", placeholder="who else may pick up or be told"),
            LongField("safety_note", "safety", lines=2),
            LongField("note", "note", lines=3),
        )

    def _born(self, text: str) -> str:
        age = age_words(text, self.today)
        return f"{show_partial(text)}, {age}" if age else show_partial(text)

    def _phone(self, number: str) -> str:
        field = self.form.field("phone")
        return "" if field is None or field.raw == number else number

    def body(self) -> ComposeResult:
        yield self.problem
        yield self.form

    async def opened(self) -> None:
        if self.patient_id is not None:
            self._stored = await self.ask(draft_of, self.patient_id)
            await self.record(view_part, self.patient_id, "the form", self.moment)
        for field in self.form.fields:
            value = getattr(self._stored, field.field_id)
            if isinstance(field, Choice):
                field.choose(value)
            else:
                field.raw = value or ""
        await self.take_up()
        self.form.focus_first()

    def draft_name(self) -> str:
        return f"draft.patient.{self.patient_id or 'new'}"

    @on(Form.Submitted)
    async def _save(self, event: Form.Submitted) -> None:
        try:
            await self._store(self._draft(event.values))
        except CoordError as error:
            self.complain(error)

    def _draft(self, values: dict[str, Any]) -> PatientDraft:
        changed = self.typed().keys()
        return self._stored.model_copy(update={name: values[name] or None for name in changed})

    async def _store(self, draft: PatientDraft) -> None:
        if self.patient_id is not None:
            await self.act(casework.edit_patient, self.patient_id, draft, self.moment)
            await self.saved()
            return
        added: Added = (await self.act(casework.add_patient, draft, self.moment)).value
        await self.drop_draft()
        self.dismiss(added.patient_id)
        if added.same_as:
            self.app.push_screen(SamePersonDialog(added.same_as[0]))
