"""A reminder for whoever has the ball in a referral: a draft to read out, fax or paste, and a note that it was done."""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Session
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from coordtui.casework.referral import nudged
from coordtui.documents.gate import for_nudge, ready
from coordtui.documents.nudge import NobodyToRemind, NudgeView, nudge
from coordtui.documents.scope import Scope
from coordtui.errors import CoordError, Refused
from coordtui.models.disclosure import DisclosureDraft
from coordtui.rules.disclosure import DOCUMENTS
from coordtui.screens.base import CoordDialog
from coordtui.screens.copy import LEAKS
from coordtui.screens.gate import kept_back, let_out
from coordtui.widgets.clean import clean
from coordtui.widgets.text import Words, styled

_WHAT = DOCUMENTS["nudge"].label
_KEYS = "y copies the text · d it was said or sent · esc close"


class NudgeDialog(CoordDialog[bool]):
    """`y` copies the draft, `d` writes down that they were reminded and closes with True. Nothing is sent from here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "verb('nudge.copy')", "Copy the text", show=False),
        Binding("d", "verb('nudge.done')", "It was said or sent", show=False),
    ]

    def __init__(self, referral_id: int) -> None:
        super().__init__("Remind whoever must act", subtitle=_KEYS, classes="-wide")
        self.referral_id = referral_id
        self.view: NudgeView | None = None
        self.written = False
        self.about = Words("Reading ...")
        self.draft = Words("")

    def body(self) -> ComposeResult:
        yield self.problem
        yield self.about
        yield self.draft

    async def opened(self) -> None:
        try:
            self.proposal = await self.ask(for_nudge, self.referral_id)
            view = await self._ready()
        except CoordError:
            self.about.update("")
            raise
        self.view = view
        numbers = (f"phone {view.phone}" if view.phone else "", f"fax {view.fax}" if view.fax else "")
        reach = " · ".join(number for number in numbers if number) or "no number is known"
        advice = [(f"\n! {view.advice}", "warning")] if view.advice else []
        self.about.update(styled((self.who(view.to_whom), "strong"), f" · {reach}", *advice))
        self.draft.update(styled((f"\n{view.subject}\n\n", "muted"), view.text))

    async def _ready(self) -> NudgeView:
        """As it may leave. What the gate refuses is written down."""
        patient, day = self.proposal.patient_id, self.moment.local().date()
        try:
            return (await self.ask(ready, patient, self._made, self._draft, day)).view
        except NobodyToRemind:
            raise
        except Refused as error:
            await kept_back(self, patient, _WHAT, self._draft, error)
            raise

    @property
    def _draft(self) -> DisclosureDraft:
        return self.proposal.draft("nudge").model_copy(update={"format": "text", "destination": "clipboard"})

    def _made(self, session: Session, scope: Scope) -> NudgeView:
        return nudge(session, self.referral_id, self.today, scope)

    async def action_copy(self) -> None:
        if self.view is None:
            return
        await let_out(self, self.view.patient_id, _WHAT, self._draft)
        self.written = True
        self.bench.to_clipboard("\n".join(clean(line, " ") for line in self.view.text.splitlines()))
        self.problem.update(f"The text is in the clipboard. {LEAKS} Press d once it is said or sent.")

    async def action_done(self) -> None:
        """What was said and not copied left as well, so it is written down here."""
        if self.view is None:
            return
        done = await self.run_act(nudged, self.referral_id, self.view.to_whom, self.view.text, self.moment)
        if done is None:
            return
        if not self.written:
            said = self._draft.model_copy(update={"destination": "said or sent by hand"})
            await let_out(self, self.view.patient_id, _WHAT, said)
        self.dismiss(True)
