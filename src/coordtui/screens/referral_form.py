"""A new referral, a changed one, or a part of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final, Literal

from coordtui.casework import referral as casework
from coordtui.models.codes import Answer, Urgency
from coordtui.models.referral import ReferralDraft
from coordtui.rules.dates import parse_partial, show_partial
from coordtui.screens.provider_field import Provider, ProviderField
from coordtui.screens.referral_act import ActDialog
from coordtui.screens.referral_fields import ANSWERS, day_field
from coordtui.widgets.form import BaseField, Choice, Field
from coordtui.widgets.text import Words, styled

Purpose = Literal["new", "edit", "part"]
_TITLES: Final[dict[Purpose, str]] = {
    "new": "New referral",
    "edit": "Change the referral",
    "part": "A part of this referral",
}
_URGENCIES: Final = (
    ("r", Urgency.ROUTINE, "routine"),
    ("u", Urgency.URGENT, "urgent"),
    ("a", Urgency.ASAP, "as soon as possible"),
    ("s", Urgency.STAT, "at once"),
)
_KINDS: Final = (("m", False, "medical"), ("s", True, "social"))
_AUTH: Final = (("y", Answer.YES, "needed"), ("n", Answer.NO, "not needed"), ("u", Answer.UNKNOWN, "not known yet"))
_ABOUT: Final[dict[Purpose, str]] = {
    "new": "It begins as a draft; what is still missing is asked for before it is sent.",
    "edit": "",
    "part": "The whole cannot be closed as met before its parts are over.",
}


class ReferralForm(ActDialog):
    """`referral_id` is the one to change, to send elsewhere, or to make a part of; None for a new one.

    The result is the id of what was made or changed.
    """

    def __init__(self, purpose: Purpose, patient_id: int, patient: str, referral_id: int | None = None) -> None:
        self.purpose: Purpose = purpose
        self.patient_id, self.patient, self.referral_id = patient_id, patient, referral_id
        self._stored = ReferralDraft(patient_id=patient_id, what="")
        self._agreed = False
        super().__init__(_TITLES[purpose], f"{purpose}.{referral_id or f'patient.{patient_id}'}", *self._fields())

    def _fields(self) -> tuple[BaseField, ...]:
        return (
            Field("what", "What", required=True, placeholder="cardiology, food pantry, MRI of the knee ..."),
            Choice("social", "Kind", _KINDS, False),
            ProviderField("to", "To"),
            Field("category", "Need", placeholder="food, housing, transport ..."),
            Field("reason", "Reason", placeholder="why it is needed"),
            Field("question", "Question", placeholder="what they should answer or do"),
            Choice("urgency", "How soon", _URGENCIES, Urgency.ROUTINE),
            day_field("indicated_on", "Needed by", self._today, past=False),
            Choice("consent", "Patient agrees", ANSWERS, Answer.UNKNOWN),
            day_field("consent_on", "Agreed on", self._today),
            Choice("auth_needed", "Authorization", _AUTH, Answer.UNKNOWN),
            ProviderField("from", "Requested by"),
            Field("ordered_on", "Ordered on", parse=parse_partial, echo=show_partial, placeholder="2026-06-03"),
        )

    def _today(self) -> dt.date:
        return self.today

    def about(self) -> Iterable[Words]:
        words = _ABOUT[self.purpose]
        yield Words(styled((self.who(self.patient), "strong"), (f" · {words}" if words else "", "muted")))

    async def prefill(self) -> None:
        if self.referral_id is None:
            self.form.fill({"ordered_on": self.today.isoformat()})
            return
        self._stored = await self.ask(casework.draft_of, self.referral_id)
        if self.purpose == "part":
            self._stored = self._stored.model_copy(update=_ANOTHER)
        self._fill(self._stored)
        self._agreed = self._stored.consent is Answer.YES

    def _fill(self, draft: ReferralDraft) -> None:
        for field in self.form.fields:
            match field:
                case ProviderField():
                    _set_provider(field, draft)
                case Choice():
                    field.choose(getattr(draft, field.field_id))
                case _:
                    field.raw = _raw(getattr(draft, field.field_id))

    def only_what_applies(self) -> None:
        """Medical referrals have a question and may need an authorization; social ones name the need.

        Who says now that the patient agrees most often asked today; a consent stored without a day stays so.
        """
        social, agreed = self._at("social").value(), self._at("consent").value() is Answer.YES
        for name in ("question", "auth_needed"):
            self._at(name).display = not social
        self._at("category").display = bool(social)
        self._at("consent_on").display = agreed
        if agreed and not self._agreed and not self._at("consent_on").raw:
            self._at("consent_on").raw = "today"
        self._agreed = agreed

    def _at(self, name: str) -> BaseField:
        field = self.form.field(name)
        assert field is not None, name
        return field

    async def commit(self, values: dict[str, Any]) -> None:
        draft = self._draft_from(values)
        match self.purpose, self.referral_id:
            case "edit", int() as key:
                done = await self.act(casework.edit, key, draft, self.moment)
            case "part", int() as key:
                done = await self.act(casework.refer_part, key, draft, self.moment)
            case _:
                done = await self.act(casework.create, draft, self.moment)
        await self.drop_draft()
        self.dismiss(done.value)

    def _draft_from(self, values: dict[str, Any]) -> ReferralDraft:
        """What the form says over what is stored; fields that do not apply keep what they held.

        A provider's field shows one entry where a record may hold two, so it counts only where a person changed it.
        """
        changed = self.typed()
        to: Provider | None = values.pop("to")
        asked: Provider | None = values.pop("from")
        said = {name: value if value != "" else None for name, value in values.items()}
        said |= {"what": values["what"], "social": bool(values["social"])}
        if "to" in changed:
            said |= {
                "to_name": to.name if to is not None else None,
                "to_organization_id": to.organization_id if to is not None else None,
                "to_practitioner_id": to.practitioner_id if to is not None else None,
            }
        if "from" in changed:
            said |= {
                "from_name": asked.name if asked is not None else None,
                "from_practitioner_id": asked.practitioner_id if asked is not None else None,
            }
        return self._stored.model_copy(update=said)


_ANOTHER: Final = {
    "what": "",
    "question": None,
    "to_name": None,
    "to_organization_id": None,
    "to_practitioner_id": None,
    "consent": Answer.UNKNOWN,
    "consent_on": None,
    "indicated_on": None,
}
"""What a part does not share with its whole: another receiver is another question to the patient."""


def _set_provider(field: ProviderField, draft: ReferralDraft) -> None:
    if field.field_id == "to":
        field.set_provider(
            draft.to_name, organization_id=draft.to_organization_id, practitioner_id=draft.to_practitioner_id
        )
    else:
        field.set_provider(draft.from_name, practitioner_id=draft.from_practitioner_id)


def _raw(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
