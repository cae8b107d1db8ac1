"""One consent: what it says, how it stands, and what can be done with it, by letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from importlib import import_module
from typing import Any, Final, NamedTuple

from textual import events
from textual.app import ComposeResult

from coordtui.casework import consent as casework
from coordtui.casework.consent import ConsentView
from coordtui.casework.follow_up_views import name_of
from coordtui.casework.sensitivity import all_tags
from coordtui.models.consent import ConsentStatus, Signing
from coordtui.screens.base import CoordDialog
from coordtui.screens.of_follow_up import OfFollowUp
from coordtui.screens.referral_act import ActDialog
from coordtui.screens.referral_fields import day_field
from coordtui.screens.sharing import terms
from coordtui.screens.target import Target
from coordtui.widgets.form import BaseField, Choice, Field
from coordtui.widgets.text import Words, styled

_OF_DRAFT: Final = frozenset({ConsentStatus.DRAFT})
_OF_ACTIVE: Final = frozenset({ConsentStatus.ACTIVE})
_GIVEN: Final = frozenset({ConsentStatus.ACTIVE, ConsentStatus.INACTIVE, ConsentStatus.REJECTED})


class Step(NamedTuple):
    """A letter, its words, the statuses in which it can be taken; whether only where an event ends it, and no date."""

    letter: str
    words: str
    among: frozenset[ConsentStatus]
    by_event: bool = False
    no_date: bool = False


STEPS: Final = (
    Step("s", "it was signed, or agreed to: put it in force", _OF_DRAFT),
    Step("d", "it was refused", _OF_DRAFT),
    Step("e", "change it; of a signed one the note, the copy, the document", _OF_DRAFT | _GIVEN),
    Step("r", "renew it: a new one takes its place", _GIVEN),
    Step("v", "the patient revoked it", _OF_ACTIVE),
    Step("h", "what ends it happened", _OF_ACTIVE, by_event=True),
    Step("y", "it still holds: ask again in a year", _OF_ACTIVE, by_event=True, no_date=True),
    Step("o", "let it end", _OF_ACTIVE),
    Step("m", "it was entered by mistake", _OF_DRAFT | _GIVEN),
)


class ConsentDialog(CoordDialog[None]):
    """A letter does its step."""

    def __init__(self, consent_id: int | None) -> None:
        super().__init__("Consent", subtitle="a letter does its step · esc close", classes="-wide")
        self.consent_id = consent_id
        self.consent: ConsentView | None = None
        self.patient = ""
        self.heading, self.lines, self.steps = Words(""), Words("Reading ..."), Words("")

    def body(self) -> ComposeResult:
        yield self.heading
        yield self.lines
        yield self.steps
        yield self.problem

    async def which(self) -> int:
        """The consent's key."""
        assert self.consent_id is not None
        return self.consent_id

    async def opened(self) -> None:
        self.consent_id = await self.which()
        found = self.consent = await self.ask(casework.consent, self.consent_id, self.today)
        self.patient = await self.ask(name_of, found.patient_id)
        labels = {one.code: one.label for one in await self.ask(all_tags)}
        self.heading.update(
            styled((self.who(self.patient), "strong"), f": {found.title}\n", (f"{found.standing.words}\n", "strong"))
        )
        parts = [((f"{label:<11}", "muted"), f"{words}\n") for label, words in terms(found, labels)]
        self.lines.update(styled(*(part for pair in parts for part in pair)))
        possible = [((f"\n {step.letter}  ", "bold"), step.words) for step in STEPS if self._can(step)]
        self.steps.update(styled(*(part for pair in possible for part in pair)))

    def _can(self, step: Step) -> bool:
        found = self.consent
        if found is None or found.status not in step.among:
            return False
        dated = step.no_date and found.expires_on is not None
        return not dated and (not step.by_event or bool(found.expires_event))

    async def on_key(self, event: events.Key) -> None:
        step = next((step for step in STEPS if step.letter == event.character), None)
        if step is None or self.consent is None:
            return
        event.stop()
        event.prevent_default()
        if self._can(step):
            await _TAKE[step.letter](self, self.consent)
        else:
            self.problem.update(f"Not now: {step.words}. It is {self.consent.standing.words}.")

    async def take(self, act: Callable[..., Any]) -> None:
        """An act that needs nothing more."""
        if await self.run_act(act, self.consent_id or 0, self.moment) is not None:
            self.dismiss()

    async def ask_for(self, dialog: ActDialog) -> None:
        """An act that needs a few fields."""
        self.dismiss()
        self.app.push_screen(dialog)

    async def write(self, found: ConsentView, way: str) -> None:
        """Into the form, to change it or to renew it."""
        tags = await self.ask(all_tags)
        form = import_module("coordtui.screens.consent_form").ConsentForm
        await self.ask_for(form(way, found.patient_id, self.patient, tags, found.consent_id))


