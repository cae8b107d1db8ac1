"""Logging a contact: the outcome's letter, enter. How to reach this person stands above, what follows below."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from coordtui.casework.contact import log_contact, proposal
from coordtui.casework.preview import Preview, preview
from coordtui.casework.profile import profile
from coordtui.errors import CoordError, InvalidInput
from coordtui.models.contact import Channel, ContactDraft, Outcome
from coordtui.rules.contact import CHANNELS, OUTCOMES, NextStep, channel_of, choices, label, outcome_of
from coordtui.rules.dates import show_day
from coordtui.rules.typed_dates import parse_day
from coordtui.screens.base import CoordDialog
from coordtui.screens.letters import Letters
from coordtui.screens.preview import WHOLE, Card, before_dialling
from coordtui.screens.provider_field import ProviderNameField
from coordtui.screens.target import Target
from coordtui.widgets.dialog import Box
from coordtui.widgets.form import Choice, DateField, Field, Form
from coordtui.widgets.text import Words, styled

_OUTCOME_LETTERS: Final = sorted({choice.letter for channel in Channel for choice in choices(channel)})
_CHANNEL_LETTERS: Final = [words.letter for words in CHANNELS.values()]


def _minutes(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 1440:
        raise ValueError("Write whole minutes, up to 1440.")
    return int(text)


class LogDialog(CoordDialog[None], inherit_bindings=False):
    """Small letters are outcomes, capitals channels, tab goes to the optional fields, enter logs what is shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(letter, f"outcome('{letter}')", show=False) for letter in _OUTCOME_LETTERS),
        *(Binding(letter, f"channel('{letter}')", show=False) for letter in _CHANNEL_LETTERS),
        Binding("enter", "verb('contact.commit')", "Log", show=False),
        Binding("escape,q", "cancel", "Close", show=False),
        Binding("tab", "app.focus_next", show=False),
        Binding("shift+tab", "app.focus_previous", show=False),
        Binding("down", "scroll_box('down')", show=False),
        Binding("up", "scroll_box('up')", show=False),
        Binding("pagedown", "scroll_box('page_down')", show=False),
        Binding("pageup", "scroll_box('page_up')", show=False),
    ]

    AUTO_FOCUS = ""  # letters are outcomes until tab goes into a field

    def __init__(
        self, patient_id: int, target: Target | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__("Log a contact", subtitle="letter, enter · tab note · esc", classes="-log")
        self.patient_id, self.target = patient_id, target
        self.follow_up_id = target.follow_up_id if target is not None else None
        self._whom = target.patient if target is not None else ""
        self.channel = Channel.PHONE
        self.outcome: Outcome | None = None
        self.step: NextStep | None = None
        self._clock, self._began = clock, clock()
        self._role = "coordinator"
        self.card = Card()
        self.channels = Letters([(words.letter, words.label) for words in CHANNELS.values()], inline=True)
        self.outcomes = Letters([])
        self.follows = Words()
        self.form = self._form()

    def _form(self) -> Form:
        return Form(
            Field("note", "Note", placeholder="what was said; it stands on the visit summary"),
            Field("agreed", "Agreed"),
            ProviderNameField("spoke_with", "Spoke with"),
            DateField("next_on", "Next on", parse=lambda text: parse_day(text, self.today)),
            Field("minutes", "Minutes", parse=_minutes, placeholder="what the clock says"),
            Field("role", "As", placeholder="coordinator"),
            Choice("settle", "This follow-up", [("y", True, "as proposed"), ("k", False, "keep it open")], True),
        )

    def body(self) -> ComposeResult:
        yield self.card
        yield self.channels
        yield self.outcomes
        yield self.follows
        yield self.form
        yield self.problem

    async def opened(self) -> None:
        self.set_interval(1, self._tick, name="contact timer")
        self._draw()
        self._tick()
        if self.target is not None:
            self.card.lines = [(WHOLE, f"{self.who(self.target.patient)}: {self.target.text}", "strong")]
        self.read("contact", preview, self.patient_id, self.today).then(self._known)
        self.form.fill(await self.kept_draft())
        if self._kept:
            self.follows.update(styled(("What you typed before is filled in.", "muted")))
        if (mine := await self.ask(profile)) is not None:
            self._role = mine.role

    def _known(self, view: Preview) -> None:
        self._whom = view.patient
        self._tick()
        if self.target is None and view.open:
            self.follow_up_id = view.open[0].follow_up_id
        text = next((step.text for step in view.open if step.follow_up_id == self.follow_up_id), "")
        self.card.lines = before_dialling(view, text, self.who)
        self.card.reflow()

    # What is chosen

    @property
    def seconds(self) -> int:
        """How long the dialog has been open: what a call took."""
        return max(0, int(self._clock() - self._began))

    def _tick(self) -> None:
        """The clock, and with whom: on a small terminal an outcome pushes the card out of sight."""
        minutes, seconds = divmod(self.seconds, 60)
        with_whom = f" · {self.who(self._whom)}" if self._whom else ""
        self.frame(f"Log a contact · {minutes}:{seconds:02}{with_whom}", self._foot)

    def _draw(self) -> None:
        self.channels.choose(CHANNELS[self.channel].letter)
        found = choices(self.channel)
        self.outcomes.offer([(one.letter, one.label) for one in found])
        self.outcomes.choose(next((one.letter for one in found if one.outcome is self.outcome), ""))

    async def action_channel(self, letter: str) -> None:
        self.channel = channel_of(letter) or self.channel
        if self.outcome is not None and self.channel not in OUTCOMES[self.outcome].channels:
            self.outcome = None
        self._draw()
        await self._propose()

    async def action_outcome(self, letter: str) -> None:
        outcome = outcome_of(letter, self.channel)
        if outcome is None:
            self.problem.update(f"{letter} is no outcome of a {CHANNELS[self.channel].label}.")
            return
        self.outcome = outcome
        self._draw()
        await self._propose()

    def draft(self) -> ContactDraft:
        """What would be logged now. Raises InvalidInput at the field."""
        if self.outcome is None:
            raise InvalidInput("outcome", "No outcome is chosen yet.", "Press its letter, then enter.")
        values = self.form.values()
        return ContactDraft(
            patient_id=self.patient_id,
            follow_up_id=self.follow_up_id,
            channel=self.channel,
            outcome=self.outcome,
            spoke_with=values["spoke_with"] or None,
            role=values["role"] or self._role,
            minutes=values["minutes"],
            seconds=self.seconds,
            note=values["note"] or None,
            agreed=values["agreed"] or None,
            settle=values["settle"] is not False,
            next_on=values["next_on"],
        )

    async def _propose(self) -> None:
        """Show what logging this would lead to."""
        self.problem.update("")
        self.step = None
        try:
            self.step = await self.ask(proposal, self.draft(), self.moment)
        except CoordError as error:
            self.complain(error)
        self._say_step()

    def _say_step(self) -> None:
        if self.step is None or self.outcome is None:
            self.follows.update("")
            return
        parts: list[Any] = [(f"{label(self.outcome, self.channel)} → ", "muted"), (self.step.words, "strong")]
        when = show_day(self.step.due_on, self.today) if self.step.due_on is not None else ""
        if when not in self.step.words:
            parts.append(f"\n  next: {when}")
        if self.step.alert:
            parts.append((f"\n  on the banner: {self.step.alert}", "warning"))
        self.follows.update(styled(*parts, "\n"))
        self.call_after_refresh(self.query_one(Box).scroll_to_widget, self.follows, animate=False)

    async def on_form_field_changed(self, event: Form.FieldChanged) -> None:
        """A day or "keep it open" changes what follows; half a date is not an error yet."""
        if event.field.field_id in ("next_on", "settle") and self.outcome is not None:
            try:
                draft = self.draft()
            except InvalidInput:
                return
            self.read("proposal", proposal, draft, self.moment).then(self._proposed, lambda _: None)

    def _proposed(self, step: NextStep) -> None:
        self.step = step
        self._say_step()

    # Logging and leaving

    async def on_form_submitted(self) -> None:
        await self.action_verb("contact.commit")

    async def action_commit(self) -> None:
        try:
            await self.act(log_contact, self.draft(), self.moment)
            await self.saved()
        except CoordError as error:
            self.complain(error)

    def draft_name(self) -> str:
        return f"draft.contact.{self.patient_id}"

    def kept_words(self) -> str:
        return "Nothing is logged yet; l brings back what you typed"

    def typed(self) -> dict[str, str]:
        return {name: text for name, text in self.form.draft().items() if text.strip() and name != "settle"}
