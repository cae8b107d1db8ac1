"""Adding a patient and editing one: a form of one-line fields, checked where they stand."""

from __future__ import annotations

from typing import Final

from textual import on
from textual.app import ComposeResult

from coordtui.casework import patient as casework
from coordtui.casework.patient_form import draft_of
from coordtui.errors import CoordError, InvalidInput
from coordtui.models.patient import PatientDraft
from coordtui.screens.base import CoordDialog
from coordtui.widgets.form import Field, Form

_FIELDS: Final = (
    ("given", "given name", ""),
    ("family", "family name", ""),
    ("preferred_name", "called", "what the person wants to be called"),
    ("pronouns", "pronouns", ""),
    ("birth_date", "born", "1957, 1957-06 or 1957-06-03"),
    ("sex", "sex", "female, male, other, unknown"),
    ("language", "language", "Spanish, es-MX, Vietnamese ..."),
    ("interpreter", "interpreter", "yes, no, unknown, declined"),
    ("phone", "phone", ""),
    ("email", "e-mail", ""),
    ("address", "address", ""),
    ("identifier", "record number", ""),
    ("preferred_channel", "reach by", "phone, text, portal, email, letter, visit"),
    ("preferred_time", "best time", ""),
    ("voicemail", "voicemail ok", "yes, no, unknown, declined"),
    ("who_may_answer", "may answer", "who else may pick up or be told"),
    ("safety_note", "safety", "what must be known before dialling"),
    ("note", "note", ""),
)


class PatientDialog(CoordDialog[None]):
    """What was typed is kept as a draft until it is saved."""

    def __init__(self, patient_id: int | None = None) -> None:
        title = "Add a patient" if patient_id is None else "Edit the patient"
        super().__init__(title, subtitle="enter saves · tab next field · esc keeps a draft", classes="-wide")
        self.patient_id = patient_id
        self.form = Form(*(Field(name, label, placeholder=hint) for name, label, hint in _FIELDS))
        self._before: dict[str, str] = {}

    def body(self) -> ComposeResult:
        yield self.problem
        yield self.form

    async def opened(self) -> None:
        if self.patient_id is not None:
            draft = await self.ask(draft_of, self.patient_id)
            self.form.fill({name: value or "" for name, value in draft.model_dump(mode="json").items()})
        self._before = self.form.draft()
        if kept := await self.kept_draft():
            self.form.fill(kept)
            self.problem.update("What you typed last time is back.")
        self.form.focus_first()

    def draft_name(self) -> str:
        return f"draft.patient.{self.patient_id or 'new'}"

    def typed(self) -> dict[str, str]:
        now = self.form.draft()
        return now if now != self._before else {}

    def kept_words(self) -> str:
        return "Not saved; what you typed is kept for next time"

    @on(Form.Submitted)
    async def _save(self, event: Form.Submitted) -> None:
        draft = PatientDraft(**{name: value or None for name, value in event.values.items()})
        try:
            await self._store(draft)
        except InvalidInput as error:
            if not self.form.show(error):
                self.complain(error)
        except CoordError as error:
            self.complain(error)
        else:
            await self.saved()

    async def _store(self, draft: PatientDraft) -> None:
        if self.patient_id is None:
            await self.act(casework.add_patient, draft, self.moment)
        else:
            await self.act(casework.edit_patient, self.patient_id, draft, self.moment)
