"""Writing down a consent: a new one, a changed draft, or one that takes the place of another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final, Literal

from coordtui.casework import consent as casework
from coordtui.casework.profile import profile
from coordtui.casework.sensitivity import TagView
from coordtui.models.consent import ConsentDraft, ConsentKind, Signing
from coordtui.rules.consent_terms import missing
from coordtui.rules.disclosure import PURPOSES, SECTIONS
from coordtui.screens.provider_field import Provider, ProviderField
from coordtui.screens.referral_act import ActDialog
from coordtui.screens.referral_fields import day_field, lettered
from coordtui.screens.sensitivity import letters
from coordtui.widgets.form import BaseField, Choice, Field
from coordtui.widgets.text import Words, styled

Way = Literal["new", "edit", "renew"]
_TITLES: Final[dict[Way, str]] = {"new": "Write down a consent", "edit": "Change the consent", "renew": "Renew it"}
_KINDS: Final = (
    ("a", ConsentKind.AUTHORIZATION, "authorization"),
    ("p", ConsentKind.PART2, "Part 2 consent"),
    ("w", ConsentKind.AGREEMENT, "agreed in words"),
    ("r", ConsentKind.RESTRICTION, "restriction: not to share"),
)
_SIGNINGS: Final = (
    ("p", Signing.PAPER, "on paper"),
    ("e", Signing.ELECTRONIC, "electronically"),
    ("s", Signing.SPOKEN, "spoken"),
)
_REACH: Final = (("n", False, "only who is named"), ("a", True, "everyone who treats the patient"))
_PARTS: Final = (("p", False, "only these parts"), ("w", True, "the whole of it"))
_TOLD: Final = (
    ("v", "told_revocable", "it can be revoked, and how"),
    ("c", "told_conditions", "whether care depends on it"),
    ("p", "told_redisclosure", "it may be passed on"),
)
_LATER: Final = frozenset({"document", "copy_given_on", "note"})
_SPOKEN: Final = frozenset(
    {"recipient", "purpose", "scope", "reach", "sections", "signed_on", "signing", "expires_on", "note"}
)
_APPLIES: Final = {
    ConsentKind.AGREEMENT: _SPOKEN,
    ConsentKind.RESTRICTION: (_SPOKEN | {"tags"}) - {"signing"},
}
"""What is asked beside the kind; of the written kinds everything."""
_TEXTS: Final = ("discloser", "purpose_words", "scope", "signer", "authority", "document", "expires_event", "note")
_DAYS: Final = ("signed_on", "starts_on", "expires_on", "copy_given_on")


class ConsentForm(ActDialog):
    """`consent_id` is the one to change or to renew, None for a new one; `tags` are all there are.

    The result is the id of what was made or changed.
    """

    def __init__(
        self, way: Way, patient_id: int, patient: str, tags: Iterable[TagView], consent_id: int | None = None
    ) -> None:
        self.way: Way = way
        self.patient_id, self.patient, self.consent_id = patient_id, patient, consent_id
        self._tags = letters(tuple(tags))
        self._stored = ConsentDraft()
        self._settled = False
        super().__init__(_TITLES[way], "", *self._fields())

    def _fields(self) -> tuple[BaseField, ...]:
        return (
            Choice("kind", "Kind", _KINDS, ConsentKind.AUTHORIZATION, required=True),
            Field("discloser", "Who shares", placeholder="who may share it"),
            ProviderField("recipient", "With whom"),
            Choice("all_treating", "Or with", _REACH, False),
            Choice("purpose", "What for", lettered(PURPOSES.items())),
            Field("purpose_words", "In words", placeholder="what for, as the form says it"),
            Field("scope", "What", placeholder="what may be shared, as the form says it"),
            Choice("reach", "Of the chart", _PARTS, False),
            Choice("sections", "These", lettered(SECTIONS.items()), many=True),
            Choice("tags", "Tags", [(letter, one.code, one.label) for letter, one in self._tags], many=True),
            day_field("signed_on", "Given on", self._today),
            Choice("signing", "How", _SIGNINGS),
            Field("signer", "Signed by", placeholder="only where that was not the patient"),
            Field("authority", "As", placeholder="mother, guardian, health care proxy ..."),
            day_field("starts_on", "From", self._today, past=False),
            day_field("expires_on", "Ends on", self._today, past=False),
            Field("expires_event", "Or when", placeholder="end of treatment, end of the research study ..."),
            Choice("told", "It says", _TOLD, many=True),
            day_field("copy_given_on", "Copy given", self._today),
            Field("document", "Document", placeholder="where the paper is kept"),
            Field("note", "Note"),
        )

    def _today(self) -> dt.date:
        return self.today

    def draft_name(self) -> str:
        return f"draft.consent.{self.way}.{self.consent_id or f'patient.{self.patient_id}'}"

    def about(self) -> Iterable[Words]:
        yield Words(styled((self.who(self.patient), "strong"), "\n"))

    async def prefill(self) -> None:
        if self.consent_id is None:
            me = await self.ask(profile)
            self._stored = ConsentDraft(discloser=me.name if me else None)
        else:
            self._stored = await self.ask(casework.draft_of, self.consent_id)
            found = await self.ask(casework.consent, self.consent_id, self.today)
            self._settled = self.way == "edit" and found.standing.code not in ("draft", "incomplete")
        if self.way == "renew":
            self._stored = self._stored.model_copy(update=_UNSIGNED)
        self._fill()

    def _fill(self) -> None:
        held = self._stored
        for name in (*_TEXTS, *_DAYS):
            value = getattr(held, name)
            self._at(name).raw = value.isoformat() if isinstance(value, dt.date) else value or ""
        self._choice("reach").choose(held.sections is None and self.consent_id is not None)
        for name in ("kind", "all_treating", "purpose", "sections", "tags", "signing"):
            self._choice(name).choose(getattr(held, name))
        self._choice("told").choose([name for _, name, _ in _TOLD if getattr(held, name)])
        to = self._at("recipient")
        assert isinstance(to, ProviderField)
        to.set_provider(
            held.recipient,
            organization_id=held.recipient_organization_id,
            practitioner_id=held.recipient_practitioner_id,
        )

    def only_what_applies(self) -> None:
        """Words and restrictions need little; of one that was signed only what comes afterwards is asked."""
        applies = _LATER if self._settled else _APPLIES.get(self._choice("kind").value())
        for field in self.form.fields:
            shown = applies is None or field.field_id in applies or (field.field_id == "kind" and not self._settled)
            field.display = shown
        if self._choice("reach").value():
            self._at("sections").display = False

    def _at(self, name: str) -> BaseField:
        field = self.form.field(name)
        assert field is not None, name
        return field

    def _choice(self, name: str) -> Choice:
        field = self._at(name)
        assert isinstance(field, Choice), name
        return field

    async def commit(self, values: dict[str, Any]) -> None:
        draft = self._draft_from(values)
        match self.way, self.consent_id:
            case "edit", int() as key:
                done = await self.act(casework.edit_consent, key, draft, self.moment)
            case "renew", int() as key:
                done = await self.act(casework.renew, key, draft, self.moment)
            case _:
                done = await self.act(casework.add_consent, self.patient_id, draft, self.moment)
        await self.drop_draft()
        self.dismiss(done.value)
        if draft.signed_on is not None and (wanting := missing(draft.kind, draft)):
            self.say(f"Kept as a draft; it is not valid yet. Still needed: {'; '.join(wanting)}.", tone="warning")

    def _draft_from(self, values: dict[str, Any]) -> ConsentDraft:
        """What the form says over what is stored; fields that do not apply keep what they held."""
        said = {name: value if value != "" else None for name, value in values.items()}
        if "recipient" in said:
            to: Provider | None = said.pop("recipient")
            said |= {
                "recipient": to.name if to else None,
                "recipient_organization_id": to.organization_id if to else None,
                "recipient_practitioner_id": to.practitioner_id if to else None,
            }
        if "told" in said:
            told = said.pop("told") or ()
            said |= {name: name in told for _, name, _ in _TOLD}
        if "reach" in said and said.pop("reach"):
            said["sections"] = None
        if "all_treating" in said:
            said["all_treating"] = bool(said["all_treating"])
        return ConsentDraft(**{**self._stored.model_dump(), **said})


_UNSIGNED: Final = {
    "signed_on": None,
    "signing": None,
    "starts_on": None,
    "expires_on": None,
    "copy_given_on": None,
    "document": None,
    "note": None,
    **{name: False for _, name, _ in _TOLD},
}
"""What a renewal does not take over: another paper is another signature."""