class ConsentStepDialog(OfFollowUp, ConsentDialog):
    """The same for a follow-up of the queue."""

    def __init__(self, target: Target) -> None:
        super().__init__(None)
        self.target = target


class ConsentAct(ActDialog):
    """A small form about one consent."""

    def __init__(self, found: ConsentView, patient: str, title: str, *fields: BaseField) -> None:
        self.consent, self.patient = found, patient
        super().__init__(title, "", *fields)

    def draft_name(self) -> str:
        return f"draft.consent.{type(self).__name__}.{self.consent.consent_id}"

    def about(self) -> list[Words]:
        return [Words(styled((self.who(self.patient), "strong"), f": {self.consent.title}\n"))]

    async def done(self, act: Callable[..., Any], *given: Any) -> None:
        """Do the act and close. Raises CoordError."""
        await self.act(act, self.consent.consent_id, *given, self.moment)
        await self.saved()

    def _today(self) -> dt.date:
        return self.today


class SignDialog(ConsentAct):
    """When it was signed, and how."""

    def __init__(self, found: ConsentView, patient: str) -> None:
        options = (
            ("p", Signing.PAPER, "on paper"),
            ("e", Signing.ELECTRONIC, "electronically"),
            ("s", Signing.SPOKEN, "spoken"),
        )
        day = day_field("signed_on", "On", self._today, required=True, value="today")
        how = Choice("how", "How", options, Signing.PAPER, required=True)
        super().__init__(found, patient, "It was signed", day, how)

    async def commit(self, values: dict[str, Any]) -> None:
        await self.done(casework.sign, values["signed_on"], values["how"])


class RevokeDialog(ConsentAct):
    """When the patient took it back, and how."""

    def __init__(self, found: ConsentView, patient: str) -> None:
        day = day_field("on", "On", self._today, required=True, value="today")
        how = Field("how", "How", required=True, placeholder="in writing, by phone ...")
        super().__init__(found, patient, "It was revoked", how, day)

    async def commit(self, values: dict[str, Any]) -> None:
        await self.done(casework.revoke, values["on"], values["how"])


class EventDialog(ConsentAct):
    """When the event by which it ends happened."""

    def __init__(self, found: ConsentView, patient: str) -> None:
        day = day_field("on", "On", self._today, required=True, value="today")
        super().__init__(found, patient, f"It happened: {found.expires_event}", day)

    async def commit(self, values: dict[str, Any]) -> None:
        await self.done(casework.note_event, values["on"])


_TAKE: Final[dict[str, Callable[[ConsentDialog, ConsentView], Any]]] = {
    "s": lambda dialog, found: dialog.ask_for(SignDialog(found, dialog.patient)),
    "d": lambda dialog, _: dialog.take(casework.refuse),
    "e": lambda dialog, found: dialog.write(found, "edit"),
    "r": lambda dialog, found: dialog.write(found, "renew"),
    "v": lambda dialog, found: dialog.ask_for(RevokeDialog(found, dialog.patient)),
    "h": lambda dialog, found: dialog.ask_for(EventDialog(found, dialog.patient)),
    "y": lambda dialog, _: dialog.take(casework.keep_on),
    "o": lambda dialog, _: dialog.take(casework.end),
    "m": lambda dialog, _: dialog.take(casework.mistaken),
}
