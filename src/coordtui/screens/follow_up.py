"""Making and changing a follow-up."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from textual.app import ComposeResult

from coordtui.casework import follow_up as casework
from coordtui.casework.follow_up_views import FollowUpView, detail
from coordtui.casework.preview import preview
from coordtui.errors import CoordError
from coordtui.models.codes import Ball
from coordtui.models.follow_up import FollowUpDraft
from coordtui.rules.dates import day_end, local_date, show_day
from coordtui.rules.follow_up import KINDS, kind_of
from coordtui.rules.typed_dates import parse_day
from coordtui.screens.base import CoordDialog
from coordtui.widgets.form import Choice, DateField, Field, Form
from coordtui.widgets.text import Words, styled

_KIND_LETTERS: Final = {
    "c": "routine_contact",
    "b": "call_back",
    "l": "letter",
    "m": "message",
    "n": "find_number",
    "e": "education",
    "x": "med_access",
    "r": "pending_result",
    "f": "food",
    "h": "housing",
    "u": "utilities",
    "o": "social_need",
    "a": "admin",
    "s": "safety_follow_up",
    "z": "crisis",
    "y": "abuse_disclosure",
    "v": "critical_result",
}
"""The kinds that a person makes by hand; the others come from their features."""
BALLS: Final = (
    ("m", Ball.ME, "me"),
    ("p", Ball.PATIENT, "patient"),
    ("r", Ball.RECIPIENT, "recipient"),
    ("q", Ball.REQUESTER, "requester"),
    ("y", Ball.PAYER, "payer"),
    ("o", Ball.OTHER, "other"),
)
"""Whose turn it is, in every form by the same letters."""


class FollowUpForm(CoordDialog[None]):
    """Adds a follow-up for a patient, or changes the one given. Enter saves, tab moves."""

    def __init__(self, patient_id: int, follow_up_id: int | None = None, *, name: str = "") -> None:
        super().__init__(
            "Change the follow-up" if follow_up_id else "Add a follow-up",
            subtitle="enter saves · tab next · esc close",
            classes="-wide",
        )
        self.patient_id, self.follow_up_id = patient_id, follow_up_id
        self._patient = name
        self._kind = "routine_contact"
        self._stood: dict[str, str] = {}
        self.heading = Words("")
        self.form = Form(
            Field("text", "What", placeholder="in your words"),
            Choice(
                "kind",
                "Kind",
                [(letter, kind, KINDS[kind].label) for letter, kind in _KIND_LETTERS.items()],
                "routine_contact",
            ),
            DateField("due_on", "Due", "tomorrow", parse=self._day),
            Choice("ball", "Whose turn", BALLS, Ball.ME),
            DateField("next_check_on", "Look again", parse=self._day),
            DateField("limit_at", "Limit, if any", parse=self._day),
        )

    def body(self) -> ComposeResult:
        yield self.heading
        yield self.form
        yield self.problem

    def _day(self, text: str) -> dt.date:
        return parse_day(text, self.today)

    async def opened(self) -> None:
        self._head(self._patient)
        self.form.focus_first()
        if self.follow_up_id is not None:
            self._fill(await self.ask(detail, self.follow_up_id))
        elif not self._patient:
            self._head((await self.ask(preview, self.patient_id, self.today)).patient)
        self._stood = self.form.draft()
        self.form.fill(await self.kept_draft())
        self._only_what_applies()

    def _head(self, name: str) -> None:
        self._patient = name
        self.heading.update(styled((self.who(name), "strong")))

    def _fill(self, view: FollowUpView) -> None:
        self._head(view.patient or "")
        kind = self.form.field("kind")
        assert isinstance(kind, Choice)
        # A kind that its feature made cannot become another one.
        kind.display = not view.by_rule and view.kind in _KIND_LETTERS.values()
        kind.choose(view.kind)
        self._kind = view.kind
        ball = self.form.field("ball")
        assert isinstance(ball, Choice)
        ball.choose(view.ball)
        zone = self.bench.clock.zone
        limit = view.limit_at
        self.form.fill(
            {
                "text": view.text,
                "due_on": view.due_on.isoformat(),
                "next_check_on": view.next_check_on.isoformat() if view.next_check_on else "",
                "limit_at": local_date(limit, zone).isoformat() if limit else "",
            }
        )
        if view.deferred_until and view.deferred_until > self.today:
            snoozed = f" · snoozed to {show_day(view.deferred_until, self.today)}; another due date ends that"
            self.heading.update(styled((self.who(self._patient), "strong"), (snoozed, "muted")))

    def _only_what_applies(self) -> None:
        """Looking again is for what someone else must do."""
        again, ball = self.form.field("next_check_on"), self.form.field("ball")
        if again is not None and ball is not None:
            again.display = ball.raw != "m"

    def on_form_field_changed(self, event: Form.FieldChanged) -> None:
        self.problem.update("")
        self._only_what_applies()

    async def on_form_submitted(self, event: Form.Submitted) -> None:
        try:
            await self._save(event.values)
        except CoordError as error:
            self.complain(error)

    async def _save(self, values: dict[str, Any]) -> None:
        limit = values["limit_at"]
        kind = values.get("kind") or self._kind
        draft = FollowUpDraft(
            kind=kind,
            text=values["text"] or (None if self.follow_up_id else kind_of(kind).label),
            due_on=values["due_on"],
            limit_at=day_end(limit, self.bench.clock.zone) if limit else None,
            ball=values["ball"] or Ball.ME,
            next_check_on=values.get("next_check_on"),
        )
        if self.follow_up_id is not None:
            await self.act(casework.edit, self.follow_up_id, draft, self.moment)
        else:
            await self.act(casework.add, self.patient_id, draft, self.moment)
        await self.saved()

    def draft_name(self) -> str:
        return f"draft.follow_up.{self.patient_id}.{self.follow_up_id or 'new'}"

    def kept_words(self) -> str:
        return f"Nothing is saved yet; {'e' if self.follow_up_id else 'n'} brings back what you typed"

    def typed(self) -> dict[str, str]:
        return {name: text for name, text in self.form.draft().items() if text != self._stood.get(name, "")}
